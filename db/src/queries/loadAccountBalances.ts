import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** What an account was paid and took, in wei. */
export interface AccountBalance {
  earnedWei: bigint;
  claimedWei: bigint;
}

/** In the order of `addresses`. */
export async function loadAccountBalances(db: ReadDatabase, addresses: readonly string[]): Promise<AccountBalance[]> {
  return db.load<AccountBalance>(sql`
    SELECT
      (SELECT coalesce(sum(p.amount_wei), 0) FROM payout p WHERE p.recipient_id = account.id) AS "earnedWei",
      (SELECT coalesce(sum(rc.amount_wei), 0) FROM reward_claim rc WHERE rc.recipient_id = account.id) AS "claimedWei"
    FROM unnest(${addresses}::text[]) WITH ORDINALITY AS account(id, position)
    ORDER BY account.position`);
}
