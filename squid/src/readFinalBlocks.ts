import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request.js';
import { toMappingRequest, type MappingRequest } from '@subsquid/evm-processor/lib/ds-rpc/request.js';
import type { Rpc } from '@subsquid/evm-processor/lib/ds-rpc/rpc.js';
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities.js';
import { concurrentMap } from '@subsquid/util-internal';
import type { Batch, HashAndHeight } from '@subsquid/util-internal-processor-tools';
import type { RangeRequestList, SplitRequest } from '@subsquid/util-internal-range';
import { ChainReplacedError } from './errors.js';
import type { BlockMapper } from './facts/createBlockMapper.js';
import type { HeadTracker } from './HeadTracker.js';
import { RangeSizer } from './RangeSizer.js';

/** Ranges read ahead of the one that is written. */
const READ_AHEAD = 1;

export interface ReadFinalBlocksOptions {
  rpc: Rpc;
  heads: HeadTracker;
  mapBlocks: BlockMapper;
  requests: RangeRequestList<DataRequest>;
  /** End at the finalized block instead of waiting for the next. */
  stopOnHead: boolean;
  /** The block before the first. */
  start: HashAndHeight;
}

interface Stride extends SplitRequest<MappingRequest> {
  isHead: boolean;
}

/**
 * All final blocks in their order, each with its logs, in ranges that suit how full they are.
 *
 * @throws ChainReplacedError when a block does not continue the one before it: a chain that changes below its finality
 *   while it is read must not be stored half old, half new
 */
export async function* readFinalBlocks(options: ReadFinalBlocksOptions): AsyncGenerator<Batch<Block>> {
  const { rpc, heads, mapBlocks, requests, stopOnHead } = options;
  const sizer = new RangeSizer();

  async function* plan(): AsyncGenerator<Stride> {
    for (const { range, request } of requests) {
      const end = range.to ?? Infinity;
      for (let from = range.from; from <= end;) {
        let known = await heads.get();
        while (known.finalized.number < from) {
          if (stopOnHead) return;
          known = await heads.getAfter(known);
        }
        const to = Math.min(from + sizer.blocks - 1, known.finalized.number, end);
        yield { range: { from, to }, request: toMappingRequest(request), isHead: to === known.finalized.number };
        from = to + 1;
      }
    }
  }

  async function read({ range, request, isHead }: Stride): Promise<Batch<Block>> {
    const startMs = performance.now();
    const rpcBlocks = await rpc.withPriority(range.from).getColdSplit({ range, request });
    const elapsedMs = performance.now() - startMs;
    const blocks = await mapBlocks(rpcBlocks, request);
    const logCount = blocks.reduce((sum, block) => sum + block.logs.length, 0);
    sizer.note({ blockCount: blocks.length, logCount, elapsedMs });
    return { blocks, isHead };
  }

  let { height, hash } = options.start;
  for await (const batch of concurrentMap(READ_AHEAD, plan(), read)) {
    for (const { header } of batch.blocks) {
      // Not the first block: anvil makes its genesis anew whenever it starts from a state file, block 1 stays as it was.
      if (header.height === height + 1 && height > 0 && header.parentHash !== hash) {
        throw new ChainReplacedError({ blockNumber: height, expectedHash: hash, actualHash: header.parentHash });
      }
      ({ height, hash } = header);
    }
    yield batch;
  }
}
