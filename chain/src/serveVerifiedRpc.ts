import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hex } from 'viem';
import { createEndpointPool, type EndpointSettings } from './createEndpointPool.js';
import { VerifiedChain } from './VerifiedChain.js';
import { RpcRefusal, VerifiedRpc } from './VerifiedRpc.js';

export interface VerifiedRpcOptions extends EndpointSettings {
  /** On loopback; 0 takes any free one. */
  port: number;
  /**
   * The contracts that the client follows, in lower case. Recovering who sent a transaction is the dearest part of the
   * work; where these are given it is done in blocks that may hold their logs only, and `from` is left out elsewhere.
   */
  addresses?: readonly Hex[] | undefined;
  /** Passed on to an endpoint, whose word it is: what no header proves, such as `eth_call`. None unless told. */
  unverifiedMethods?: readonly string[] | undefined;
}

export interface ServedRpc {
  readonly url: string;
  close(): Promise<void>;
}

const MOST_REQUEST_BYTES = 4 << 20;
/** Of a batch, at the same time. */
const AT_ONCE = 16;

/**
 * An RPC endpoint on loopback that answers from verified data only, so that a stock client (an indexer's processor) need
 * not know. Understands batches and: eth_chainId, eth_blockNumber, eth_getBlockByNumber and ByHash, eth_getLogs,
 * eth_getBlockReceipts, eth_getTransactionReceipt, net_version, web3_clientVersion, and what was named as unverified.
 */
export async function serveVerifiedRpc(options: VerifiedRpcOptions): Promise<ServedRpc> {
  const chain = new VerifiedChain(createEndpointPool(options), options.checkpoint);
  const rpc = new VerifiedRpc(chain, options.chainId, options);
  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => answerBody(rpc, body, options.log))
      .catch(() => fail(null, -32700, 'the request is no JSON, or too long'))
      .then((answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > MOST_REQUEST_BYTES) throw new RangeError('too long');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

async function answerBody(rpc: VerifiedRpc, body: unknown, log: (line: string) => void): Promise<unknown> {
  if (!Array.isArray(body)) return answerOne(rpc, body, log);
  const answers: unknown[] = [];
  for (let i = 0; i < body.length; i += AT_ONCE) {
    const some = body.slice(i, i + AT_ONCE).map((request) => answerOne(rpc, request, log));
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}

async function answerOne(rpc: VerifiedRpc, request: unknown, log: (line: string) => void): Promise<unknown> {
  const { id = null, method, params } = (request ?? {}) as { id?: unknown; method?: unknown; params?: unknown };
  if (typeof method !== 'string') return fail(id, -32600, 'there is no method');
  try {
    return { jsonrpc: '2.0', id, result: await rpc.answer(method, Array.isArray(params) ? params : []) };
  } catch (error) {
    if (error instanceof RpcRefusal) return fail(id, error.code, error.message);
    const reason = error instanceof Error ? error.message : String(error);
    log(`${method} cannot be answered: ${reason}`);
    return fail(id, -32000, reason);
  }
}

function fail(id: unknown, code: number, message: string): unknown {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
