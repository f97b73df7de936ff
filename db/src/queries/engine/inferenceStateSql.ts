/**
 * SQL for a digest that names exactly the payouts of inference `i`: who got how much in which role for which
 * contribution, whatever block they stand in. A reconciliation with another digest is about other payouts: stale.
 */
export const payoutsDigestSql = `'0x' || encode(sha256(convert_to(coalesce((
  SELECT string_agg(concat_ws(' ', p.recipient_id, p.role, p.claimed_contribution_id, p.amount_wei), ','
                    ORDER BY p.recipient_id, p.role, p.claimed_contribution_id, p.amount_wei)
  FROM payout p WHERE p.claimed_inference_id = i.id), ''), 'UTF8')), 'hex')`;

/**
 * SQL for whether the time to pay for inference `i` is over, in the chain's own time: by the newest block that holds an
 * event, or, on a silent chain, by the number of blocks that were indexed to the end since (a block takes a second or
 * more). Both move only with what was indexed, so nobody is accused while the index catches up.
 *
 * @param grace SQL for the grace period in seconds
 */
export function buildGraceOverSql(grace: string): string {
  return `(coalesce(i.settled_at < (SELECT max(b.timestamp) FROM block b) - make_interval(secs => ${grace}), false)
    OR coalesce((SELECT max(s.height) FROM squid_processor.status s) > i.block_number + ${grace}, false))`;
}
