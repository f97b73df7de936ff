import type { ReadDatabase } from '../ReadDatabase';
import { isEnd, keyOf, type LineageDirection, type LineageVertex } from './LineageGraph';
import { type LineageEdgeRow, loadNeighbours } from './loadNeighbours';

export interface PathRequest {
  readonly from: LineageVertex;
  readonly to: LineageVertex;
  /** Edges of a path at most. */
  readonly maxLength: number;
  /** Paths at most. */
  readonly limit: number;
  /** Only what was recorded up to here. */
  readonly blockNumber: number;
  /** Nodes that the search may see, and edges of one node, kind and direction. */
  readonly budget: { readonly nodes: number; readonly width: number };
}

/** `edges` run downstream, the one at the upstream end first. */
export interface LineagePath {
  readonly edges: readonly LineageEdgeRow[];
}

export interface PathSearch {
  readonly paths: readonly LineagePath[];
  /** Whether `to` lies downstream of `from`, or the other way round; null when there is no path. */
  readonly direction: LineageDirection | null;
  /** There are more shortest paths than `limit`. */
  readonly hasMore: boolean;
  /** False: the budget ended the search, so there may be a shorter path, or one at all. */
  readonly isExhaustive: boolean;
  readonly seenCount: number;
}

/** All that was seen from one end. `steps` holds, for each vertex, the edges by which it was first reached. */
interface Side {
  readonly direction: LineageDirection;
  readonly depths: Map<string, number>;
  readonly steps: Map<string, LineageEdgeRow[]>;
  frontier: LineageVertex[];
  depth: number;
  isTruncated: boolean;
}

/**
 * The shortest paths between two vertices along the edges, downstream or upstream, never through an account or a datanet. Both
 * ends are searched towards each other a whole level at a time, the narrower side first, until they meet.
 */
export async function loadPaths(db: ReadDatabase, request: PathRequest): Promise<PathSearch> {
  const { from, to } = request;
  if (keyOf(from) === keyOf(to))
    return { paths: [{ edges: [] }], direction: null, hasMore: false, isExhaustive: true, seenCount: 1 };
  const [down, up] = await Promise.all([
    searchDownstream(db, request, from, to),
    searchDownstream(db, request, to, from),
  ]);
  const isUpstream = up.paths.length > 0 && (down.paths.length === 0 || lengthOf(up) < lengthOf(down));
  const best = isUpstream ? up : down;
  return {
    ...best,
    direction: best.paths.length === 0 ? null : isUpstream ? 'UPSTREAM' : 'DOWNSTREAM',
    isExhaustive: down.isExhaustive && up.isExhaustive,
    seenCount: down.seenCount + up.seenCount,
  };
}

type OneWay = Omit<PathSearch, 'direction'>;

function lengthOf(search: OneWay): number {
  return search.paths[0]?.edges.length ?? Infinity;
}

async function searchDownstream(
  db: ReadDatabase,
  request: PathRequest,
  top: LineageVertex,
  bottom: LineageVertex,
): Promise<OneWay> {
  const { maxLength, limit, budget } = request;
  const above = startSide('DOWNSTREAM', top);
  const below = startSide('UPSTREAM', bottom);
  const isSpent = () => above.depths.size + below.depths.size >= budget.nodes;

  while (above.depth + below.depth < maxLength && !isSpent() && !isWhole(above) && !isWhole(below)) {
    // Upstream is where there is little: an answer has one model, a model any number of answers.
    const [first, second] = below.frontier.length <= above.frontier.length ? [below, above] : [above, below];
    const side = first.frontier.length > 0 ? first : second;
    const other = side === above ? below : above;
    if (side.frontier.length === 0) break;
    const meetings = await expand(db, request, side, other);
    if (meetings.length === 0) continue;
    const paths = joinPaths(above, below, meetings, limit + 1);
    return {
      paths: paths.slice(0, limit),
      hasMore: paths.length > limit,
      isExhaustive: !above.isTruncated && !below.isTruncated,
      seenCount: above.depths.size + below.depths.size,
    };
  }
  const isDeep = above.depth + below.depth >= maxLength && !above.isTruncated && !below.isTruncated;
  return {
    paths: [],
    hasMore: false,
    isExhaustive: isWhole(above) || isWhole(below) || isDeep,
    seenCount: above.depths.size + below.depths.size,
  };
}

/** Nothing lies beyond it: if the two have not met by then there is no path, however little of the other was seen. */
function isWhole(side: Side): boolean {
  return side.frontier.length === 0 && !side.isTruncated;
}

function startSide(direction: LineageDirection, vertex: LineageVertex): Side {
  const depths = new Map([[keyOf(vertex), 0]]);
  return { direction, depths, steps: new Map(), frontier: [vertex], depth: 0, isTruncated: false };
}

/** One level further from one end; the keys of the new vertices that the other end has seen. */
async function expand(db: ReadDatabase, request: PathRequest, side: Side, other: Side): Promise<string[]> {
  const { blockNumber, budget } = request;
  const { direction } = side;
  const room = budget.nodes - side.depths.size - other.depths.size;
  const groups = await loadNeighbours(db, {
    vertices: side.frontier.slice(0, room),
    direction,
    blockNumber,
    width: budget.width,
  });
  if (side.frontier.length > room) side.isTruncated = true;
  side.depth += 1;
  const next = new Map<string, LineageVertex>();
  for (const group of groups) {
    if (group.hasMore) side.isTruncated = true;
    for (const edge of group.edges) {
      const neighbour = direction === 'DOWNSTREAM' ? edge.to : edge.from;
      const key = keyOf(neighbour);
      const depth = side.depths.get(key);
      if (depth === undefined && side.depths.size + other.depths.size >= budget.nodes && !other.depths.has(key)) {
        side.isTruncated = true;
        continue;
      }
      if (depth === undefined) {
        side.depths.set(key, side.depth);
        next.set(key, neighbour);
      }
      if (depth !== undefined && depth !== side.depth) continue;
      side.steps.set(key, [...(side.steps.get(key) ?? []), edge]);
    }
  }
  const meetings = [...next].flatMap(([key, vertex]) => {
    const depth = other.depths.get(key);
    // No path goes through an end: only where one of the two began may they meet in one.
    return depth === undefined || (isEnd(vertex) && depth > 0) ? [] : [key];
  });
  side.frontier = [...next.values()].filter((vertex) => !isEnd(vertex));
  return meetings;
}

/** At most `limit` paths through the vertices where the two sides met. Of several edges between two vertices, the first. */
function joinPaths(above: Side, below: Side, meetings: readonly string[], limit: number): LineagePath[] {
  const shortest = Math.min(...meetings.map((key) => (above.depths.get(key) ?? 0) + (below.depths.get(key) ?? 0)));
  const paths: LineagePath[] = [];
  for (const key of meetings) {
    if ((above.depths.get(key) ?? 0) + (below.depths.get(key) ?? 0) !== shortest) continue;
    for (const head of waysTo(above, key, limit - paths.length))
      for (const tail of waysTo(below, key, limit - paths.length)) {
        if (paths.length >= limit) return paths;
        paths.push({ edges: [...head.toReversed(), ...tail] });
      }
  }
  return paths;
}

/** The ways from a vertex back to where its side began, nearest edge first. */
function waysTo(side: Side, key: string, limit: number): LineageEdgeRow[][] {
  if (side.depths.get(key) === 0) return [[]];
  const ways: LineageEdgeRow[][] = [];
  const seen = new Set<string>();
  for (const edge of side.steps.get(key) ?? []) {
    const previous = keyOf(side.direction === 'DOWNSTREAM' ? edge.from : edge.to);
    if (seen.has(previous)) continue;
    seen.add(previous);
    for (const way of waysTo(side, previous, limit - ways.length)) {
      if (ways.length >= limit) return ways;
      ways.push([edge, ...way]);
    }
  }
  return ways;
}
