import {
  LINEAGE_NODE_KINDS,
  type LineageDirection as Side,
  type LineageNodeRow,
  lineageKeyOf,
  type LineageVertex,
  loadLineage,
  loadPaths,
  loadRowsAsOf,
  type PathSearch,
} from '@tributary/db';
import { Arg, Args, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { decodeNodeId } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { NODE_SOURCES } from '../resolvers/NodeResolver.js';
import { answerAsOf } from './answerAsOf.js';
import { AsOfArgs } from './AnsweredAt.js';
import { BadNodeIdError } from '../errors.js';
import { BadRangeError } from './errors.js';
import { Lineage, type LineagePath, LineagePaths } from './Lineage.js';
import { LineageDirection } from './LineageEnums.js';
import { LineageParts } from './LineageParts.js';

const MAX_DEPTH = 10;
const MAX_NODES = 2_000;
const MAX_WIDTH = 200;
const MAX_LENGTH = 20;
const MAX_PATHS = 50;
/** A search stays within bounds however many answers a model gave. */
const PATH_BUDGET = { nodes: 20_000, width: 1_000 };
const SIDES: Readonly<Record<LineageDirection, readonly Side[]>> = {
  UPSTREAM: ['UPSTREAM'],
  DOWNSTREAM: ['DOWNSTREAM'],
  BOTH: ['UPSTREAM', 'DOWNSTREAM'],
};

@Resolver()
export class LineageResolver {
  @Query(() => Lineage, {
    nullable: true,
    description:
      'What something was made from and what was made from it, nearest first, newest first. Null when there was no such thing at the block.',
  })
  lineage(
    @Arg('id', () => ID, { description: `Global id of one of: ${LINEAGE_NODE_KINDS.join(', ')}.` }) id: string,
    @Arg('direction', () => LineageDirection, { defaultValue: LineageDirection.BOTH, description: 'Which way.' })
    direction: LineageDirection,
    @Arg('depth', () => Int, { defaultValue: 1, description: 'Steps from it, 1 to 10.' }) depth: number,
    @Arg('limit', () => Int, { defaultValue: 200, description: 'Nodes at most, 1 to 2,000; the nearest are kept.' })
    limit: number,
    @Arg('width', () => Int, {
      defaultValue: 20,
      description:
        'Edges of one kind at most on one side of a node, 1 to 200, fewer in a step of more than 50 nodes: 10,000 edges of a kind a step; the newest are kept.',
    })
    width: number,
    @Args(() => AsOfArgs) asOf: AsOfArgs,
    @Ctx() { loaders: { db } }: RequestContext,
  ): Promise<Lineage | null> {
    const start = decodeVertex('id', id);
    assertRange('depth', depth, MAX_DEPTH);
    assertRange('limit', limit, MAX_NODES);
    assertRange('width', width, MAX_WIDTH);
    return answerAsOf(db, asOf, async (answeredAt) => {
      const { blockNumber } = answeredAt;
      const directions = SIDES[direction];
      const [isKnown, graph] = await Promise.all([
        isThere(db, start, blockNumber),
        loadLineage(db, { start, directions, depth, limit, width, blockNumber }),
      ]);
      if (!isKnown) return null;
      const parts = new LineageParts(db, blockNumber, graph);
      return {
        answeredAt,
        nodes: graph.nodes.map((node) => parts.buildNode(node)),
        edges: graph.edges.map((edge) => parts.buildEdge(edge)),
        cut: () => parts.loadCut(directions),
        isTruncated: graph.isTruncated,
      };
    });
  }

  @Query(() => LineagePaths, {
    nullable: true,
    description:
      'The shortest ways between two things, along lineage in one direction; never through an account or a datanet. Null when one of them did not exist at the block.',
  })
  paths(
    @Arg('from', () => ID, { description: `Global id of one of: ${LINEAGE_NODE_KINDS.join(', ')}.` }) fromId: string,
    @Arg('to', () => ID, { description: 'Global id of another, upstream or downstream of it.' }) toId: string,
    @Arg('maxLength', () => Int, { defaultValue: 10, description: 'Steps at most, 1 to 20.' }) maxLength: number,
    @Arg('limit', () => Int, { defaultValue: 10, description: 'Paths at most, 1 to 50.' }) limit: number,
    @Args(() => AsOfArgs) asOf: AsOfArgs,
    @Ctx() { loaders: { db } }: RequestContext,
  ): Promise<LineagePaths | null> {
    const from = decodeVertex('from', fromId);
    const to = decodeVertex('to', toId);
    assertRange('maxLength', maxLength, MAX_LENGTH);
    assertRange('limit', limit, MAX_PATHS);
    return answerAsOf(db, asOf, async (answeredAt) => {
      const { blockNumber } = answeredAt;
      const [isFromKnown, isToKnown, search] = await Promise.all([
        isThere(db, from, blockNumber),
        isThere(db, to, blockNumber),
        loadPaths(db, { from, to, maxLength, limit, blockNumber, budget: PATH_BUDGET }),
      ]);
      if (!isFromKnown || !isToKnown) return null;
      return {
        answeredAt,
        paths: buildPaths(db, blockNumber, from, search),
        length: search.paths[0]?.edges.length ?? null,
        direction: search.direction && LineageDirection[search.direction],
        hasMore: search.hasMore,
        isExhaustive: search.isExhaustive,
        seenCount: search.seenCount,
      };
    });
  }
}

function buildPaths(
  db: RequestContext['loaders']['db'],
  blockNumber: number,
  from: LineageVertex,
  search: PathSearch,
): LineagePath[] {
  const orders = search.paths.map(({ edges }) => {
    const vertices =
      edges.length === 0 ? [from] : [...edges.slice(0, 1).map((edge) => edge.from), ...edges.map((edge) => edge.to)];
    return vertices.map((vertex, depth): LineageNodeRow => ({ ...vertex, depth, direction: null }));
  });
  const nodes = new Map(orders.flat().map((node) => [lineageKeyOf(node), node]));
  const edges = new Map(
    search.paths.flatMap((path) => path.edges).map((edge) => [JSON.stringify([edge.name, edge.from, edge.to]), edge]),
  );
  const parts = new LineageParts(db, blockNumber, { nodes: [...nodes.values()], edges: [...edges.values()] });
  return search.paths.map((path, index) => ({
    nodes: (orders[index] ?? []).map((node) => parts.buildNode(node)),
    edges: path.edges.map((edge) => parts.buildEdge(edge)),
  }));
}

/** Throws BadNodeIdError for text that is no id, and for types that lineage does not connect. */
function decodeVertex(argument: string, id: string): LineageVertex {
  const node = decodeNodeId(id);
  const kind = LINEAGE_NODE_KINDS.find((candidate) => candidate === node?.kind);
  if (node === null || kind === undefined) throw new BadNodeIdError({ argument, kinds: LINEAGE_NODE_KINDS });
  return { kind, id: node.key };
}

async function isThere(
  db: RequestContext['loaders']['db'],
  { kind, id }: LineageVertex,
  blockNumber: number,
): Promise<boolean> {
  const [row] = await loadRowsAsOf(db, kind, NODE_SOURCES[kind], blockNumber, [id]);
  return row != null;
}

function assertRange(argument: string, actual: number, maximum: number): void {
  if (actual < 1 || actual > maximum) throw new BadRangeError({ argument, actual, minimum: 1, maximum });
}
