import type { EvidenceRow } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { joinSql, type SqlText, sql, sqlLiteral } from '../sql';
import { edgesOfParent, type EdgeSide, type LineageEdgeName, sidesOf } from './lineageEdgeKinds';
import { keyOf, LINEAGE_NODE_KINDS, type LineageDirection, type LineageVertex } from './LineageGraph';

/** An edge with the place on chain that recorded it. `from` lies upstream of `to`. */
export interface LineageEdgeRow extends EvidenceRow {
  name: LineageEdgeName;
  from: LineageVertex;
  to: LineageVertex;
  /** Digest or root that the edge stands on, 0x hex; null for payouts, which are amounts. */
  digest: string | null;
}

/** The edges of one vertex and one kind, newest first. */
export interface NeighbourGroup {
  readonly vertex: LineageVertex;
  readonly name: LineageEdgeName;
  readonly edges: readonly LineageEdgeRow[];
  /** There are more edges than `width`. */
  readonly hasMore: boolean;
}

/** Edges of one kind at most in one statement. */
const MAX_EDGES = 10_000;

interface NeighbourQuestion {
  readonly vertices: readonly LineageVertex[];
  readonly direction: LineageDirection;
  /** Only what was recorded up to here. */
  readonly blockNumber: number;
  /** Edges at most of each vertex and kind; fewer where there are so many vertices that a statement would give too much. */
  readonly width: number;
}

interface NeighbourRow extends EvidenceRow {
  name: LineageEdgeName;
  nodeId: string;
  neighbourId: string;
  digest: string | null;
  rank: number;
  isCut: boolean;
}

/** The edges in one direction of all these vertices, in one statement: in the order of vertices, then of edge kinds. */
export async function loadNeighbours(db: ReadDatabase, question: NeighbourQuestion): Promise<NeighbourGroup[]> {
  const { vertices, direction, blockNumber } = question;
  const width = Math.max(1, Math.min(question.width, Math.floor(MAX_EDGES / vertices.length)));
  const sides = LINEAGE_NODE_KINDS.flatMap((kind) => {
    const ids = vertices.filter((vertex) => vertex.kind === kind).map((vertex) => vertex.id);
    return ids.length === 0 ? [] : sidesOf(kind, direction).map((side) => ({ side, ids }));
  });
  if (sides.length === 0) return [];

  const rows = await db.load<NeighbourRow>(
    joinSql(
      sides.map(({ side, ids }) => edgesOfSide(side, ids, blockNumber, width + 1)),
      ' UNION ALL ',
    ),
  );
  const byVertex = Map.groupBy(rows, (row) => `${row.name} ${row.nodeId}`);
  return vertices.flatMap((vertex) =>
    sidesOf(vertex.kind, direction).flatMap((side) => {
      const found = (byVertex.get(`${side.kind.name} ${vertex.id}`) ?? []).toSorted((a, b) => a.rank - b.rank);
      if (found.length === 0) return [];
      const edges = found.slice(0, width).map((row) => buildEdge(side, vertex, row));
      return [{ vertex, name: side.kind.name, edges, hasMore: found.length > width || found.some((row) => row.isCut) }];
    }),
  );
}

/** Same text for the same edge. */
export function edgeKeyOf(edge: Pick<LineageEdgeRow, 'name' | 'from' | 'to'>): string {
  return `${edge.name} ${keyOf(edge.from)} ${keyOf(edge.to)}`;
}

function edgesOfSide(side: EdgeSide, ids: readonly string[], blockNumber: number, limit: number): SqlText {
  const { place, digest, name } = side.kind;
  return sql`SELECT ${name} AS "name", parent.id AS "nodeId", ${sqlLiteral(side.isCut(ids.length))} AS "isCut", edge.*
    FROM unnest(${ids}::text[]) AS parent(id) CROSS JOIN LATERAL (
      SELECT ${sqlLiteral(side.neighbourId)}::text AS "neighbourId", ${sqlLiteral(digest)}::text AS digest,
        ${sqlLiteral(place)}.block_number AS "blockNumber", ${sqlLiteral(place)}.log_index AS "logIndex",
        ${sqlLiteral(place)}.transaction_hash AS "transactionHash", ${sqlLiteral(place)}.signer AS signer,
        (row_number() OVER (ORDER BY ${sqlLiteral(side.order)}))::int AS rank
      FROM ${sqlLiteral(side.from(ids.length))} WHERE ${edgesOfParent(side, blockNumber)}
      ORDER BY ${sqlLiteral(side.order)} LIMIT ${limit}
    ) AS edge`;
}

function buildEdge(side: EdgeSide, vertex: LineageVertex, row: NeighbourRow): LineageEdgeRow {
  const neighbour = { kind: side.neighbourKind, id: row.neighbourId };
  const isDown = side.direction === 'DOWNSTREAM';
  return {
    name: row.name,
    from: isDown ? vertex : neighbour,
    to: isDown ? neighbour : vertex,
    blockNumber: row.blockNumber,
    logIndex: row.logIndex,
    transactionHash: row.transactionHash,
    signer: row.signer,
    digest: row.digest,
  };
}
