import { LINEAGE_EDGE_KINDS, type LineageDirection, type LineageVertex } from '@tributary/db';
import type { TestEdge } from './buildLedger.js';

export const keyOf = ({ kind, id }: LineageVertex): string => `${kind}:${id}`;
export const edgeOf = (edge: Pick<TestEdge, 'name' | 'from' | 'to'>): string =>
  `${keyOf(edge.from)} ${edge.name} ${keyOf(edge.to)}`;
const isEnd = (vertex: LineageVertex) => ['Account', 'Datanet'].includes(vertex.kind);

export interface TestWalk {
  nodes: string[];
  edges: string[];
  isTruncated: boolean;
}

/** Edges that leave a vertex in a direction, kind by kind, newest first. */
export function leave(edges: readonly TestEdge[], vertex: LineageVertex, direction: LineageDirection): TestEdge[][] {
  const side = direction === 'DOWNSTREAM' ? 'from' : 'to';
  const mine = edges.filter((edge) => keyOf(edge[side]) === keyOf(vertex));
  return LINEAGE_EDGE_KINDS.map(({ name }) =>
    mine
      .filter((edge) => edge.name === name)
      .toSorted((a, b) => b.blockNumber - a.blockNumber || b.logIndex - a.logIndex || a.tie - b.tie),
  ).filter((group) => group.length > 0);
}

/** The walk as its words say, one vertex after the other. */
export function walkInMemory(
  allEdges: readonly TestEdge[],
  request: {
    start: LineageVertex;
    directions: readonly LineageDirection[];
    depth: number;
    limit: number;
    width: number;
    blockNumber: number;
  },
): TestWalk {
  const edges = allEdges.filter((edge) => edge.blockNumber <= request.blockNumber);
  const nodes = new Map([[keyOf(request.start), `${keyOf(request.start)} 0 null`]]);
  const taken = new Set<string>();
  let isTruncated = false;
  const frontiers = request.directions.map((direction) => ({
    direction,
    now: [request.start],
    done: new Set([keyOf(request.start)]),
  }));
  for (let depth = 1; depth <= request.depth; depth++)
    for (const frontier of frontiers) {
      const next: LineageVertex[] = [];
      for (const vertex of frontier.now)
        for (const group of leave(edges, vertex, frontier.direction)) {
          if (group.length > request.width) isTruncated = true;
          for (const edge of group.slice(0, request.width)) {
            const other = frontier.direction === 'DOWNSTREAM' ? edge.to : edge.from;
            const key = keyOf(other);
            if (!nodes.has(key) && nodes.size >= request.limit) {
              isTruncated = true;
              continue;
            }
            if (!nodes.has(key)) nodes.set(key, `${key} ${depth} ${frontier.direction}`);
            taken.add(edgeOf(edge));
            if (frontier.done.has(key) || isEnd(other)) continue;
            frontier.done.add(key);
            next.push(other);
          }
        }
      frontier.now = next;
    }
  return { nodes: [...nodes.values()], edges: [...taken].toSorted(), isTruncated };
}

/** All shortest ways downstream, each as its vertices; never through an account or a datanet. */
export function findPaths(
  edges: readonly TestEdge[],
  from: LineageVertex,
  to: LineageVertex,
  maxLength: number,
): string[] {
  let ways: LineageVertex[][] = [[from]];
  const seen = new Set([keyOf(from)]);
  for (let length = 1; length <= maxLength; length++) {
    const longer = new Map<string, LineageVertex[]>();
    for (const way of ways) {
      const last = way.at(-1);
      if (last === undefined || (length > 1 && isEnd(last))) continue;
      for (const edge of leave(edges, last, 'DOWNSTREAM').flat()) {
        if (seen.has(keyOf(edge.to))) continue;
        const path = [...way, edge.to];
        longer.set(path.map(keyOf).join(' > '), path);
      }
    }
    ways = [...longer.values()];
    for (const way of ways) seen.add(keyOf(way.at(-1)!));
    const found = [...longer.keys()].filter((path) => path.endsWith(` > ${keyOf(to)}`));
    if (found.length > 0) return found.toSorted();
  }
  return [];
}
