import { normalizeText, shinglesOf } from '@tributary/protocol';
import type { Study } from './prepareStudy.ts';
import { TRANSFORMATIONS } from './transformations.ts';

/** What an attacker aims at: of every kind the paid greedy answer with the most shingles. Positions in `study.answers`. */
export function chooseTargets(study: Pick<Study, 'answers' | 'rowShares'>): number[] {
  const sizeOf = (q: number): number => shinglesOf(normalizeText(study.answers[q]!.completion)).size;
  return TRANSFORMATIONS.flatMap((_, kind) =>
    study.answers
      .flatMap((answer, q) => {
        const isPaid = study.rowShares['gradient/1'][q]!.some((share) => share > 0);
        return answer.source === 'greedy' && answer.kind === kind && isPaid ? [q] : [];
      })
      .sort((a, b) => sizeOf(b) - sizeOf(a))
      .slice(0, 1),
  );
}
