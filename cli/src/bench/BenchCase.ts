/**
 * One measured case. A file `<package>/bench/<name>.bench.ts` exports by default a function without parameters that
 * returns them, all at once or one after the other.
 */
export interface BenchCase {
  /** What was measured, such as `100,000 rows × 1,024, 1 thread`. */
  readonly case: string;
  /** Of `ours` and `peer`, such as `ms` or `rows/s`. */
  readonly unit: string;
  readonly ours: number;
  /** What else does the same, measured in the same run; absent when nothing else does. */
  readonly peer?: number;
  readonly peerName?: string;
}

/** A line of `tributary bench --json`. */
export interface BenchLine {
  readonly name: string;
  readonly case: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  /** ours / peer. */
  readonly ratio: number | null;
}

export function buildBenchLine(name: string, measured: BenchCase): BenchLine {
  const { unit, ours, peer = null, peerName = null } = measured;
  return { name, case: measured.case, unit, ours, peer, peerName, ratio: peer === null ? null : ours / peer };
}
