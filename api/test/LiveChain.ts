import { payoutsDigestSql } from '@tributary/db';
import { type Client } from 'pg';

/** Writes what squid and the engine write, in transactions of the same shape, on a database with the test ledger. */
export class LiveChain {
  #nextInference = 1_000;
  #nextBranch = 0;

  constructor(readonly db: Client) {}

  /** A block at a height, with new inferences, and payouts for some that stand below. */
  async addBlock(number: number, inferenceCount: number, paidIds: readonly string[] = []): Promise<string[]> {
    await this.db.query('BEGIN');
    const ids = await this.#insertBlock(number, inferenceCount, paidIds);
    await this.db.query('COMMIT');
    return ids;
  }

  /** Drops everything from a height on and puts other blocks there, in one transaction. */
  async reorg(fromBlock: number, inferenceCounts: readonly number[]): Promise<void> {
    await this.db.query('BEGIN');
    await this.#dropFrom(fromBlock);
    for (const [index, count] of inferenceCounts.entries()) await this.#insertBlock(fromBlock + index, count, []);
    await this.db.query('COMMIT');
  }

  /** The engine decides about an inference, as the chain has it now. Given another connection, it does not commit. */
  async decide(id: string, verdict: string, db: Client = this.db): Promise<void> {
    if (db !== this.db) await db.query('BEGIN');
    await db.query(
      `INSERT INTO reconciliation AS known (id, inference_block_number, inference_block_hash, payouts_digest, verdict, reason,
         fee_wei, paid_wei, engine_version, elapsed_ms, attempts, decided_at, evidence, evidence_digest)
       SELECT i.id, i.block_number, i.block_hash, ${payoutsDigestSql}, $2, 'because', i.fee_wei, 0, '1', 1, 1, now(), '{}', '0x'
       FROM inference i WHERE i.id = $1
       ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, decided_at = excluded.decided_at,
         inference_block_number = excluded.inference_block_number, inference_block_hash = excluded.inference_block_hash,
         payouts_digest = excluded.payouts_digest, attempts = known.attempts + 1`,
      [id, verdict],
    );
  }

  /** What the engine does after a reorg: takes back what is about nothing, and decides again what is stale. */
  async settleVerdicts(): Promise<void> {
    await this.db.query(`DELETE FROM reconciliation r WHERE NOT EXISTS (SELECT FROM inference i WHERE i.id = r.id)`);
    const { rows } = await this.db.query<{ id: string }>(
      `SELECT i.id FROM reconciliation r JOIN inference i ON i.id = r.id
       WHERE i.block_hash <> r.inference_block_hash OR r.payouts_digest <> ${payoutsDigestSql}`,
    );
    for (const { id } of rows) await this.decide(id, 'UNDERPAID');
  }

  async loadHeight(): Promise<number> {
    const { rows } = await this.db.query<{ number: number }>('SELECT max(number) AS number FROM block');
    return rows[0]!.number;
  }

  async loadInferenceIds(): Promise<string[]> {
    const { rows } = await this.db.query<{ id: string }>('SELECT id FROM inference ORDER BY block_number, log_index');
    return rows.map(({ id }) => id);
  }

  async #dropFrom(fromBlock: number): Promise<void> {
    for (const table of ['payout', 'attribution', 'inference'])
      await this.db.query(
        table === 'attribution'
          ? `DELETE FROM attribution WHERE inference_id IN (SELECT id FROM inference WHERE block_number >= $1)`
          : `DELETE FROM ${table} WHERE block_number >= $1`,
        [fromBlock],
      );
    await this.db.query(`DELETE FROM block WHERE number >= $1`, [fromBlock]);
  }

  async #insertBlock(number: number, inferenceCount: number, paidIds: readonly string[]): Promise<string[]> {
    const hash = `0x${(++this.#nextBranch).toString(16).padStart(12, '0')}${'0'.repeat(52)}`;
    await this.db.query(`INSERT INTO block VALUES ($1::text, $1::int, $2, $2, now())`, [number, hash]);
    const ids: string[] = [];
    for (let index = 0; index < inferenceCount; index++) {
      const id = String(this.#nextInference++);
      await this.db.query(
        `INSERT INTO inference (id, payer_id, input_tokens, output_tokens, fee_wei, transcript_digest, transcript_uri, block_hash,
           settled_at, block_number, log_index, transaction_hash, signer, model_id)
         SELECT $1, payer_id, 1, 1, 5, 'd', 'u', $4, now(), $2, $3, 't', 's', model_id FROM inference WHERE id = '1'`,
        [id, number, index * 2, hash],
      );
      ids.push(id);
    }
    for (const [index, id] of paidIds.entries()) {
      await this.db.query(
        `INSERT INTO payout (id, inference_id, claimed_inference_id, recipient_id, role, claimed_contribution_id, amount_wei,
           block_number, log_index, transaction_hash, signer)
         SELECT $1, $2::varchar, $2::text, payer_id, 'MODEL', '0', 1, $3, $4, 't', 's' FROM inference WHERE id = '1'`,
        [`${hash}-${index}`, id, number, 1_000 + index],
      );
    }
    return ids;
  }
}
