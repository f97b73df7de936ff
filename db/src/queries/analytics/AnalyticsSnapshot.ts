import type { Readable } from 'node:stream';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { exactTypes } from '../../createPool';
import type { BlockPoint } from '../loadChainHead';
import { describeLedgerOrigin } from '../loadLedgerOrigin';
import { sql, type SqlText } from '../sql';
import type { AnalyticsTable } from './AnalyticsQuestion';
import { buildLateLinkSql, generationSql, type UnlinkedPayouts } from './AnalyticsState';
import { buildCopySql, type BlockRange } from './copySql';

/** What Postgres says that a range holds. */
export interface RangeTotals {
  payoutCount: number;
  paidWei: bigint;
  /** Payouts that name an inference which is not known. */
  unlinkedCount: number;
  inferenceCount: number;
  feesWei: bigint;
}

/** A moment of the index as a whole: what one partition says is all from the same one. */
export class AnalyticsSnapshot {
  readonly #client: Client;
  /** Up to here rows stay what they are; null before the first block. */
  readonly settledBlockNumber: number | null;
  /** See `generationSql`. */
  readonly generation: string;
  /** The first block that was indexed: which chain this is. */
  readonly firstBlock: BlockPoint | null;
  readonly takenAt: Date;
  /** Why the ledger is of no chain; null when it is of one. */
  readonly syntheticReason: string | null;

  private constructor(client: Client, facts: SnapshotFacts) {
    this.#client = client;
    this.settledBlockNumber = facts.settledBlockNumber;
    this.generation = facts.generation;
    this.firstBlock = facts.firstBlock;
    this.takenAt = facts.takenAt;
    this.syntheticReason = facts.origin && describeLedgerOrigin({ ...facts.origin, madeAt: facts.takenAt });
  }

  /** As a role that can read. The tables cannot be cleared while it is open: keep it for one partition only. */
  static async open(url: string): Promise<AnalyticsSnapshot> {
    const client = new Client({ connectionString: url, application_name: 'tributary-analytics', types: exactTypes });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // TRUNCATE does not wait for snapshots, only for locks.
      await client.query('LOCK TABLE payout, inference, contribution, block, reconciliation IN ACCESS SHARE MODE');
      const [facts] = await load<SnapshotFacts>(
        client,
        sql`SELECT now() AS "takenAt", ${generationSql} AS generation,
          (SELECT min(least(s.height, h.finalized_block_number)) FROM squid_processor.status s
            LEFT JOIN chain_head h ON h.id = 'head' WHERE s.height >= 0) AS "settledBlockNumber",
          (SELECT jsonb_build_object('blockNumber', number, 'blockHash', hash) FROM block ORDER BY number LIMIT 1)
            AS "firstBlock",
          (SELECT jsonb_build_object('seed', seed, 'inferenceCount', inference_count) FROM ledger_origin LIMIT 1)
            AS origin`,
      );
      return new AnalyticsSnapshot(client, facts!);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** How many of `blocks`, from the first on, are indexed with these hashes. */
  async loadMatchCount(blocks: readonly BlockPoint[]): Promise<number> {
    const rows = await load<{ isSame: boolean }>(
      this.#client,
      sql`SELECT b.hash IS NOT DISTINCT FROM given.hash AND b.hash IS NOT NULL AS "isSame"
        FROM unnest(${blocks.map(({ blockNumber }) => blockNumber)}::int[],
            ${blocks.map(({ blockHash }) => blockHash)}::text[]) WITH ORDINALITY AS given(number, hash, place)
        LEFT JOIN block b ON b.number = given.number ORDER BY place`,
    );
    const firstOther = rows.findIndex(({ isSame }) => !isSame);
    return firstOther === -1 ? rows.length : firstOther;
  }

  /**
   * Where a partition that begins at `fromBlock` ends so that it has about `payoutCount` payouts at most: whole blocks, one at least.
   * Never above what is settled.
   */
  async loadCut(fromBlock: number, payoutCount: number): Promise<number> {
    const settled = this.settledBlockNumber ?? -1;
    const [row] = await load<{ blockNumber: number }>(
      this.#client,
      sql`SELECT block_number AS "blockNumber" FROM payout WHERE block_number >= ${fromBlock}::int
        ORDER BY block_number OFFSET ${payoutCount} LIMIT 1`,
    );
    return row === undefined ? settled : Math.min(settled, Math.max(fromBlock, row.blockNumber - 1));
  }

  /** The newest indexed block up to a height. */
  async loadNewestBlock(upToBlock: number): Promise<BlockPoint | null> {
    const [row] = await load<BlockPoint>(
      this.#client,
      sql`SELECT number AS "blockNumber", hash AS "blockHash" FROM block WHERE number <= ${upToBlock}::int
        ORDER BY number DESC LIMIT 1`,
    );
    return row ?? null;
  }

  async loadTotals({ fromBlock, toBlock }: BlockRange): Promise<RangeTotals> {
    const [totals] = await load<RangeTotals>(
      this.#client,
      sql`SELECT * FROM
        (SELECT count(*)::int AS "payoutCount", coalesce(sum(amount_wei), 0) AS "paidWei",
          (count(*) FILTER (WHERE inference_id IS NULL))::int AS "unlinkedCount"
          FROM payout WHERE block_number BETWEEN ${fromBlock}::int AND ${toBlock}::int) AS paid,
        (SELECT count(*)::int AS "inferenceCount", coalesce(sum(fee_wei), 0) AS "feesWei"
          FROM inference WHERE block_number BETWEEN ${fromBlock}::int AND ${toBlock}::int) AS asked`,
    );
    return totals!;
  }

  /** Another one after any reconciliation of a range changed. */
  async loadVerdictMark({ fromBlock, toBlock }: BlockRange): Promise<string> {
    const [row] = await load<{ mark: string }>(
      this.#client,
      sql`SELECT concat_ws('.', count(*), sum(hashtextextended(concat_ws(' ',
            r.id, r.verdict, r.decided_at, r.inference_block_hash, r.payouts_digest), 0)::numeric)) AS mark
        FROM reconciliation r WHERE r.inference_block_number BETWEEN ${fromBlock}::int AND ${toBlock}::int`,
    );
    return row!.mark;
  }

  /** The blocks of inferences before a range that were paid within it: what their verdicts are about has changed. */
  async loadBlocksPaidLater({ fromBlock, toBlock }: BlockRange): Promise<number[]> {
    const rows = await load<{ blockNumber: number }>(
      this.#client,
      sql`SELECT DISTINCT i.block_number AS "blockNumber" FROM payout p JOIN inference i ON i.id = p.claimed_inference_id
        WHERE p.block_number BETWEEN ${fromBlock}::int AND ${toBlock}::int AND i.block_number < ${fromBlock}::int`,
    );
    return rows.map(({ blockNumber }) => blockNumber);
  }

  /** The end of the first of these ranges in which a payout has got its inference since; null without. */
  async loadLateLink(unlinked: readonly UnlinkedPayouts[]): Promise<number | null> {
    const [row] = await load<{ to_block: number | null }>(this.#client, buildLateLinkSql(unlinked));
    return row?.to_block ?? null;
  }

  /** The blocks of inferences by id, of those that are known. */
  async loadInferenceBlocks(ids: readonly string[]): Promise<number[]> {
    const rows = await load<{ blockNumber: number }>(
      this.#client,
      sql`SELECT DISTINCT block_number AS "blockNumber" FROM inference WHERE id = ANY(${ids}::text[])`,
    );
    return rows.map(({ blockNumber }) => blockNumber);
  }

  /** CSV rows in chain order; columns as in `copySql.ts`. One at a time. */
  copy(table: AnalyticsTable, range: BlockRange): Readable {
    return this.#client.query(copyTo(buildCopySql(table, range)));
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

interface SnapshotFacts {
  settledBlockNumber: number | null;
  generation: string;
  firstBlock: BlockPoint | null;
  takenAt: Date;
  origin: { seed: string; inferenceCount: number } | null;
}

async function load<Row extends object>(client: Client, question: SqlText): Promise<Row[]> {
  const { text, values } = question.render();
  return (await client.query<Row>(text, values)).rows;
}
