import type { Row } from '@tributary/protocol';
import { createSentences } from './createSentences.ts';
import { TRANSFORMATIONS } from './transformations.ts';

/** A training row of the task. */
export interface TaskRow extends Row {
  /** Position in {@link TRANSFORMATIONS}. */
  readonly kind: number;
  /** Who supplied it, from 1. */
  readonly contributor: number;
}

/** A prompt that training never saw, with the right answer. */
export interface TaskQuestion extends Row {
  readonly kind: number;
}

export interface Task {
  /** In the order of commitment: contributor by contributor. */
  readonly rows: readonly TaskRow[];
  readonly questions: readonly TaskQuestion[];
}

export interface TaskShape {
  readonly contributorsPerKind: number;
  readonly rowsPerContributor: number;
  readonly questionsPerKind: number;
  readonly seed: string;
}

/** Ten kinds of short rewriting tasks, each supplied by its own contributors; no sentence occurs twice. */
export function createTask(shape: TaskShape): Task {
  const { contributorsPerKind, rowsPerContributor, questionsPerKind, seed } = shape;
  const rowCount = TRANSFORMATIONS.length * contributorsPerKind * rowsPerContributor;
  const sentences = createSentences(rowCount + TRANSFORMATIONS.length * questionsPerKind, seed);
  const write = (kind: number, sentence: string): Row => {
    const { name, apply } = TRANSFORMATIONS[kind]!;
    return { prompt: `${name}: ${sentence}\n`, completion: apply(sentence) };
  };
  const rows = Array.from({ length: rowCount }, (_, i): TaskRow => {
    const contributor = Math.floor(i / rowsPerContributor);
    const kind = Math.floor(contributor / contributorsPerKind);
    return { ...write(kind, sentences[i]!), kind, contributor: contributor + 1 };
  });
  const questions = TRANSFORMATIONS.flatMap((_, kind) =>
    Array.from({ length: questionsPerKind }, (_, i): TaskQuestion => ({
      ...write(kind, sentences[rowCount + kind * questionsPerKind + i]!),
      kind,
    })),
  );
  return { rows, questions };
}
