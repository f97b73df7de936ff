import { expect, it } from 'vitest';
import { describeIndexQuality, type IndexQualityDetail } from './describeIndexQuality.ts';

const measured: IndexQualityDetail = {
  rowsSampled: 24,
  rowsConfirmed: 24,
  answersAsked: 24,
  answersAttributed: 19,
  rightContributionBps: 6199,
  contributionCount: 1024,
  unrelatedAsked: 12,
  unrelatedAttributed: 1,
  reason: null,
  retryAt: null,
  measuredAt: '2026-11-20T12:00:00.000Z',
};
const textsOf = (changed: Partial<IndexQualityDetail>): string[] =>
  describeIndexQuality({ ...measured, ...changed }).map(({ text }) => text);

it('says each figure in a sentence', () => {
  expect(textsOf({})).toEqual([
    '24 of 24 sampled rows were computed again and agree.',
    '19 of 24 of its own answers could be attributed; 61 % of that pay went to the contribution whose prompt was asked, one of 1,024.',
    '1 of 12 unrelated sentences was attributed to somebody.',
  ]);
  expect(textsOf({ rightContributionBps: 7, contributionCount: 1, unrelatedAttributed: 0 }).slice(1)).toEqual([
    '19 of 24 of its own answers could be attributed; less than 1 % of that pay went to the contribution whose prompt was asked.',
    '0 of 12 unrelated sentences were attributed to anybody.',
  ]);
});

it('raises an alarm when the index is not what the model gives', () => {
  const sentences = describeIndexQuality({ ...measured, rowsConfirmed: 23 });
  expect(sentences.map(({ isAlarm }) => isAlarm)).toEqual([true, false, false]);
  expect(sentences[0]!.text).toContain('Only 23 of 24');
});

it('says nothing of what was not measured', () => {
  expect(textsOf({ answersAttributed: 0, rightContributionBps: null })[1]).toBe(
    '0 of 24 of its own answers could be attributed.',
  );
  expect(textsOf({ rowsSampled: 0, rowsConfirmed: 0, answersAsked: 0, answersAttributed: 0 })).toHaveLength(1);
  const nothing = { rowsSampled: null, rowsConfirmed: null, answersAsked: null, answersAttributed: null };
  expect(textsOf({ ...nothing, unrelatedAsked: null, unrelatedAttributed: null })).toEqual([]);
});
