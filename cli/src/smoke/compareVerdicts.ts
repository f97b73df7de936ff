import { type Verdict } from '@tributary/protocol';
import { ACCUSING_VERDICTS } from '../api/ACCUSING_VERDICTS.js';

/** One inference as the public API shows it. */
export interface InferenceState {
  readonly inferenceId: string;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly settledAt: string;
  /** Null while there is no verdict. */
  readonly decidedAt: string | null;
  /** The engine's own sentence; null while there is no verdict. */
  readonly reason: string | null;
}

export interface Comparison {
  readonly inferences: number;
  readonly reconciled: number;
  readonly planted: number;
  readonly caught: number;
  readonly falselyAccused: number;
  /** How many were caught of each kind. */
  readonly caughtByKind: Readonly<Record<string, number>>;
  /** One sentence for each inference that is not what it should be. */
  readonly complaints: readonly string[];
}

/**
 * Holds the verdicts against what was planted. An inference counts as planted only when it settled before `dueBefore`:
 * a younger one may still be within its grace period. `UNAVAILABLE` for bytes that are there is no verdict yet.
 */
export function compareVerdicts(
  inferences: readonly InferenceState[],
  planted: ReadonlyMap<string, string>,
  dueBefore: Date,
): Comparison {
  const complaints: string[] = [];
  const caughtByKind: Record<string, number> = {};
  let reconciled = 0;
  let due = 0;
  let caught = 0;
  let falselyAccused = 0;
  for (const { inferenceId, verdict, settledAt, reason } of inferences) {
    const because = reason === null ? '' : ` (${reason})`;
    const kind = planted.get(inferenceId);
    const isFinal = verdict !== 'PENDING' && (verdict !== 'UNAVAILABLE' || kind === 'UNAVAILABLE');
    if (isFinal) reconciled += 1;
    if (kind === undefined) {
      if (!isAccusing(verdict)) continue;
      falselyAccused += 1;
      complaints.push(`Inference ${inferenceId} is honest but ${verdict}${because}.`);
    } else if (new Date(settledAt) < dueBefore) {
      due += 1;
      if (verdict === kind) {
        caught += 1;
        caughtByKind[kind] = (caughtByKind[kind] ?? 0) + 1;
      } else complaints.push(`Inference ${inferenceId} was planted as ${kind} but is ${verdict}${because}.`);
    }
  }
  return { inferences: inferences.length, reconciled, planted: due, caught, falselyAccused, caughtByKind, complaints };
}

/** Milliseconds from settlement to verdict that 95 % do not exceed; null when nothing is decided. */
export function getSettledToVerdictMsP95(inferences: readonly InferenceState[]): number | null {
  const durations = inferences
    .flatMap(({ settledAt, decidedAt }) => (decidedAt === null ? [] : [Date.parse(decidedAt) - Date.parse(settledAt)]))
    .sort((a, b) => a - b);
  return durations[Math.ceil(durations.length * 0.95) - 1] ?? null;
}

function isAccusing(verdict: Verdict): boolean {
  return ACCUSING_VERDICTS.some((accusing) => accusing === verdict);
}
