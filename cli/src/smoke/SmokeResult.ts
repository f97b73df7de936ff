/** The last line of `tributary smoke`. */
export interface SmokeResult {
  /** Settled on chain and indexed. */
  readonly inferences: number;
  /** Of them, those with a verdict. */
  readonly reconciled: number;
  /** Wrong on purpose, and old enough to have been found out. */
  readonly planted: number;
  /** Of the planted ones, those found out as exactly what they are. */
  readonly caught: number;
  /** Honest ones with an accusing verdict. */
  readonly falselyAccused: number;
  /** 95th percentile from settlement to verdict; null while nothing has one. */
  readonly settledToVerdictMsP95: number | null;
}
