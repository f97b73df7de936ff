import { selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { type InferenceRow, inferenceSource } from '../sources/InferenceRow';
import { joinSql, sql, sqlLiteral } from '../sql';

/** Which inferences somebody follows; null: whichever. */
export interface InferenceInterest {
  readonly modelId: string | null;
  /** Address, lower case. */
  readonly payerId: string | null;
}

/** Inferences after a place in the chain, up to and with a block, in chain order, at most `limit`. */
export function loadNewInferences(
  db: ReadDatabase,
  range: { readonly afterBlock: number; readonly afterLogIndex: number; readonly toBlock: number },
  interest: InferenceInterest,
  limit: number,
): Promise<InferenceRow[]> {
  const conditions = [
    sql`(i.block_number, i.log_index) > (${range.afterBlock}::int, ${range.afterLogIndex}::int)`,
    sql`i.block_number <= ${range.toBlock}::int`,
    ...(interest.modelId === null ? [] : [sql`i.model_id = ${interest.modelId}`]),
    ...(interest.payerId === null ? [] : [sql`i.payer_id = ${interest.payerId}`]),
  ];
  return db.load<InferenceRow>(sql`
    SELECT ${selectList(inferenceSource)} FROM ${sqlLiteral(inferenceSource.from)}
    WHERE ${joinSql(conditions, ' AND ')} ORDER BY i.block_number, i.log_index LIMIT ${limit}`);
}
