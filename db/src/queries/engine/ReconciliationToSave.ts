/** A reconciliation as it is stored; amounts are exact. */
export interface ReconciliationToSave {
  inferenceId: string;
  inferenceBlockNumber: number;
  inferenceBlockHash: string;
  payoutsDigest: string;
  verdict: string;
  reason: string;
  feeWei: bigint;
  expectedWei: bigint | null;
  paidWei: bigint;
  unattributed: boolean | null;
  method: string | null;
  queryCosine: number | null;
  queryBlockError: number | null;
  backend: string | null;
  engineVersion: string;
  elapsedMs: number;
  attempts: number;
  retryAt: Date | null;
  /** Canonical JSON. */
  evidence: string;
  evidenceDigest: string;
  lines: readonly {
    recipient: string;
    role: string;
    contributionId: bigint;
    expectedWei: bigint | null;
    paidWei: bigint;
  }[];
  shares: readonly {
    contributionId: bigint;
    weight: bigint;
    shareBps: number;
    rows: readonly { row: number; line: number; weight: bigint }[];
  }[];
  spans:
    | readonly {
        start: number;
        end: number;
        tokenCount: number;
        rowCount: number;
        rows: readonly { contributionId: bigint; line: number }[];
      }[]
    | null;
}
