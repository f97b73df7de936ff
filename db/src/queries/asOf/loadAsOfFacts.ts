import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';

/** Which block a question is about: a number, a hash, both, or neither for the newest that is indexed. */
export interface AsOfQuestion {
  readonly blockNumber: number | null;
  /** 0x and 64 hex digits, lower case. */
  readonly blockHash: string | null;
}

/** What the index knows of the block that was asked for. */
export interface AsOfFacts {
  /** The newest that is indexed; null before the first. */
  headBlockNumber: number | null;
  /** Number of the block with the hash that was asked for; null when no block that is indexed has it. */
  hashBlockNumber: number | null;
  /** Hash of the block itself; null when nothing of the ledger is in it and no head of the chain stands there. */
  blockHash: string | null;
  /** The newest block up to it that holds something of the ledger: the state is what it was after that one. */
  stateBlockNumber: number | null;
  stateBlockHash: string | null;
  /** Everything up to here is indexed and stays; null when that is not known. */
  settledBlockNumber: number | null;
}

export async function loadAsOfFacts(db: ReadDatabase, question: AsOfQuestion): Promise<AsOfFacts> {
  const { blockNumber, blockHash } = question;
  const [facts] = await db.load<AsOfFacts>(sql`
    WITH known AS (
      SELECT s.height AS number, s.hash FROM squid_processor.status s WHERE s.height >= 0
      UNION ALL SELECT h.latest_block_number, h.latest_block_hash FROM chain_head h
      UNION ALL SELECT h.safe_block_number, h.safe_block_hash FROM chain_head h
      UNION ALL SELECT h.finalized_block_number, h.finalized_block_hash FROM chain_head h
    ), head AS (
      SELECT greatest((SELECT max(b.number) FROM block b),
        (SELECT max(s.height) FROM squid_processor.status s WHERE s.height >= 0)) AS number
    ), hashed AS (
      SELECT coalesce((SELECT b.number FROM block b WHERE b.hash = ${blockHash}::text LIMIT 1),
        (SELECT max(k.number) FROM known k WHERE k.hash = ${blockHash}::text)) AS number
    ), asked AS (
      SELECT coalesce(${blockNumber}::int, hashed.number, head.number) AS number FROM head, hashed
    )
    SELECT head.number AS "headBlockNumber", hashed.number AS "hashBlockNumber",
      state.number AS "stateBlockNumber", state.hash AS "stateBlockHash",
      CASE WHEN state.number = asked.number THEN state.hash
        ELSE (SELECT min(k.hash) FROM known k WHERE k.number = asked.number) END AS "blockHash",
      (SELECT least(h.finalized_block_number, (SELECT max(s.height) FROM squid_processor.status s WHERE s.height >= 0))
        FROM chain_head h WHERE h.id = 'head' AND EXISTS (SELECT FROM squid_processor.status s WHERE s.height >= 0))
        AS "settledBlockNumber"
    FROM head CROSS JOIN hashed CROSS JOIN asked
    LEFT JOIN LATERAL (
      SELECT b.number, b.hash FROM block b WHERE b.number <= asked.number ORDER BY b.number DESC LIMIT 1
    ) AS state ON TRUE`);
  if (facts === undefined) throw new RangeError('head, hashed and asked have one row each');
  return facts;
}

/** Hash of the newest block up to `blockNumber` that holds something of the ledger: another one means another state. */
export async function loadStateHash(db: ReadDatabase, blockNumber: number): Promise<string | null> {
  const [block] = await db.load<{ hash: string }>(
    sql`SELECT b.hash FROM block b WHERE b.number <= ${blockNumber} ORDER BY b.number DESC LIMIT 1`,
  );
  return block?.hash ?? null;
}
