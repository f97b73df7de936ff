import type { ReadDatabase } from '../ReadDatabase';
import { joinSql, sql, sqlLiteral } from '../sql';
import { edgesOfParent, type EdgeSide, type LineageEdgeName, sidesOf } from './lineageEdgeKinds';
import { LINEAGE_DIRECTIONS, LINEAGE_NODE_KINDS, type LineageDirection, type LineageVertex } from './LineageGraph';

/** How many edges of a kind a vertex has in a direction; those without any are left out. */
export interface LineageCountRow extends LineageVertex {
  readonly direction: LineageDirection;
  readonly name: LineageEdgeName;
  readonly count: number;
  /** False: there are at least this many, and no more were counted. */
  readonly isExact: boolean;
}

/** Every vertex is counted up to here at first; only those that have more are counted again. */
const FIRST_CAP = 100;
const CAP = 10_000;
/** Edges that are counted at most for one edge kind: a response full of hubs gets a lower cap. */
const BUDGET = 200_000;

interface Side {
  side: EdgeSide;
  ids: string[];
}

/** Counts edges recorded up to the block, each up to 10,000; in one statement, or two where there are hubs. */
export async function loadLineageCounts(
  db: ReadDatabase,
  vertices: readonly LineageVertex[],
  blockNumber: number,
): Promise<LineageCountRow[]> {
  const sides = LINEAGE_NODE_KINDS.flatMap((kind) => {
    const ids = vertices.filter((vertex) => vertex.kind === kind).map((vertex) => vertex.id);
    if (ids.length === 0) return [];
    return LINEAGE_DIRECTIONS.flatMap((direction) => sidesOf(kind, direction).map((side) => ({ side, ids })));
  });
  const first = await countSides(db, sides, blockNumber, FIRST_CAP);
  const hubs = first.filter((row) => !row.isExact);
  if (hubs.length === 0) return first;

  const again = sides.flatMap(({ side }) => {
    const ids = hubs
      .filter((row) => row.kind === side.nodeKind && row.direction === side.direction && row.name === side.kind.name)
      .map((row) => row.id);
    return ids.length === 0 ? [] : [{ side, ids }];
  });
  const widest = Math.max(...again.map(({ ids }) => ids.length));
  const cap = Math.max(FIRST_CAP, Math.min(CAP, Math.floor(BUDGET / widest)));
  return [...first.filter((row) => row.isExact), ...(await countSides(db, again, blockNumber, cap))];
}

async function countSides(
  db: ReadDatabase,
  sides: readonly Side[],
  blockNumber: number,
  cap: number,
): Promise<LineageCountRow[]> {
  if (sides.length === 0) return [];
  const arms = sides.map(
    (
      { side, ids },
      index,
    ) => sql`SELECT ${index}::int AS side, parent.id, counted.count, ${sqlLiteral(side.isCut(ids.length))} AS "isCut"
      FROM unnest(${ids}::text[]) AS parent(id) CROSS JOIN LATERAL (
        SELECT count(*)::int AS count FROM (
          SELECT FROM ${sqlLiteral(side.from(ids.length))}
          WHERE ${edgesOfParent(side, blockNumber)}
          ${sqlLiteral(side.era === null ? '' : `ORDER BY ${side.order}`)} LIMIT ${cap + 1}) AS edge
      ) AS counted WHERE counted.count > 0 OR ${sqlLiteral(side.isCut(ids.length))}`,
  );
  const rows = await db.load<{ side: number; id: string; count: number; isCut: boolean }>(joinSql(arms, ' UNION ALL '));
  return rows.flatMap(({ side: index, id, count, isCut }) => {
    const side = sides[index]?.side;
    if (side === undefined) return [];
    const { nodeKind, direction, kind } = side;
    const isExact = count <= cap && !isCut;
    return [{ kind: nodeKind, id, direction, name: kind.name, count: Math.min(count, cap), isExact }];
  });
}
