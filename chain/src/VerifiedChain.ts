import { setTimeout as sleep } from 'node:timers/promises';
import { type Hex } from 'viem';
import { agreeOnHeader, fetchCheckedHeader, SETTLED_DEPTH } from './agreeOnHeader.js';
import { type BlockHeader } from './BlockHeader.js';
import { type ChainLog, type Checkpoint } from './ChainLog.js';
import { type Endpoint } from './Endpoint.js';
import { type EndpointPool } from './EndpointPool.js';
import { BlockGoneError, EndpointFailureError, LyingEndpointError } from './errors.js';
import { type BlockBody, fetchBody } from './fetchBody.js';
import { createBloomTest } from './logsBloom.js';

/** Which logs are wanted. */
export interface LogQuery {
  from: number;
  /** Inclusive. */
  to: number;
  /** Lower case; undefined for all. */
  addresses?: readonly Hex[] | undefined;
  /** Blocks of the range that were read before: they must be on the same chain as the logs. Checked by verification only. */
  expected?: readonly Checkpoint[] | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Headers that are asked for at once. */
const STRETCH_BLOCKS = 256;
/** Blocks whose receipts are asked for at once. */
const BODIES_AT_ONCE = 4;
/** A range that changes this often under the reader is given up. */
const ATTEMPTS = 5;
const PAUSE_MS = 200;

/**
 * A chain read so that an endpoint cannot cheat: headers are hashed again and linked by parent hash up to one that the
 * endpoints agree on (or the checkpoint), and logs are taken from receipts that hash to the header's root.
 */
export class VerifiedChain {
  readonly pool: EndpointPool;
  readonly #checkpoint: Checkpoint | undefined;
  /** The checkpoint, or a later block that was linked to it: what the next range has to reach. */
  #anchor: Checkpoint | undefined;

  constructor(pool: EndpointPool, checkpoint?: Checkpoint) {
    this.pool = pool;
    this.#checkpoint = checkpoint;
    this.#anchor = checkpoint;
  }

  /** @throws NoSuchBlockError, EndpointsDisagreeError, NoEndpointLeftError */
  async fetchHeader(blockNumber: number): Promise<BlockHeader> {
    return agreeOnHeader(this.pool, blockNumber);
  }

  /** Linked headers in ascending order, as far as memory goes. @throws BlockGoneError when a reorg came in between */
  async fetchHeaders(from: number, to: number): Promise<BlockHeader[]> {
    const headers: BlockHeader[] = [];
    for await (const some of this.#walkDown(from, to)) {
      for (const header of some) if (header.number >= from && header.number <= to) headers.push(header);
    }
    return headers.reverse();
  }

  async fetchBody(header: BlockHeader): Promise<BlockBody> {
    return fetchBody(this.pool, header);
  }

  /** In the order of the chain. @throws BlockGoneError when the range kept changing */
  async fetchLogs(query: LogQuery): Promise<ChainLog[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#fetchLogsOnce(query);
      } catch (error) {
        if (!(error instanceof BlockGoneError) || attempt === ATTEMPTS) throw error;
        await sleep(PAUSE_MS * attempt);
      }
    }
  }

  async #fetchLogsOnce({ from, to, addresses, expected = [], onProgress }: LogQuery): Promise<ChainLog[]> {
    const expectedHashes = new Map(expected.map(({ number, hash }) => [number, hash]));
    const mayHold = addresses ? createBloomTest(addresses) : isNotEmptyBloom;
    const wanted: BlockHeader[] = [];
    for await (const headers of this.#walkDown(from, to)) {
      for (const header of headers) {
        const blockHash = expectedHashes.get(header.number) ?? header.hash;
        if (blockHash !== header.hash) throw new BlockGoneError({ blockNumber: header.number, blockHash });
        if (header.number >= from && header.number <= to && mayHold(header.logsBloom)) wanted.push(header);
      }
      onProgress?.(to - Math.max(from, headers.at(-1)!.number) + 1, to - from + 1);
    }
    wanted.reverse();
    const isWanted = addresses && new Set(addresses);
    const logs: ChainLog[][] = [];
    for (let i = 0; i < wanted.length; i += BODIES_AT_ONCE) {
      const some = wanted.slice(i, i + BODIES_AT_ONCE);
      const read = await Promise.allSettled(some.map(async (header) => logsOf(header, await this.fetchBody(header))));
      for (const one of read) {
        if (one.status === 'rejected') throw one.reason;
        logs.push(one.value);
      }
    }
    return logs.flat().filter(({ address }) => !isWanted || isWanted.has(address));
  }

  /** Stretches of verified headers from the top down, past both ends as far as the anchor. */
  async *#walkDown(from: number, to: number): AsyncGenerator<BlockHeader[]> {
    const anchor = this.#anchor;
    const top = Math.max(to, anchor?.number ?? to);
    const bottom = Math.min(from, anchor?.number ?? from);
    let expected = anchor?.number === top ? anchor.hash : (await this.fetchHeader(top)).hash;
    let nextAnchor = anchor;
    for (let high = top; high >= bottom; high -= STRETCH_BLOCKS) {
      const low = Math.max(bottom, high - STRETCH_BLOCKS + 1);
      const headers = await this.#fetchStretch(low, high, expected);
      const settled = headers.find((header) => header.number === top - SETTLED_DEPTH);
      if (anchor && settled && settled.number > anchor.number) nextAnchor = settled;
      yield headers;
      expected = headers.at(-1)!.parentHash;
    }
    if (nextAnchor) this.#anchor = { number: nextAnchor.number, hash: nextAnchor.hash };
  }

  /** Headers `high` … `low`, each the parent of the one before, the first with this hash. */
  async #fetchStretch(low: number, high: number, expected: Hex): Promise<BlockHeader[]> {
    const checkpoint = this.#checkpoint;
    const anchor = this.#anchor;
    return this.pool.ask(
      async (endpoint) => {
        for (let attempt = 1; ; attempt++) {
          const headers = await fetchDown(endpoint, low, high);
          const found = headers.find((header) => header.number === checkpoint?.number);
          if (found && found.hash !== checkpoint?.hash) {
            const what = `it has ${found.hash}, the checkpoint is ${checkpoint?.hash}`;
            throw new LyingEndpointError({ endpoint: endpoint.name, blockNumber: found.number, what });
          }
          if (headers.some((header) => header.number === anchor?.number && header.hash !== anchor.hash)) {
            this.#anchor = checkpoint;
            throw new BlockGoneError({ blockNumber: anchor!.number, blockHash: anchor!.hash });
          }
          if (headers[0]!.hash !== expected) throw new BlockGoneError({ blockNumber: high, blockHash: expected });
          const broken = headers.find((header, i) => i > 0 && headers[i - 1]!.parentHash !== header.hash);
          if (!broken) return headers;
          // A reorg between two replies looks the same, once.
          if (attempt === ATTEMPTS) {
            const what = 'the next block does not name it as its parent';
            throw new LyingEndpointError({ endpoint: endpoint.name, blockNumber: broken.number, what });
          }
          await sleep(PAUSE_MS);
        }
      },
      { height: high },
    );
  }
}

async function fetchDown(endpoint: Endpoint, low: number, high: number): Promise<BlockHeader[]> {
  return Promise.all(
    Array.from({ length: high - low + 1 }, async (_, i) => {
      const header = await fetchCheckedHeader(endpoint, high - i);
      if (header) return header;
      const [name, reason] = [endpoint.name, `it has no block ${high - i}`];
      throw new EndpointFailureError({ endpoint: name, method: 'eth_getBlockByNumber', reason });
    }),
  );
}

const isNotEmptyBloom = (logsBloom: Hex): boolean => /[1-9a-f]/.test(logsBloom.slice(2));

/** Every log of a verified block, with its place. */
export function logsOf(header: BlockHeader, { transactions, receipts }: BlockBody): ChainLog[] {
  const all = receipts.flatMap(({ logs }, transactionIndex) =>
    logs.map((log) => ({ ...log, transactionIndex, transactionHash: transactions[transactionIndex]!.hash })),
  );
  return all.map((log, logIndex) => ({ ...log, logIndex, blockNumber: header.number, blockHash: header.hash }));
}
