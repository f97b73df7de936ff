import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockId, ChainHeads } from './ChainHeads.js';
import type { FinalityRule } from './FinalityRule.js';

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

export type Log = (line: string) => void;

interface RpcCall {
  method: string;
  params: unknown[];
}
interface RpcReply {
  id: number;
  result?: unknown;
  error?: { message: string };
}
interface RpcBlock {
  number: string;
  hash: string;
  parentHash: string;
}

const toQuantity = (blockNumber: number): string => `0x${blockNumber.toString(16)}`;
const byNumber = (block: string): RpcCall => ({ method: 'eth_getBlockByNumber', params: [block, false] });

/** The few questions squid asks the node itself, beside those of the processor. A node that is down is waited for. */
export class ChainClient {
  readonly rpcUrl: string;
  readonly #log: Log;

  constructor(rpcUrl: string, log: Log) {
    this.rpcUrl = rpcUrl;
    this.#log = log;
  }

  fetchChainId(): Promise<number> {
    return this.#fetchQuantity('eth_chainId');
  }

  fetchHeight(): Promise<number> {
    return this.#fetchQuantity('eth_blockNumber');
  }

  /** Asks until the answer is a number: what a node says for a moment while it fails is no reason to end. */
  async #fetchQuantity(method: string): Promise<number> {
    for (;;) {
      const answer = await this.#request({ method, params: [] });
      if (typeof answer === 'string' && /^0x[0-9a-f]{1,13}$/i.test(answer)) return Number(answer);
      this.#log(`${this.rpcUrl} answers ${method} with no number; asking again`);
      await sleep(FIRST_PAUSE_MS);
    }
  }

  /** Undefined when the node has no such block. */
  async fetchBlockHash(blockNumber: number): Promise<string | undefined> {
    const block = (await this.#request(byNumber(toQuantity(blockNumber)))) as RpcBlock | null;
    return block?.hash;
  }

  /** Whether the node is one of those whose chain may end anywhere at any time because somebody develops against it. */
  async fetchIsDevelopmentNode(): Promise<boolean> {
    const [reply] = await this.#requestAll([{ method: 'web3_clientVersion', params: [] }]);
    return typeof reply?.result === 'string' && /^(anvil|hardhat)/i.test(reply.result);
  }

  /** Where the chain stands. A tag that the node lacks, or puts above its own head, is replaced by confirmations. */
  async fetchHeads(rule: FinalityRule): Promise<ChainHeads> {
    for (;;) {
      const tags = rule.tags ? ['latest', 'safe', 'finalized'] : ['latest'];
      const replies = await this.#requestAll(tags.map(byNumber));
      const [latest, safe, finalized] = replies.map((reply) => toBlock(reply?.result));
      if (!latest) {
        this.#log(`${this.rpcUrl} does not say which block is its latest; asking again`);
        await sleep(FIRST_PAUSE_MS);
        continue;
      }
      if (safe && finalized && finalized.number <= safe.number && safe.number <= latest.number) {
        return { latest, safe, finalized };
      }
      const confirmed = await this.#fetchConfirmed(latest, rule.confirmations);
      if (confirmed) return { latest, safe: confirmed, finalized: confirmed };
    }
  }

  async #fetchConfirmed(latest: BlockId, confirmations: number): Promise<BlockId | undefined> {
    if (confirmations === 0) return latest;
    const number = Math.max(0, latest.number - confirmations);
    const hash = await this.fetchBlockHash(number);
    return hash === undefined ? undefined : { number, hash };
  }

  async #request(call: RpcCall): Promise<unknown> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const [reply] = await this.#requestAll([call]);
      if (reply && !reply.error) return reply.result;
      this.#log(`${this.rpcUrl} refuses ${call.method} (${reply?.error?.message}); trying again in ${pauseMs} ms`);
      await sleep(pauseMs);
    }
  }

  /** One HTTP request for all calls. The replies are in their order; each may hold an error. */
  async #requestAll(calls: RpcCall[]): Promise<(RpcReply | undefined)[]> {
    const requests = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }));
    const method = calls.at(-1)!.method;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const response = await fetch(this.rpcUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(requests.length === 1 ? requests[0] : requests),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) throw new Error(`HTTP status ${response.status}`);
        const body = (await response.json()) as RpcReply | RpcReply[];
        const replies = Array.isArray(body) ? body : [body];
        return requests.map(({ id }) => replies.find((reply) => reply.id === id));
      } catch (error) {
        const { message, cause } = error as Error;
        const reason = cause instanceof Error ? `${message}: ${cause.message || cause.name}` : message;
        this.#log(`${this.rpcUrl} does not answer ${method} (${reason}); trying again in ${pauseMs} ms`);
        await sleep(pauseMs);
      }
    }
  }
}

function toBlock(result: unknown): ChainHeads['latest'] | undefined {
  const block = result as RpcBlock | null | undefined;
  if (typeof block?.hash !== 'string') return undefined;
  return { number: Number(block.number), hash: block.hash, parentHash: block.parentHash };
}
