import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request.js';
import { toMappingRequest } from '@subsquid/evm-processor/lib/ds-rpc/request.js';
import type { Rpc } from '@subsquid/evm-processor/lib/ds-rpc/rpc.js';
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities.js';
import { BlockConsistencyError, HotProcessor } from '@subsquid/util-internal-ingest-tools';
import type { HotDatabaseState, HotUpdate } from '@subsquid/util-internal-processor-tools';
import {
  getRequestAt,
  mapRangeRequestList,
  splitRange,
  splitRangeByRequest,
  type RangeRequestList,
} from '@subsquid/util-internal-range';
import type { BlockMapper } from './facts/createBlockMapper.js';

const RANGE_BLOCKS = 25;
const NO_REQUEST = toMappingRequest();

export interface NavigatorOptions {
  rpc: Rpc;
  mapBlocks: BlockMapper;
  requests: RangeRequestList<DataRequest>;
  state: HotDatabaseState;
  onUpdate: (update: HotUpdate<Block>) => Promise<void>;
}

/** Moves from the indexed blocks to any head: walks back by parent hash to what both share, then forward. */
export function createNavigator({ rpc, mapBlocks, requests, state, onUpdate }: NavigatorOptions): HotProcessor<Block> {
  const mappings = mapRangeRequestList(requests, toMappingRequest);
  const navigator: HotProcessor<Block> = new HotProcessor<Block>(state, {
    process: onUpdate,
    getHeader: (block) => block.header,
    async getBlock(ref) {
      const request = getRequestAt(mappings, ref.height) ?? NO_REQUEST;
      const block = await rpc.getColdBlock(ref.hash, request, navigator.getFinalizedHeight());
      return (await mapBlocks([block], request))[0]!;
    },
    async *getBlockRange(from, { height: to }) {
      if (to === undefined) return;
      const wanted = { from: Math.min(from, to), to };
      for (const { range: part, request = NO_REQUEST } of splitRangeByRequest(mappings, wanted)) {
        for (const range of splitRange(RANGE_BLOCKS, part)) {
          const finalizedHeight = navigator.getFinalizedHeight();
          const blocks = await rpc.getHotSplit({ range, request, finalizedHeight });
          yield await mapBlocks(blocks, request);
          const lastHeight = blocks.at(-1)?.height ?? range.from - 1;
          if (lastHeight < range.to) throw new BlockConsistencyError({ height: lastHeight + 1 });
        }
      }
    },
  });
  return navigator;
}
