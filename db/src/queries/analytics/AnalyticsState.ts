import { sql, type SqlText } from '../sql';

/** Partitions of one chain, as they were written: each ends at a block, and names the newest indexed block up to it. */
export interface PartitionEdges {
  /** Of the tables that they were made from; other tables may hold other rows for the same blocks. */
  generation: string;
  /** In ascending order. */
  toBlocks: readonly number[];
  edgeBlockNumbers: readonly number[];
  edgeBlockHashes: readonly string[];
  /** Those that hold payouts of inferences which were not known: when one settles later, its payouts have a model. */
  unlinked: readonly UnlinkedPayouts[];
}

/** How many payouts of a range of blocks have no inference. */
export interface UnlinkedPayouts {
  fromBlock: number;
  toBlock: number;
  unlinkedCount: number;
}

/** Where the index stands, seen by the same statement as the rows beside it. */
export interface AnalyticsState {
  /** Highest block indexed; -1 before the first. */
  upToBlock: number;
  /** Up to here rows stay what they are; -1 before the first. */
  finalUpToBlock: number;
  /** Up to here the partitions hold the same rows as the tables; -1 when they are of no use. */
  validToBlock: number;
}

/** No partitions: every row comes from Postgres. */
export const NO_PARTITIONS: PartitionEdges = {
  generation: '',
  toBlocks: [],
  edgeBlockNumbers: [],
  edgeBlockHashes: [],
  unlinked: [],
};

/**
 * One row, `AnalyticsState`. Block hashes are a chain: where the hash of an edge is the one indexed now, everything below
 * is the same chain too, and tables that were cleared and filled again have another file.
 */
export function buildStateSql(edges: PartitionEdges): SqlText {
  return sql`
    SELECT greatest(place.settled, place.height, (SELECT max(number) FROM block), -1) AS "upToBlock",
      coalesce(place.settled, -1) AS "finalUpToBlock",
      coalesce((
        SELECT max(edge.to_block)
        FROM unnest(${edges.toBlocks}::int[], ${edges.edgeBlockNumbers}::int[], ${edges.edgeBlockHashes}::text[])
          AS edge(to_block, number, hash)
        JOIN block b ON b.number = edge.number AND b.hash = edge.hash
        WHERE edge.to_block <= place.settled AND ${edges.generation}::text = ${generationSql}
          AND (edge.to_block < place.late_link) IS NOT FALSE
      ), -1) AS "validToBlock"
    FROM (
      SELECT max(s.height) AS height, min(least(s.height, h.finalized_block_number)) AS settled, (${buildLateLinkSql(edges.unlinked)}) AS late_link
      FROM squid_processor.status s LEFT JOIN chain_head h ON h.id = 'head' WHERE s.height >= 0
    ) AS place`;
}

/** Another one after the tables were cleared: their files are others then. */
export const generationSql = sql`concat_ws('.',
  (SELECT oid FROM pg_database WHERE datname = current_database()),
  pg_relation_filenode('payout'), pg_relation_filenode('inference'), pg_relation_filenode('contribution'))`;

/** One row, `to_block`: the end of the first range that has another number of payouts without an inference by now; or null. */
export function buildLateLinkSql(unlinked: readonly UnlinkedPayouts[]): SqlText {
  if (unlinked.length === 0) return sql`SELECT NULL::int AS to_block`;
  return sql`SELECT min(given.to_block) AS to_block
    FROM unnest(${unlinked.map(({ fromBlock }) => fromBlock)}::int[], ${unlinked.map(({ toBlock }) => toBlock)}::int[],
      ${unlinked.map(({ unlinkedCount }) => unlinkedCount)}::int[]) AS given(from_block, to_block, known)
    WHERE known <> (SELECT count(*) FROM payout p
      WHERE p.inference_id IS NULL AND p.block_number BETWEEN given.from_block AND given.to_block)`;
}
