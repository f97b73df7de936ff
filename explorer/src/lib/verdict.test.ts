import { describe, expect, it } from 'vitest';
import { allVerdicts, parseVerdicts, verdictWords, wrongVerdicts } from './verdict.ts';

describe('verdicts', () => {
  it('reads them from a URL and ignores what is none', () => {
    expect(parseVerdicts('unpaid,MISPAID,<script>')).toEqual(['MISPAID', 'UNPAID']);
    expect(parseVerdicts(null)).toEqual([]);
  });

  it('counts neither a match nor an open case as wrong', () => {
    expect(wrongVerdicts).toEqual(['MISPAID', 'UNDERPAID', 'OVERPAID', 'UNPAID', 'FORGED_QUERY', 'BAD_INDEX']);
  });

  it('has its own word for each', () => {
    expect(new Set(allVerdicts.map((verdict) => verdictWords[verdict].word)).size).toBe(9);
  });
});
