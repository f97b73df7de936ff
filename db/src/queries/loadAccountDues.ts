import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';
import { staleReconciliationSql } from './sources/ReconciliationRow';

/** What is due to an account over current reconciliations, in wei. */
export interface AccountDues {
  expectedWei: bigint;
  /** Sum over inferences of max(0, due − paid). */
  owedWei: bigint;
}

/** In the order of `addresses`. Reads every line of the accounts, so it is a question of its own. */
export async function loadAccountDues(db: ReadDatabase, addresses: readonly string[]): Promise<AccountDues[]> {
  return db.load<AccountDues>(sql`
    SELECT due.*
    FROM unnest(${addresses}::text[]) WITH ORDINALITY AS account(id, position)
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(expected), 0) AS "expectedWei", coalesce(sum(greatest(expected - paid, 0)), 0) AS "owedWei"
      FROM (
        SELECT sum(line.expected_wei) AS expected, sum(line.paid_wei) AS paid
        FROM reconciliation_line line
        JOIN reconciliation r ON r.id = line.reconciliation_id
        JOIN inference i ON i.id = r.id
        WHERE line.recipient = account.id AND line.expected_wei IS NOT NULL AND NOT ${sqlLiteral(staleReconciliationSql)}
        GROUP BY line.reconciliation_id
      ) AS inference
    ) AS due
    ORDER BY account.position`);
}
