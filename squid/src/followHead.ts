import { setTimeout as sleep } from 'node:timers/promises';
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request.js';
import type { Rpc } from '@subsquid/evm-processor/lib/ds-rpc/rpc.js';
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities.js';
import { isDataConsistencyError } from '@subsquid/util-internal-ingest-tools';
import type { HashAndHeight, HotDatabaseState, HotUpdate } from '@subsquid/util-internal-processor-tools';
import { rangeEnd, type RangeRequestList } from '@subsquid/util-internal-range';
import type { ChainClient } from './ChainClient.js';
import type { ChainHeads } from './ChainHeads.js';
import { createNavigator } from './createNavigator.js';
import { ChainBehindError, ChainReplacedError } from './errors.js';
import type { BlockMapper } from './facts/createBlockMapper.js';
import type { HeadTracker } from './HeadTracker.js';

/** How long a head below the indexed one may be a node that is late, before it counts as a chain that became shorter. */
const SHRINK_PATIENCE_MS = 1_000;
const RECHECK_MS = 200;
/** Between reads of a chain that changed while it was read. */
const INCONSISTENT_PAUSE_MS = 100;

export interface FollowHeadOptions {
  rpc: Rpc;
  client: ChainClient;
  heads: HeadTracker;
  mapBlocks: BlockMapper;
  requests: RangeRequestList<DataRequest>;
  /** What is indexed: the last final block, and the hot ones above it. */
  state: HotDatabaseState;
  onUpdate: (update: HotUpdate<Block>) => Promise<void>;
}

/**
 * Follows the chain's head and brings what is indexed to it: on longer chains, on others of the same height, and on
 * shorter ones. Ends only with the requests.
 *
 * @throws ChainReplacedError, ChainBehindError when the chain no longer holds the last final block
 */
export async function followHead(options: FollowHeadOptions): Promise<void> {
  const { rpc, client, heads, mapBlocks, requests, state, onUpdate } = options;
  const end = rangeEnd(requests.at(-1)!.range);
  // What is indexed, the last final block first. The navigator has its own copy, and does not show it.
  let chain: HashAndHeight[] = [{ height: state.height, hash: state.hash }, ...state.top];
  const open = () => {
    const [final, ...top] = chain;
    return createNavigator({ rpc, mapBlocks, requests, state: { ...final!, top }, onUpdate: apply });
  };
  const apply = async (update: HotUpdate<Block>) => {
    await onUpdate(update);
    const kept = chain.filter(({ height }) => height <= update.baseHead.height);
    const added = update.blocks.map(({ header: { height, hash } }) => ({ height, hash }));
    chain = [...kept, ...added].filter(({ height }) => height >= update.finalizedHead.height);
  };

  let navigator = open();
  let seen: ChainHeads | undefined;
  let lowSinceMs: number | undefined;
  while (chain[0]!.height < end) {
    const known: ChainHeads = await heads.getAfter(seen, lowSinceMs === undefined ? undefined : RECHECK_MS);
    seen = known;
    const { latest, finalized } = known;
    const top = chain.at(-1)!;
    if (latest.hash === top.hash) {
      lowSinceMs = undefined;
      continue;
    }
    if (latest.parentHash !== top.hash) await assertFinalStands(client, chain[0]!);

    const indexed = chain.find(({ height }) => height === latest.number);
    if (latest.number < top.height && (!indexed || indexed.hash === latest.hash)) {
      lowSinceMs ??= performance.now();
      if (performance.now() - lowSinceMs < SHRINK_PATIENCE_MS) continue;
      if ((await client.fetchBlockHash(top.height)) !== undefined) continue;
      if (latest.number <= chain[0]!.height) {
        throw new ChainBehindError({ chainHeight: latest.number, finalHeight: chain[0]!.height });
      }
      // The head itself is read again, as a block that is not indexed: that undoes what stands above it.
      chain = chain.filter(({ height }) => height < latest.number);
      navigator = open();
    }
    lowSinceMs = undefined;
    try {
      const finalHeight = Math.min(finalized.number, latest.number);
      await navigator.goto({
        best: { height: latest.number, hash: latest.hash },
        finalized: { height: finalHeight },
      });
    } catch (error) {
      if (!isDataConsistencyError(error)) throw error;
      seen = undefined;
      await sleep(INCONSISTENT_PAUSE_MS);
    }
  }
}

async function assertFinalStands(client: ChainClient, final: HashAndHeight): Promise<void> {
  if (final.height < 0) return;
  const actualHash = await client.fetchBlockHash(final.height);
  if (actualHash === undefined || actualHash === final.hash) return;
  throw new ChainReplacedError({ blockNumber: final.height, expectedHash: final.hash, actualHash });
}
