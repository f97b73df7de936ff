import { type BlockRow, type ChangedVerdict, type InferenceRow, loadLiveHead } from '@tributary/db';
import { Arg, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { decodeNodeId } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import type { NamedRow } from '../types/Node.js';
import { blockFeed } from './blockFeed.js';
import { createEntityFeed } from './createEntityFeed.js';
import { createInferenceFeed } from './createInferenceFeed.js';
import { BadNodeIdError } from '../errors.js';
import type { Change } from './Feed.js';
import { BlockChange, EntityChange, InferenceChange, VerdictChange } from './LiveChanges.js';
import {
  decodeLiveCursor,
  encodeHead,
  getChainPosition,
  getVerdictPosition,
  type LivePlace,
  type LiveTopic,
} from './liveCursor.js';
import type { LiveHub } from './LiveHub.js';
import { startFeed } from './startFeed.js';
import { verdictFeed } from './verdictFeed.js';

interface Resume {
  after?: string | null;
}
interface Asked<Args> {
  args: Args;
  context: RequestContext;
}

const AFTER = 'Tells first what happened since this cursor; without it, what happens from now on.';

/** What happens, told as it happens, over a WebSocket; every event names the place to resume from. */
@Resolver()
export class LiveResolver {
  @Query(() => String, {
    description:
      'A cursor of every subscription: now. Ask for it before a list is loaded, and subscribe after it: nothing in between is missed.',
  })
  async liveCursor(@Ctx() { live }: RequestContext): Promise<string> {
    return encodeHead(await live.readNow(loadLiveHead));
  }

  @Subscription(() => BlockChange, {
    description: 'Blocks that hold an event of the ledger, in the order of the chain.',
    subscribe: async ({ args, context: { live } }: Asked<Resume>) =>
      startFeed(live, blockFeed, getChainPosition(await getPlace(live, 'newBlocks', args.after))),
  })
  newBlocks(
    @Root() change: Change<BlockRow>,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): Change<BlockRow> {
    return change;
  }

  @Subscription(() => InferenceChange, {
    description: 'Inferences as they settle, in the order of the chain.',
    subscribe: async ({
      args,
      context: { live },
    }: Asked<Resume & { modelId?: string | null; payer?: string | null }>) =>
      startFeed(
        live,
        createInferenceFeed({ modelId: args.modelId ?? null, payerId: args.payer?.toLowerCase() ?? null }),
        getChainPosition(await getPlace(live, 'inferences', args.after)),
      ),
  })
  inferences(
    @Root() change: Change<InferenceRow>,
    @Arg('modelId', () => String, { nullable: true, description: 'Only of this model; decimal.' })
    _modelId?: string | null,
    @Arg('payer', () => String, { nullable: true, description: 'Only paid by this address; 0x hex, any case.' })
    _payer?: string | null,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): Change<InferenceRow> {
    return change;
  }

  @Subscription(() => VerdictChange, {
    description:
      'Verdicts about the chain as it is, whenever the engine decides, or decides again. `blockNumber` is the newest block that a verdict rests on: of the settlement or of a payout. One may be told twice; apply them by id.',
    subscribe: async ({ args, context: { live } }: Asked<Resume>) =>
      startFeed(live, verdictFeed, getVerdictPosition(await getPlace(live, 'verdictChanges', args.after))),
  })
  verdictChanges(
    @Root() change: Change<ChangedVerdict>,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): Change<ChangedVerdict> {
    return change;
  }

  @Subscription(() => EntityChange, {
    description:
      'One entity: first as it is, then whenever its own content becomes another one; of an inference also its verdict.',
    subscribe: ({ args, context: { live } }: Asked<Resume & { id: string }>) => {
      const node = decodeNodeId(args.id);
      if (node === null) throw new BadNodeIdError({ argument: 'id' });
      const fingerprint = args.after == null ? null : decodeLiveCursor('entity', args.after).fingerprint;
      return startFeed(live, createEntityFeed(node.kind, node.key), {
        fingerprint: fingerprint === 'gone' ? null : fingerprint,
      });
    },
  })
  entity(
    @Root() change: Change<NamedRow>,
    @Arg('id', () => ID, { description: 'Global id of any Node.' }) _id: string,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Tells nothing while the entity is as it was at this cursor.',
    })
    _after?: string | null,
  ): Change<NamedRow> {
    return change;
  }
}

async function getPlace(live: LiveHub, topic: LiveTopic, after: string | null | undefined): Promise<LivePlace> {
  if (after != null) return decodeLiveCursor(topic, after);
  const { marks, seen } = await live.readNow(loadLiveHead);
  return { marks, seen, logIndex: null, page: null, earlier: [], fingerprint: null };
}
