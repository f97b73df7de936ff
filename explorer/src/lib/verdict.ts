import type { Verdict } from './api/operations.generated.ts';

/** How a verdict is said: the word on a mark, the sentence on the inference's page, and how bad it is. */
export interface VerdictWords {
  word: string;
  sentence: string;
  tone: 'good' | 'wrong' | 'fraud' | 'unknown';
}

export const verdictWords: Record<Verdict, VerdictWords> = {
  MATCHED: { word: 'Matched', sentence: 'Everyone was paid exactly what the rule says.', tone: 'good' },
  MISPAID: { word: 'Mispaid', sentence: 'The right total was paid, but to the wrong people.', tone: 'wrong' },
  UNDERPAID: { word: 'Underpaid', sentence: 'Less was paid than is due.', tone: 'wrong' },
  OVERPAID: { word: 'Overpaid', sentence: 'More was paid than is due.', tone: 'wrong' },
  UNPAID: { word: 'Unpaid', sentence: 'Nobody was paid within the time allowed.', tone: 'wrong' },
  FORGED_QUERY: {
    word: 'Forged query',
    sentence: 'The operator’s record of this answer does not come from the model that is said to have given it.',
    tone: 'fraud',
  },
  BAD_INDEX: {
    word: 'Bad index',
    sentence: 'The published index is not the one that was committed on chain.',
    tone: 'fraud',
  },
  UNAVAILABLE: {
    word: 'Unavailable',
    sentence: 'The bytes needed to check this payment cannot be had, so it could not be judged.',
    tone: 'unknown',
  },
  PENDING: { word: 'Pending', sentence: 'This payment has not been checked yet.', tone: 'unknown' },
};

/** In the order they are shown. */
export const allVerdicts = Object.keys(verdictWords) as Verdict[];

/** Verdicts that say somebody was paid wrongly or tried to cheat. */
export const wrongVerdicts = allVerdicts.filter((verdict) => ['wrong', 'fraud'].includes(verdictWords[verdict].tone));

/** The verdicts named in a URL, "MISPAID,UNPAID"; unknown words are ignored. */
export function parseVerdicts(text: string | null): Verdict[] {
  const wanted = new Set((text ?? '').toUpperCase().split(','));
  return allVerdicts.filter((verdict) => wanted.has(verdict));
}
