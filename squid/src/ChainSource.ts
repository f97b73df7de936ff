import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request.js';
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities.js';
import { Rpc } from '@subsquid/evm-processor/lib/ds-rpc/rpc.js';
import type { RpcClient } from '@subsquid/rpc-client';
import type {
  Batch,
  HashAndHeight,
  HotDatabaseState,
  HotDataSource,
  HotUpdate,
} from '@subsquid/util-internal-processor-tools';
import type { RangeRequestList } from '@subsquid/util-internal-range';
import type { ChainClient } from './ChainClient.js';
import type { BlockMapper } from './facts/createBlockMapper.js';
import { followHead } from './followHead.js';
import type { HeadTracker } from './HeadTracker.js';
import { readFinalBlocks } from './readFinalBlocks.js';

/**
 * The processor's reader of a chain over RPC. As the stock one in what it asks the node for; other than it in three ways:
 * what is final is what the chain's rule says, a reorg of any kind is noticed by its hash, and every block is checked to
 * continue the one before.
 */
export class ChainSource implements HotDataSource<Block, DataRequest> {
  readonly #rpc: Rpc;
  readonly #client: ChainClient;
  readonly #heads: HeadTracker;
  readonly #mapBlocks: BlockMapper;
  readonly #getStart: () => HashAndHeight;

  /** `getStart` gives the last final block that is indexed. */
  constructor(options: {
    rpc: RpcClient;
    client: ChainClient;
    heads: HeadTracker;
    mapBlocks: BlockMapper;
    getStart: () => HashAndHeight;
  }) {
    this.#rpc = new Rpc(options.rpc);
    this.#client = options.client;
    this.#heads = options.heads;
    this.#mapBlocks = options.mapBlocks;
    this.#getStart = options.getStart;
  }

  async getFinalizedHeight(): Promise<number> {
    return (await this.#heads.get()).finalized.number;
  }

  getBlockHash(height: number): Promise<string | undefined> {
    return this.#rpc.getBlockHash(height);
  }

  getFinalizedBlocks(requests: RangeRequestList<DataRequest>, stopOnHead = false): AsyncIterable<Batch<Block>> {
    const sources = { rpc: this.#rpc, heads: this.#heads, mapBlocks: this.#mapBlocks };
    return readFinalBlocks({ ...sources, requests, stopOnHead, start: this.#getStart() });
  }

  processHotBlocks(
    requests: RangeRequestList<DataRequest>,
    state: HotDatabaseState,
    onUpdate: (update: HotUpdate<Block>) => Promise<void>,
  ): Promise<void> {
    const sources = { rpc: this.#rpc, client: this.#client, heads: this.#heads, mapBlocks: this.#mapBlocks };
    return followHead({ ...sources, requests, state, onUpdate });
  }
}
