import { type BlockRow, protocolEventList, type ProtocolEventRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Block } from '../types/Block.js';
import { PageArgs } from '../types/PageArgs.js';
import { ProtocolEventConnection } from '../types/ProtocolEvent.js';

/** Relations of a block. */
@Resolver(() => Block)
export class BlockResolver {
  @FieldResolver(() => ProtocolEventConnection, { description: 'Events in it, the last first.' })
  events(
    @Root() block: BlockRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ProtocolEventRow>> {
    return loadConnection(loaders, protocolEventList({ parent: 'Block' }), page, block.id);
  }
}
