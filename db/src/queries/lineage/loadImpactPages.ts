import { selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { type AttributionIndexRow, attributionIndexSource } from '../sources/AttributionIndexRow';
import { type InferenceRow, inferenceSource } from '../sources/InferenceRow';
import { type PayoutRow, payoutSource } from '../sources/PayoutRow';
import { sql } from '../sql';
import { contributionsOf, type ImpactScope } from './loadImpactScope';
import { modelIdsOf } from './loadImpactTotals';

/** The newest answers of the models in scope. */
export function loadImpactInferences(db: ReadDatabase, scope: ImpactScope, limit: number): Promise<InferenceRow[]> {
  // Each model's newest as a range in the order of its index: one with few answers does not make Postgres read all others'.
  return db.load<InferenceRow>(sql`
    SELECT newest.* FROM unnest(${modelIdsOf(scope)}::text[]) AS parent(id) CROSS JOIN LATERAL (
      SELECT ${selectList(inferenceSource)} FROM inference i
      WHERE i.model_id >= parent.id AND (i.model_id, i.block_number) <= (parent.id, ${scope.blockNumber}::int)
      ORDER BY i.model_id DESC, i.block_number DESC, i.log_index DESC LIMIT ${limit}) AS newest
    ORDER BY newest."blockNumber" DESC, newest."logIndex" DESC LIMIT ${limit}`);
}

/** The newest payouts for the contributions in scope. */
export function loadImpactPayoutRows(db: ReadDatabase, scope: ImpactScope, limit: number): Promise<PayoutRow[]> {
  return db.load<PayoutRow>(sql`
    SELECT newest.* FROM (
      SELECT c.id FROM contribution c WHERE ${contributionsOf(scope.subject)}
    ) AS parent CROSS JOIN LATERAL (
      SELECT ${selectList(payoutSource)} FROM payout p
      WHERE p.contribution_id >= parent.id AND (p.contribution_id, p.block_number) <= (parent.id, ${scope.blockNumber}::int)
      ORDER BY p.contribution_id DESC, p.block_number DESC, p.log_index DESC LIMIT ${limit}) AS newest
    ORDER BY newest."blockNumber" DESC, newest."logIndex" DESC LIMIT ${limit}`);
}

/** The newest indexes of the models in scope. */
export function loadImpactIndexes(db: ReadDatabase, scope: ImpactScope, limit: number): Promise<AttributionIndexRow[]> {
  return db.load<AttributionIndexRow>(sql`
    SELECT ${selectList(attributionIndexSource)} FROM attribution_index x
    WHERE x.model_id = ANY(${modelIdsOf(scope)}::text[]) AND x.block_number <= ${scope.blockNumber}
    ORDER BY x.block_number DESC, x.log_index DESC LIMIT ${limit}`);
}

/** An account that was paid for the contributions in scope. */
export interface ImpactRecipient {
  accountId: string;
  payoutCount: number;
  /** Paid to it for them, wei. */
  paidWei: bigint;
}

/** Those who were paid most. */
export function loadImpactRecipients(db: ReadDatabase, scope: ImpactScope, limit: number): Promise<ImpactRecipient[]> {
  return db.load<ImpactRecipient>(sql`
    SELECT p.recipient_id AS "accountId", count(*)::int AS "payoutCount", sum(p.amount_wei) AS "paidWei"
    FROM contribution c JOIN payout p ON p.contribution_id = c.id
    WHERE ${contributionsOf(scope.subject)} AND p.block_number <= ${scope.blockNumber}
    GROUP BY p.recipient_id ORDER BY sum(p.amount_wei) DESC, p.recipient_id LIMIT ${limit}`);
}
