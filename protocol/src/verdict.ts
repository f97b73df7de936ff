/** What a reconciliation concludes about one inference; `docs/attribution.md` §8 says when each applies. */
export const VERDICTS = [
  'MATCHED',
  'MISPAID',
  'UNDERPAID',
  'OVERPAID',
  'UNPAID',
  'FORGED_QUERY',
  'BAD_INDEX',
  'UNAVAILABLE',
  'PENDING',
] as const;
export type Verdict = (typeof VERDICTS)[number];
