import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

export type Log = (line: string) => void;

/** The few questions squid asks the node itself, beside those of the processor. A node that is down is waited for. */
export class ChainClient {
  readonly rpcUrl: string;
  readonly #log: Log;

  constructor(rpcUrl: string, log: Log) {
    this.rpcUrl = rpcUrl;
    this.#log = log;
  }

  async fetchChainId(): Promise<number> {
    return Number(await this.#request('eth_chainId', []));
  }

  async fetchHeight(): Promise<number> {
    return Number(await this.#request('eth_blockNumber', []));
  }

  /** Undefined when the node has no such block. */
  async fetchBlockHash(blockNumber: number): Promise<string | undefined> {
    const block = (await this.#request('eth_getBlockByNumber', [`0x${blockNumber.toString(16)}`, false])) as {
      hash: string;
    } | null;
    return block?.hash;
  }

  async #request(method: string, params: unknown[]): Promise<unknown> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const response = await fetch(this.rpcUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) throw new Error(`HTTP status ${response.status}`);
        const reply = (await response.json()) as { result?: unknown; error?: { message: string } };
        if (reply.error) throw new Error(reply.error.message);
        return reply.result;
      } catch (error) {
        const { message, cause } = error as Error;
        const reason = cause instanceof Error ? `${message}: ${cause.message || cause.name}` : message;
        this.#log(`${this.rpcUrl} does not answer ${method} (${reason}); trying again in ${pauseMs} ms`);
        await sleep(pauseMs);
      }
    }
  }
}
