import type { ProtocolEventRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NODE_KINDS } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { type NamedRow, Node } from '../types/Node.js';
import { ProtocolEvent } from '../types/ProtocolEvent.js';
import { NODE_SOURCES } from './NodeResolver.js';

/** Relations of an event. */
@Resolver(() => ProtocolEvent)
export class ProtocolEventResolver {
  @FieldResolver(() => [Node], {
    description: 'What it recorded in the ledger; nothing when it ended something that another event began.',
  })
  async facts(@Root() event: ProtocolEventRow, @Ctx() { loaders }: RequestContext): Promise<NamedRow[]> {
    const facts = await loaders.factsAt.load(event);
    const rows = await Promise.all(
      facts.map(async ({ kind, id }) => {
        const __typename = NODE_KINDS.find((name) => name === kind);
        const row = __typename === undefined ? null : await loaders.row(NODE_SOURCES[__typename], id);
        return row === null ? [] : [{ ...row, __typename: kind }];
      }),
    );
    return rows.flat();
  }
}
