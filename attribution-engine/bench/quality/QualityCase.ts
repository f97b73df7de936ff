/** One figure of the study and, where there is one, the bar it must reach. */
export interface QualityCase {
  /** Part of the study, such as `attacks`. */
  readonly part: string;
  readonly case: string;
  readonly unit: string;
  readonly ours: number;
  readonly bar?: number;
  /** Which side of the bar is good. */
  readonly good?: 'at least' | 'at most' | 'more than';
}

/** Whether a case meets its bar; undefined without one. */
export function meetsBar({ ours, bar, good }: QualityCase): boolean | undefined {
  if (bar === undefined) return undefined;
  if (good === 'at most') return ours <= bar;
  return good === 'more than' ? ours > bar : ours >= bar;
}
