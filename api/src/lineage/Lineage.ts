import type { EvidenceRow } from '@tributary/db';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Evidence } from '../types/Evidence.js';
import { type NamedRow, Node } from '../types/Node.js';
import { AnsweredAt } from './AnsweredAt.js';
import { LineageDirection, LineageEdgeKind, LineageNodeKind } from './LineageEnums.js';

@ObjectType({
  simpleResolvers: true,
  description: 'Edges of one kind and direction that an answer leaves out.',
})
export class LineageMore {
  @Field(() => LineageEdgeKind, { description: 'Their kind.' })
  kind!: LineageEdgeKind;

  @Field(() => Int, { description: 'How many are left out; at least so many when isExact is false.' })
  count!: number;

  @Field(() => Boolean, { description: 'Whether all were counted. Counting stops at some number, at most 10,000.' })
  isExact!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Field that lists them all, e.g. Model.inferences; null where no list has just these.',
  })
  list!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a walk left out at one node.' })
export class LineageCut extends LineageMore {
  @Field(() => ID, { description: 'Global id of the node.' })
  node!: string;

  @Field(() => LineageDirection, { description: 'On which side of the node.' })
  direction!: LineageDirection;
}

@ObjectType({ simpleResolvers: true, description: 'Something that lineage connects.' })
export class LineageNode {
  @Field(() => ID, { description: 'Global id of the thing itself.' })
  id!: string;

  @Field(() => LineageNodeKind, { description: 'Its type.' })
  kind!: LineageNodeKind;

  @Field(() => Int, { description: 'Steps from the start on the shortest way; 0 is the start.' })
  depth!: number;

  @Field(() => LineageDirection, {
    nullable: true,
    description:
      'On which side of the start it lies; null for the start. What lies on both is told for the nearer one.',
  })
  direction!: LineageDirection | null;

  @Field(() => Node, {
    nullable: true,
    description:
      'The thing itself as it was after the block of the answer; its relations, lists and totals are those of now. Null when the chain dropped it meanwhile.',
  })
  node!: () => Promise<NamedRow | null>;

  @Field(() => [LineageMore], { description: 'Edges upstream of it that are not in this answer, by kind.' })
  moreUpstream!: () => Promise<LineageMore[]>;

  @Field(() => [LineageMore], { description: 'Edges downstream of it that are not in this answer, by kind.' })
  moreDownstream!: () => Promise<LineageMore[]>;
}

@ObjectType({ simpleResolvers: true, description: 'One step of lineage and what proves it.' })
export class LineageEdge {
  @Field(() => ID, { description: 'Global id of the end that lies upstream.' })
  from!: string;

  @Field(() => ID, { description: 'Global id of the end that lies downstream.' })
  to!: string;

  @Field(() => LineageEdgeKind, { description: 'from KIND to.' })
  kind!: LineageEdgeKind;

  @Field(() => Evidence, { description: 'Where on chain the step was recorded: block, transaction, signer.' })
  evidence!: EvidenceRow;

  @Field(() => String, {
    nullable: true,
    description: 'The digest or root that the step stands on, 0x hex; what it is of, the kind says. Null for payouts.',
  })
  digest!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What something was made from and what was made from it, with the evidence of each step.',
})
export class Lineage {
  @Field(() => AnsweredAt, { description: 'The block that the answer is about.' })
  answeredAt!: AnsweredAt;

  @Field(() => [LineageNode], { description: 'In the order in which they were found: the start first, then by depth.' })
  nodes!: LineageNode[];

  @Field(() => [LineageEdge], { description: 'Steps between these nodes.' })
  edges!: LineageEdge[];

  @Field(() => [LineageCut], {
    description: 'What depth, limit and width left out, for each node in the direction in which it was reached.',
  })
  cut!: () => Promise<LineageCut[]>;

  @Field(() => Boolean, { description: 'Whether limit or width left out something that lies within depth.' })
  isTruncated!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'One way from one thing to another.' })
export class LineagePath {
  @Field(() => [LineageNode], {
    description: 'From the upstream end to the downstream end; depth is the place, from 0.',
  })
  nodes!: LineageNode[];

  @Field(() => [LineageEdge], { description: 'The steps in the same order.' })
  edges!: LineageEdge[];
}

@ObjectType({ simpleResolvers: true, description: 'The shortest ways between two things.' })
export class LineagePaths {
  @Field(() => AnsweredAt, { description: 'The block that the answer is about.' })
  answeredAt!: AnsweredAt;

  @Field(() => [LineagePath], { description: 'All of one length; none when there is no way.' })
  paths!: LineagePath[];

  @Field(() => Int, { nullable: true, description: 'Steps of each path; null when there is none.' })
  length!: number | null;

  @Field(() => LineageDirection, {
    nullable: true,
    description: 'Whether `to` lies upstream or downstream of `from`; null when there is no way or they are the same.',
  })
  direction!: LineageDirection | null;

  @Field(() => Boolean, { description: 'Whether there are more paths of this length than limit.' })
  hasMore!: boolean;

  @Field(() => Boolean, {
    description: 'False: the search ended at its bounds, so there may be a shorter way, or a way at all.',
  })
  isExhaustive!: boolean;

  @Field(() => Int, { description: 'Nodes that the search saw; it ends at 20,000.' })
  seenCount!: number;
}
