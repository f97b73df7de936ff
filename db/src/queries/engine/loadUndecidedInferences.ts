import type { Pool } from 'pg';
import { buildGraceOverSql, payoutsDigestSql } from './inferenceStateSql';

/** An inference whose reconciliation is missing, stale or due for another try. */
export interface UndecidedInference {
  inferenceId: string;
  /** Names exactly what would be decided: the inference, its block and its payouts. */
  inputsKey: string;
  /** Tries that were already made for exactly these inputs. */
  attempts: number;
}

export interface UndecidedInferencesOptions {
  /** How long an operator may take to pay, in chain time. */
  graceSeconds: number;
  /** Payouts of settlements within this many blocks of the newest are compared with what was decided. */
  recentBlocks: number;
  /** Inputs that nobody shall look at, by their keys. */
  exceptInputsKeys: readonly string[];
  limit: number;
}

const INPUTS_KEY = `concat_ws(' ', i.id, left(i.block_hash, 18), left(${payoutsDigestSql}, 18))`;

/**
 * What the engine has to work on, oldest first. An inference is ready once something was paid for it or its grace
 * period is over; a decided one is taken up again when its block or its payouts changed, or its retry is due.
 */
export async function loadUndecidedInferences(
  pool: Pool,
  { graceSeconds, recentBlocks, exceptInputsKeys, limit }: UndecidedInferencesOptions,
): Promise<UndecidedInference[]> {
  const { rows } = await pool.query<UndecidedInference>(
    `WITH undecided AS (
       SELECT i.id, i.block_number, i.log_index FROM inference i
       WHERE NOT EXISTS (SELECT FROM reconciliation r WHERE r.id = i.id)
         AND (EXISTS (SELECT FROM payout p WHERE p.claimed_inference_id = i.id)
              OR ${buildGraceOverSql('$1::integer')})
       UNION
       SELECT i.id, i.block_number, i.log_index FROM reconciliation r JOIN inference i ON i.id = r.id
       WHERE r.retry_at <= now() OR r.inference_block_hash <> i.block_hash
       UNION
       SELECT i.id, i.block_number, i.log_index FROM inference i JOIN reconciliation r ON r.id = i.id
       WHERE i.block_number > (SELECT coalesce(max(number), 0) FROM block) - $2 AND r.payouts_digest <> ${payoutsDigestSql})
     SELECT i.id AS "inferenceId", ${INPUTS_KEY} AS "inputsKey", coalesce(r.attempts, 0) AS attempts
     FROM (SELECT u.* FROM undecided u JOIN inference i ON i.id = u.id
           WHERE cardinality($4::text[]) = 0 OR ${INPUTS_KEY} <> ALL ($4)
           ORDER BY u.block_number, u.log_index LIMIT $3) u
     JOIN inference i ON i.id = u.id
     LEFT JOIN reconciliation r ON r.id = i.id AND r.inference_block_hash = i.block_hash
       AND r.payouts_digest = ${payoutsDigestSql}
     ORDER BY u.block_number, u.log_index`,
    [graceSeconds, recentBlocks, limit, exceptInputsKeys],
  );
  return rows;
}
