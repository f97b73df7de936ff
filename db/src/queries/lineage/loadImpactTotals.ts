import type { ReadDatabase } from '../ReadDatabase';
import { type SqlText, sql } from '../sql';
import { contributionsOf, type ImpactScope } from './loadImpactScope';

/** Answers of the models in scope. */
export interface ImpactAnswers {
  inferenceCount: number;
  /** Fees of them, wei. */
  feesWei: bigint;
  payerCount: number;
}

/** Money that was paid for the contributions in scope. */
export interface ImpactPayouts {
  payoutCount: number;
  /** Sum of them, wei. */
  paidWei: bigint;
  /** Answers that they were paid for. */
  paidInferenceCount: number;
  recipientCount: number;
}

export interface ImpactCounts {
  contributionCount: number;
  contributorCount: number;
  indexCount: number;
  modelOwnerCount: number;
}

function first<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new RangeError('an aggregate always has one row');
  return row;
}

export function modelIdsOf(scope: ImpactScope): string[] {
  return [...scope.trainedModelIds, ...scope.derivedModelIds];
}

/** Condition over payout `p`: was paid for a contribution in scope. */
export function payoutsOf({ subject, blockNumber }: ImpactScope): SqlText {
  const isMeant =
    subject.kind === 'Contribution'
      ? sql`p.contribution_id = ${subject.id}`
      : sql`p.contribution_id IN (SELECT c.id FROM contribution c WHERE ${contributionsOf(subject)})`;
  return sql`${isMeant} AND p.block_number <= ${blockNumber}`;
}

/** Reads every answer of the models in scope. */
export async function loadImpactAnswers(db: ReadDatabase, scope: ImpactScope): Promise<ImpactAnswers> {
  return first(
    await db.load<ImpactAnswers>(sql`
      SELECT coalesce(sum(payer.count), 0)::int AS "inferenceCount", coalesce(sum(payer.fees), 0) AS "feesWei",
        count(*)::int AS "payerCount"
      FROM (SELECT i.payer_id, count(*) AS count, sum(i.fee_wei) AS fees FROM inference i
        WHERE i.model_id = ANY(${modelIdsOf(scope)}::text[]) AND i.block_number <= ${scope.blockNumber}
        GROUP BY i.payer_id) AS payer`),
  );
}

/** Reads every payout for the contributions in scope. */
export async function loadImpactPayouts(db: ReadDatabase, scope: ImpactScope): Promise<ImpactPayouts> {
  return first(
    await db.load<ImpactPayouts>(sql`
      SELECT count(*)::int AS "payoutCount", coalesce(sum(p.amount_wei), 0) AS "paidWei",
        count(DISTINCT p.inference_id)::int AS "paidInferenceCount", count(DISTINCT p.recipient_id)::int AS "recipientCount"
      FROM payout p WHERE ${payoutsOf(scope)}`),
  );
}

export async function loadImpactCounts(db: ReadDatabase, scope: ImpactScope): Promise<ImpactCounts> {
  const { blockNumber } = scope;
  return first(
    await db.load<ImpactCounts>(sql`
      SELECT contribution.*, model.*, (
        SELECT count(*) FROM attribution_index x
        WHERE x.model_id = ANY(${modelIdsOf(scope)}::text[]) AND x.block_number <= ${blockNumber})::int AS "indexCount"
      FROM (SELECT count(*)::int AS "contributionCount", count(DISTINCT c.contributor_id)::int AS "contributorCount"
        FROM contribution c WHERE ${contributionsOf(scope.subject)} AND c.block_number <= ${blockNumber}) AS contribution
      CROSS JOIN (SELECT count(DISTINCT m.owner_id)::int AS "modelOwnerCount"
        FROM model m WHERE m.id = ANY(${modelIdsOf(scope)}::text[])) AS model`),
  );
}

/** Answers that the rule ascribes to the contributions in scope, of those still on the chain. Reads every share of them. */
export async function loadShapedInferenceCount(db: ReadDatabase, scope: ImpactScope): Promise<number> {
  const { subject, blockNumber } = scope;
  const rows = await db.load<{ count: number }>(sql`
    SELECT count(DISTINCT i.id)::int AS count FROM contribution c
    JOIN contribution_share s ON s.contribution_id = c.id
    JOIN reconciliation r ON r.id = s.reconciliation_id
    JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash
      AND (c.block_number, c.log_index) < (i.block_number, i.log_index)
    WHERE ${contributionsOf(subject)} AND i.block_number <= ${blockNumber}`);
  return first(rows).count;
}
