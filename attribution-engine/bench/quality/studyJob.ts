import type { AttributionIndex, IndexRow } from '@tributary/attribution-engine';
import type { Example, LoraAdapter } from '@tributary/lora';

/** Training of one adapter; `weights` as in `trainAdapter`. */
export interface TrainingJob {
  readonly type: 'train';
  readonly examples: readonly Example[];
  readonly weights?: readonly number[];
  readonly seed: string;
  readonly epochs: number;
  /** Their losses under the trained adapter are measured. */
  readonly measured: readonly Example[];
  /** Whether the adapters after each epoch are wanted too. */
  readonly keepsEpochs?: boolean;
}

export interface TrainingResult {
  readonly adapter: LoraAdapter;
  /** After each epoch, the last included; empty unless wanted. */
  readonly epochs: readonly LoraAdapter[];
  /** Summed loss of each measured example, in nats. */
  readonly losses: Float64Array;
}

/** The rule's features: rows quantised into an index, queries projected and left as they are. */
export interface FeatureJob {
  readonly type: 'features';
  readonly adapter: LoraAdapter;
  readonly rows: readonly IndexRow[];
  readonly queries: readonly Example[];
  readonly blockDimension: number;
}

export interface FeatureResult {
  readonly index: AttributionIndex;
  /** Per query one projected block each. */
  readonly queries: readonly Float64Array[][];
}

export type StudyJob = TrainingJob | FeatureJob;
export type StudyResult<Job extends StudyJob> = Job extends TrainingJob ? TrainingResult : FeatureResult;
