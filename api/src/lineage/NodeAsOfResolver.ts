import { isChainSource, loadRowsAsOf } from '@tributary/db';
import { Arg, Args, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { decodeNodeId, NODE_KINDS } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { NODE_SOURCES } from '../resolvers/NodeResolver.js';
import { type NamedRow, Node } from '../types/Node.js';
import { answerAsOf } from './answerAsOf.js';
import { AnsweredAt, AsOfArgs } from './AnsweredAt.js';
import { BadNodeIdError } from '../errors.js';

@ObjectType({ simpleResolvers: true, description: 'A thing as it was after a block.' })
export class NodeAsOf {
  @Field(() => AnsweredAt, { description: 'The block that the answer is about.' })
  answeredAt!: AnsweredAt;

  @Field(() => Node, {
    nullable: true,
    description:
      'The thing with its own fields as they were: a status, a review, the principal of a stake, the votes of a proposal. Its relations, lists and totals are those of now. Null when there was no such thing.',
  })
  node!: NamedRow | null;
}

@Resolver()
export class NodeAsOfResolver {
  @Query(() => NodeAsOf, { description: 'A thing as it was after a block.' })
  nodeAsOf(
    @Arg('id', () => ID, {
      description: 'Global id of a fact of the chain: of any Node but Reconciliation and ContributionShare.',
    })
    id: string,
    @Args(() => AsOfArgs) asOf: AsOfArgs,
    @Ctx() { loaders: { db } }: RequestContext,
  ): Promise<NodeAsOf> {
    const wanted = decodeNodeId(id);
    if (wanted === null || !isChainSource(NODE_SOURCES[wanted.kind])) {
      const kinds = NODE_KINDS.filter((kind) => isChainSource(NODE_SOURCES[kind]));
      throw new BadNodeIdError({ argument: 'id', kinds });
    }
    const { kind, key } = wanted;
    return answerAsOf(db, asOf, async (answeredAt) => {
      const [row] = await loadRowsAsOf(db, kind, NODE_SOURCES[kind], answeredAt.blockNumber, [key]);
      return { answeredAt, node: row == null ? null : { ...row, __typename: kind } };
    });
  }
}
