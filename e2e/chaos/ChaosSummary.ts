/** What a storm did and what it left; the last line of the output, as JSON. */
export interface ChaosSummary {
  readonly seed: string;
  readonly minutes: number;
  readonly events: number;
  /** Processes that were killed or stopped. */
  readonly ends: number;
  readonly rpcFaults: number;
  readonly reorgs: number;
  /** Processes that ended though nobody ended them, and were started again. */
  readonly ownEnds: number;
  readonly rpcRequests: number;
  readonly rpcRequestsSpoilt: number;
  /** How often the verifying endpoint left one aside because it lied. */
  readonly liarsNamed: number;
  readonly blocks: number;
  readonly inferences: number;
  /** From the end of the storm until index and verdicts were at the end of the chain. */
  readonly catchUpMs: number;
  readonly comparedRows: number;
  readonly comparedVerdictRows: number;
  /** Rows of chain tables that an index from scratch has otherwise, or not, or has and the disturbed one has not. */
  readonly differingRows: number;
  /** The same of reconciliations, their lines and shares. */
  readonly differingVerdicts: number;
}
