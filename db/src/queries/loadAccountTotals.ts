import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';
import { staleReconciliationSql } from './sources/ReconciliationRow';

/** All in wei. */
export interface AccountTotals {
  earnedWei: bigint;
  claimedWei: bigint;
  /** Due by the rule over current reconciliations. */
  expectedWei: bigint;
  /** Sum over current reconciliations of max(0, due − paid) for this account. */
  owedWei: bigint;
}

const nothing: AccountTotals = { earnedWei: 0n, claimedWei: 0n, expectedWei: 0n, owedWei: 0n };

/** What accounts earned, took and are owed, in the order of `addresses`. */
export async function loadAccountTotals(db: ReadDatabase, addresses: readonly string[]): Promise<AccountTotals[]> {
  const rows = await db.load<AccountTotals & { id: string }>(sql`
    SELECT account.id,
      (SELECT coalesce(sum(p.amount_wei), 0) FROM payout p WHERE p.recipient_id = account.id) AS "earnedWei",
      (SELECT coalesce(sum(rc.amount_wei), 0) FROM reward_claim rc WHERE rc.recipient_id = account.id) AS "claimedWei",
      due."expectedWei", due."owedWei"
    FROM unnest(${addresses}::text[]) AS account(id)
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
    ) AS due`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return addresses.map((address) => byId.get(address) ?? nothing);
}
