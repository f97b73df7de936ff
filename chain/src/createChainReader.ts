import { setTimeout as sleep } from 'node:timers/promises';
import { parseHeader, type BlockHeader } from './BlockHeader.js';
import { type ChainLog } from './ChainLog.js';
import { createEndpointPool, type EndpointSettings } from './createEndpointPool.js';
import { toQuantity } from './agreeOnHeader.js';
import { NoSuchBlockError } from './errors.js';
import { fetchClaimedLogs } from './fetchClaimedLogs.js';
import { fetchTaggedNumber } from './fetchTaggedNumber.js';
import { type LogQuery, VerifiedChain } from './VerifiedChain.js';

export interface ChainReaderOptions extends EndpointSettings {
  /** True: nothing is believed that the endpoints agree on less than a header; costs every header of a range. */
  verifyReceipts: boolean;
}

/** Reads one chain through several endpoints that may fail, lag, limit or lie. */
export interface ChainReader {
  readonly chainId: number;
  /** The newest block that most endpoints have. */
  fetchHead(): Promise<BlockHeader>;
  /** What most endpoints call safe or finalized; undefined where they know no such thing. */
  fetchTagged(tag: 'safe' | 'finalized'): Promise<BlockHeader | undefined>;
  /** @throws NoSuchBlockError */
  fetchHeader(blockNumber: number): Promise<BlockHeader>;
  /** In the order of the chain. */
  fetchLogs(query: LogQuery): Promise<ChainLog[]>;
}

const HEAD_ATTEMPTS = 5;
const PAUSE_MS = 200;

/** @throws EndpointSettingError; the endpoints are asked for nothing yet */
export function createChainReader(options: ChainReaderOptions): ChainReader {
  const pool = createEndpointPool(options);
  const chain = new VerifiedChain(pool, options.checkpoint);
  const fetchHeader = (blockNumber: number): Promise<BlockHeader> =>
    options.verifyReceipts
      ? chain.fetchHeader(blockNumber)
      : pool.ask(async (endpoint) => {
          const header = await endpoint.fetch('eth_getBlockByNumber', [toQuantity(blockNumber), false], (reply) =>
            reply === null ? null : parseHeader(reply),
          );
          if (header) return header;
          const headNumber = await fetchTaggedNumber(pool, 'latest');
          throw new NoSuchBlockError({ blockNumber, headNumber: headNumber ?? 0 });
        });
  return {
    chainId: options.chainId,
    fetchHeader,
    async fetchHead() {
      for (let attempt = 1; ; attempt++) {
        try {
          return await fetchHeader((await fetchTaggedNumber(pool, 'latest')) ?? 0);
        } catch (error) {
          // The chain became shorter in between.
          if (!(error instanceof NoSuchBlockError) || attempt === HEAD_ATTEMPTS) throw error;
          await sleep(PAUSE_MS);
        }
      }
    },
    async fetchTagged(tag) {
      const number = await fetchTaggedNumber(pool, tag);
      return number === undefined ? undefined : fetchHeader(number);
    },
    fetchLogs: (query) => (options.verifyReceipts ? chain.fetchLogs(query) : fetchClaimedLogs(pool, query)),
  };
}
