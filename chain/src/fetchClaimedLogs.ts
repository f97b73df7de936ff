import { type Hex } from 'viem';
import { toQuantity } from './agreeOnHeader.js';
import { parseLog } from './BlockReceipt.js';
import { type ChainLog } from './ChainLog.js';
import { type Endpoint } from './Endpoint.js';
import { type EndpointPool } from './EndpointPool.js';
import { EndpointFailureError, LyingEndpointError, RangeTooLargeError } from './errors.js';
import { Fields } from './Fields.js';
import { type LogQuery } from './VerifiedChain.js';

const FIRST_RANGE_BLOCKS = 10_000;

/**
 * Logs as an endpoint claims them by eth_getLogs: whether they are all, and true, is its word. Where it gives fewer at
 * once the range is halved; a list outside of what was asked for is a lie.
 */
export async function fetchClaimedLogs(pool: EndpointPool, query: LogQuery): Promise<ChainLog[]> {
  const { from, to, addresses, onProgress } = query;
  const logs: ChainLog[] = [];
  let rangeBlocks = FIRST_RANGE_BLOCKS;
  for (let low = from; low <= to;) {
    const high = Math.min(to, low + rangeBlocks - 1);
    try {
      const some = await pool.ask((endpoint) => fetchRange(endpoint, low, high, addresses), { height: high });
      for (const log of some) logs.push(log);
      onProgress?.(high - from + 1, to - from + 1);
      low = high + 1;
      rangeBlocks = Math.min(FIRST_RANGE_BLOCKS, rangeBlocks * 2);
    } catch (error) {
      if (!(error instanceof RangeTooLargeError)) throw error;
      rangeBlocks = Math.max(1, Math.floor((high - low + 1) / 2));
    }
  }
  return logs;
}

async function fetchRange(
  endpoint: Endpoint,
  low: number,
  high: number,
  addresses: readonly Hex[] | undefined,
): Promise<ChainLog[]> {
  const filter = { fromBlock: toQuantity(low), toBlock: toQuantity(high), ...(addresses && { address: addresses }) };
  let logs: ChainLog[];
  try {
    logs = await endpoint.fetch('eth_getLogs', [filter], (reply) =>
      new Fields('reply', { logs: reply }).list('logs').map(parseChainLog),
    );
  } catch (error) {
    if (!(error instanceof RangeTooLargeError) || low < high) throw error;
    // One block, and still too much for it: another endpoint may be more generous.
    const reason = String(error.facts['reason']);
    throw new EndpointFailureError({ endpoint: endpoint.name, method: 'eth_getLogs', reason });
  }
  logs.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
  const wanted = addresses && new Set(addresses);
  for (const [i, { blockNumber, address, logIndex }] of logs.entries()) {
    const before = logs[i - 1];
    const what =
      blockNumber < low || blockNumber > high
        ? 'it gives its logs where others were asked for'
        : wanted && !wanted.has(address)
          ? `it gives a log of ${address}, which was not asked for`
          : before?.blockNumber === blockNumber && before.logIndex === logIndex
            ? `it gives two logs ${logIndex}`
            : undefined;
    if (what) throw new LyingEndpointError({ endpoint: endpoint.name, blockNumber, what });
  }
  return logs;
}

function parseChainLog(reply: unknown): ChainLog {
  const fields = new Fields('log', reply);
  return {
    ...parseLog(reply),
    blockNumber: fields.number('blockNumber'),
    blockHash: fields.data('blockHash', 32),
    logIndex: fields.number('logIndex'),
    transactionHash: fields.data('transactionHash', 32),
    transactionIndex: fields.number('transactionIndex'),
  };
}
