import type { IndexFolderRecord } from './IndexFolder.js';

/** How far the longest stages of building an index folder are. */
export interface IndexProgress {
  stage: 'features' | 'preconditioner' | 'tokens' | 'suffixes' | 'root';
  /** Rows. */
  done: number;
  total: number;
}

/** A finished index folder. */
export interface BuiltIndexFolder extends IndexFolderRecord {
  /** An earlier run of the same inputs had left nothing to do. */
  wasFinished: boolean;
}
