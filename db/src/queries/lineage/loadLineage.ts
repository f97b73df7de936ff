import type { ReadDatabase } from '../ReadDatabase';
import { isEnd, keyOf, type LineageDirection, type LineageVertex } from './LineageGraph';
import { edgeKeyOf, type LineageEdgeRow, loadNeighbours } from './loadNeighbours';

export interface LineageRequest {
  readonly start: LineageVertex;
  readonly directions: readonly LineageDirection[];
  /** Steps from the start. */
  readonly depth: number;
  /** Nodes at most, the start among them. */
  readonly limit: number;
  /** Edges at most of one node, kind and direction. */
  readonly width: number;
  /** Only what was recorded up to here. */
  readonly blockNumber: number;
}

export interface LineageNodeRow extends LineageVertex {
  /** Steps from the start on the shortest way. */
  readonly depth: number;
  /** On which side of the start it was found first; null for the start. */
  readonly direction: LineageDirection | null;
}

/** Nodes in the order in which they were found; edges among them only. */
export interface LineageGraph {
  readonly nodes: readonly LineageNodeRow[];
  readonly edges: readonly LineageEdgeRow[];
  /** `limit` or `width` left something out that lies within `depth`. */
  readonly isTruncated: boolean;
}

/**
 * Breadth first from the start: all that it was made from, or all that was made from it, or both, each of them followed in its
 * own direction. One statement for each step and direction. A node is expanded once, so cycles end.
 */
export async function loadLineage(db: ReadDatabase, request: LineageRequest): Promise<LineageGraph> {
  const { start, directions, depth, limit, width, blockNumber } = request;
  const nodes = new Map<string, LineageNodeRow>([[keyOf(start), { ...start, depth: 0, direction: null }]]);
  const edges = new Map<string, LineageEdgeRow>();
  let isTruncated = false;
  let walks = directions.map((direction) => ({
    direction,
    frontier: [start] as LineageVertex[],
    expanded: new Set([keyOf(start)]),
  }));

  for (let step = 1; step <= depth && walks.length > 0; step++) {
    const found = await Promise.all(
      walks.map(({ direction, frontier }) => loadNeighbours(db, { vertices: frontier, direction, blockNumber, width })),
    );
    walks.forEach((walk, index) => {
      const next: LineageVertex[] = [];
      for (const group of found[index] ?? []) {
        if (group.hasMore) isTruncated = true;
        for (const edge of group.edges) {
          const neighbour = walk.direction === 'DOWNSTREAM' ? edge.to : edge.from;
          const key = keyOf(neighbour);
          if (!nodes.has(key)) {
            if (nodes.size >= limit) {
              isTruncated = true;
              continue;
            }
            nodes.set(key, { ...neighbour, depth: step, direction: walk.direction });
          }
          edges.set(edgeKeyOf(edge), edge);
          if (walk.expanded.has(key) || isEnd(neighbour)) continue;
          walk.expanded.add(key);
          next.push(neighbour);
        }
      }
      walk.frontier = next;
    });
    walks = walks.filter(({ frontier }) => frontier.length > 0);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], isTruncated };
}
