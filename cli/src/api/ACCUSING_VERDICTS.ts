import { type Verdict } from '@tributary/protocol';

/** The verdicts that say somebody was wronged or deceived. */
export const ACCUSING_VERDICTS = [
  'MISPAID',
  'UNDERPAID',
  'OVERPAID',
  'UNPAID',
  'FORGED_QUERY',
  'BAD_INDEX',
] as const satisfies readonly Verdict[];
