import { type Checkpoint } from '@tributary/chain';
import { type LedgerDeployment } from './readDeployment.js';

/** What is verified, and from where. */
export interface VerifySettings {
  endpoints: readonly string[];
  gateways: readonly string[];
  deployment: LedgerDeployment;
  /** Undefined: the deployment's first block. */
  from: number | undefined;
  /** Undefined: the newest finalized block. */
  to: number | undefined;
  /** Undefined: `to`. */
  asOf: number | undefined;
  /** Undefined: all of the range. */
  inferenceId: string | undefined;
  graceSeconds: number;
  verifyReceipts: boolean;
  checkpoint: Checkpoint | undefined;
  backend: string;
  memoryBytes: number;
}
