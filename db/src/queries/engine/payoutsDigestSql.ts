/**
 * SQL for a digest that names exactly the payouts of inference `i`: who got how much in which role for which
 * contribution, whatever block they stand in. A reconciliation with another digest is about other payouts: stale.
 */
export const payoutsDigestSql = `'0x' || encode(sha256(convert_to(coalesce((
  SELECT string_agg(concat_ws(' ', p.recipient_id, p.role, p.claimed_contribution_id, p.amount_wei), ','
                    ORDER BY p.recipient_id, p.role, p.claimed_contribution_id, p.amount_wei)
  FROM payout p WHERE p.claimed_inference_id = i.id), ''), 'UTF8')), 'hex')`;

/** SQL for the chain's own clock: the time of the newest block that was indexed. Null before the first one. */
export const chainClockSql = `(SELECT max(b.timestamp) FROM block b)`;
