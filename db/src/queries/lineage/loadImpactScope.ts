import type { ReadDatabase } from '../ReadDatabase';
import { type SqlText, sql, sqlLiteral } from '../sql';
import { includedInSql } from './lineageEdgeKinds';

/** What would be withdrawn: one contribution, or a datanet with all of its contributions. */
export interface ImpactSubject {
  readonly kind: 'Contribution' | 'Datanet';
  readonly id: string;
}

/** Everything that was made from it, by the ids of the chain; newest first. */
export interface ImpactScope {
  readonly subject: ImpactSubject;
  readonly blockNumber: number;
  readonly versionIds: readonly string[];
  readonly runIds: readonly string[];
  /** Models that a run trained on it. */
  readonly trainedModelIds: readonly string[];
  /** Models that adapt or merge one of those, however far, and were not trained on it themselves. */
  readonly derivedModelIds: readonly string[];
}

type ScopeRow = Pick<ImpactScope, 'versionIds' | 'runIds' | 'trainedModelIds' | 'derivedModelIds'>;

/** Condition over contribution `c`: belongs to the subject. */
export function contributionsOf(subject: ImpactSubject): SqlText {
  return subject.kind === 'Contribution' ? sql`c.id = ${subject.id}` : sql`c.datanet_id = ${subject.id}`;
}

/** What was recorded up to the block. Models that adapt each other in a circle are counted once. */
export async function loadImpactScope(
  db: ReadDatabase,
  subject: ImpactSubject,
  blockNumber: number,
): Promise<ImpactScope> {
  const versions =
    subject.kind === 'Contribution'
      ? sql`SELECT v.id, v.block_number, v.log_index FROM contribution c JOIN datanet_version v ON ${sqlLiteral(includedInSql)}
          WHERE ${contributionsOf(subject)}`
      : sql`SELECT v.id, v.block_number, v.log_index FROM datanet_version v WHERE v.datanet_id = ${subject.id}`;
  // A run that names a version which nobody published names the datanet all the same.
  const isClaimed =
    subject.kind === 'Contribution'
      ? sql`FALSE`
      : sql`(ti.datanet_version_id IS NULL AND ti.datanet_id = ${subject.id})`;
  const [scope] = await db.load<ScopeRow>(sql`
    WITH RECURSIVE version AS (
      SELECT found.* FROM (${versions}) AS found WHERE found.block_number <= ${blockNumber}
    ), run AS (
      SELECT t.id, t.model_id, t.block_number, t.log_index FROM training_run t
      WHERE t.block_number <= ${blockNumber} AND t.id IN (
        SELECT ti.training_run_id FROM training_run_input ti
        WHERE ti.datanet_version_id IN (SELECT version.id FROM version) OR ${isClaimed})
    ), touched(id) AS (
      SELECT run.model_id FROM run WHERE run.model_id IS NOT NULL
      UNION SELECT m.id FROM model m JOIN touched ON m.base_model_id = touched.id WHERE m.block_number <= ${blockNumber}
    ), model_touched AS (
      SELECT m.id, m.block_number, m.log_index, EXISTS (SELECT FROM run WHERE run.model_id = m.id) AS is_trained
      FROM model m JOIN touched ON touched.id = m.id WHERE m.block_number <= ${blockNumber}
    )
    SELECT
      ARRAY(SELECT id FROM version ORDER BY block_number DESC, log_index DESC)::text[] AS "versionIds",
      ARRAY(SELECT id FROM run ORDER BY block_number DESC, log_index DESC)::text[] AS "runIds",
      ARRAY(SELECT id FROM model_touched WHERE is_trained ORDER BY block_number DESC, log_index DESC)::text[]
        AS "trainedModelIds",
      ARRAY(SELECT id FROM model_touched WHERE NOT is_trained ORDER BY block_number DESC, log_index DESC)::text[]
        AS "derivedModelIds"`);
  if (scope === undefined) throw new RangeError('a row of arrays is always there');
  return { subject, blockNumber, ...scope };
}
