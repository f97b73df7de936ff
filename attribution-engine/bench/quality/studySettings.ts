import { COPY_STYLES, type CopyStyle } from './createAttackRows.ts';
import type { TaskShape } from './createTask.ts';

/** The adapter of the study: rank 8 on the query and value projections, as in the rule's own experiments. */
export const ADAPTER_SHAPE = { targetModules: ['q_proj', 'v_proj'], r: 8, alpha: 16 };
export const LEARNING_RATE = 1e-2;
export const EPOCHS = 4;
/** Of the model's own answers. */
export const MAX_ANSWER_TOKENS = 64;

/** Of each sort of unrelated text. */
export const UNRELATED_COUNT = 50;

/** How much is computed. */
export interface StudyScale {
  readonly name: 'full' | 'quick';
  readonly task: TaskShape;
  /** Documents the base model reads. */
  readonly baseDocumentCount: number;
  /** Random halves of the contributors, and training seeds for each: the luck of a seed moves losses as much as data. */
  readonly halves: { readonly count: number; readonly seedCount: number };
  /** Answers whose 30 heaviest rows are removed. */
  readonly removalCount: number;
  readonly copyStyles: readonly CopyStyle[];
  /** Shares of the training rows that an attacker supplies, in per cent. */
  readonly attackPercents: readonly number[];
  /** Retrainings for the division among contributors of one kind: subsets × seeds. */
  readonly sameKind: { readonly subsetCount: number; readonly seedCount: number };
}

export const FULL_SCALE: StudyScale = {
  name: 'full',
  task: { contributorsPerKind: 3, rowsPerContributor: 30, questionsPerKind: 5, seed: 'full' },
  baseDocumentCount: 28_000,
  halves: { count: 30, seedCount: 2 },
  removalCount: 9,
  copyStyles: COPY_STYLES,
  attackPercents: [1, 3, 10],
  sameKind: { subsetCount: 16, seedCount: 3 },
};

export const QUICK_SCALE: StudyScale = {
  name: 'quick',
  task: { contributorsPerKind: 3, rowsPerContributor: 10, questionsPerKind: 2, seed: 'quick' },
  baseDocumentCount: 4_000,
  halves: { count: 4, seedCount: 1 },
  removalCount: 3,
  copyStyles: ['exact'],
  attackPercents: [3],
  sameKind: { subsetCount: 3, seedCount: 1 },
};
