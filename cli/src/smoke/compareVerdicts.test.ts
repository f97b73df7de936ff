import { describe, expect, test } from 'vitest';
import { compareVerdicts, getSettledToVerdictMsP95, type InferenceState } from './compareVerdicts.js';

const OLD = '2026-01-01T00:00:00.000Z';
const DUE_BEFORE = new Date('2026-01-01T00:00:10.000Z');
const YOUNG = '2026-01-01T00:00:11.000Z';

function stateOf(inferenceId: string, verdict: InferenceState['verdict'], settledAt = OLD): InferenceState {
  return {
    inferenceId,
    verdict,
    settledAt,
    decidedAt: verdict === 'PENDING' ? null : DUE_BEFORE.toISOString(),
    reason: null,
  };
}

describe('compareVerdicts', () => {
  test('a planted one is caught only as exactly what it is', () => {
    const planted = new Map([
      ['1', 'MISPAID'],
      ['2', 'UNPAID'],
      ['3', 'OVERPAID'],
    ]);
    const states = [
      stateOf('1', 'MISPAID'),
      stateOf('2', 'UNDERPAID'),
      stateOf('3', 'MATCHED'),
      stateOf('4', 'MATCHED'),
    ];
    expect(compareVerdicts(states, planted, DUE_BEFORE)).toEqual({
      inferences: 4,
      reconciled: 4,
      planted: 3,
      caught: 1,
      falselyAccused: 0,
      caughtByKind: { MISPAID: 1 },
      complaints: [
        'Inference 2 was planted as UNPAID but is UNDERPAID.',
        'Inference 3 was planted as OVERPAID but is MATCHED.',
      ],
    });
  });

  test('a young planted one does not count yet, whatever its verdict', () => {
    const planted = new Map([['1', 'UNPAID']]);
    const comparison = compareVerdicts([stateOf('1', 'PENDING', YOUNG)], planted, DUE_BEFORE);
    expect(comparison).toMatchObject({ planted: 0, caught: 0, reconciled: 0, complaints: [] });
  });

  test('an old planted one that is still pending is a complaint', () => {
    const comparison = compareVerdicts([stateOf('1', 'PENDING')], new Map([['1', 'UNPAID']]), DUE_BEFORE);
    expect(comparison).toMatchObject({ planted: 1, caught: 0, complaints: [expect.stringContaining('is PENDING')] });
  });

  test('an honest one with an accusing verdict is falsely accused', () => {
    const comparison = compareVerdicts([stateOf('1', 'BAD_INDEX', YOUNG)], new Map(), DUE_BEFORE);
    expect(comparison).toMatchObject({ falselyAccused: 1, complaints: ['Inference 1 is honest but BAD_INDEX.'] });
  });

  test("the engine's own reason is told", () => {
    const state = { ...stateOf('1', 'UNPAID'), reason: 'no payout' };
    expect(compareVerdicts([state], new Map(), DUE_BEFORE).complaints).toEqual([
      'Inference 1 is honest but UNPAID (no payout).',
    ]);
  });

  test('missing bytes are a verdict only where they were planted', () => {
    const states = [stateOf('1', 'UNAVAILABLE'), stateOf('2', 'UNAVAILABLE')];
    const comparison = compareVerdicts(states, new Map([['1', 'UNAVAILABLE']]), DUE_BEFORE);
    expect(comparison).toMatchObject({ reconciled: 1, caught: 1, falselyAccused: 0 });
  });
});

test('the 95th percentile is a duration that was measured', () => {
  const states = Array.from({ length: 20 }, (_, index) => ({
    ...stateOf(String(index), 'MATCHED'),
    decidedAt: new Date(Date.parse(OLD) + (index + 1) * 100).toISOString(),
  }));
  expect(getSettledToVerdictMsP95(states)).toBe(1900);
  expect(getSettledToVerdictMsP95([stateOf('1', 'PENDING')])).toBeNull();
});
