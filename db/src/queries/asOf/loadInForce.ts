import { type EntitySource, selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { type AttributionIndexRow, attributionIndexSource } from '../sources/AttributionIndexRow';
import { type DatanetVersionRow, datanetVersionSource } from '../sources/DatanetVersionRow';
import { type FeePolicyRow, feePolicySource } from '../sources/FeePolicyRow';
import { sql, sqlLiteral } from '../sql';

/** Facts of which the latest one counts. */
export interface InForceQuery<Row extends object> {
  readonly source: EntitySource<Row>;
  readonly alias: string;
  /** Expression that equals the id of what they are about. */
  readonly subject: string;
}

export const feePolicyInForce: InForceQuery<FeePolicyRow> = {
  source: feePolicySource,
  alias: 'f',
  subject: 'f.model_id',
};
export const indexInForce: InForceQuery<AttributionIndexRow> = {
  source: attributionIndexSource,
  alias: 'x',
  subject: 'x.model_id',
};
export const versionInForce: InForceQuery<DatanetVersionRow> = {
  source: datanetVersionSource,
  alias: 'v',
  subject: 'v.datanet_id',
};

/** For each subject the latest one after block `blockNumber`; null before the first. */
export async function loadInForce<Row extends object>(
  db: ReadDatabase,
  { source, alias, subject }: InForceQuery<Row>,
  blockNumber: number,
  subjectIds: readonly string[],
): Promise<(Row | null)[]> {
  const rows = await db.load<Row & { subjectId: string }>(sql`
    SELECT parent.id AS "subjectId", latest.* FROM unnest(${subjectIds}::text[]) AS parent(id) CROSS JOIN LATERAL (
      SELECT ${selectList(source)} FROM ${sqlLiteral(source.from)}
      WHERE ${sqlLiteral(subject)} = parent.id AND ${sqlLiteral(alias)}.block_number <= ${blockNumber}
      ORDER BY ${sqlLiteral(alias)}.block_number DESC, ${sqlLiteral(alias)}.log_index DESC LIMIT 1) AS latest`);
  const bySubject = new Map(rows.map((row) => [row.subjectId, row]));
  return subjectIds.map((id) => bySubject.get(id) ?? null);
}
