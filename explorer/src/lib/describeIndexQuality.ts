import type { ModelPageResult } from './api/operations.generated.ts';
import { formatInteger } from './format.ts';

/** How far to trust the shares of an index, as the model page has it. */
export type IndexQualityDetail = NonNullable<
  NonNullable<ModelPageResult['model']>['indexes']['nodes'][number]['quality']
>;

/** One figure in words. */
export interface QualitySentence {
  text: string;
  /** The index is not what it claims to be. */
  isAlarm: boolean;
}

/** The figures in plain sentences; nothing is said of what was not measured. */
export function describeIndexQuality(quality: IndexQualityDetail): QualitySentence[] {
  return [describeRows(quality), describeAnswers(quality), describeUnrelated(quality)].filter(
    (sentence) => sentence !== null,
  );
}

function describeRows({ rowsSampled, rowsConfirmed }: IndexQualityDetail): QualitySentence | null {
  if (!rowsSampled || rowsConfirmed === null) return null;
  if (rowsConfirmed === rowsSampled) {
    return plain(`${rowsConfirmed} of ${rowsSampled} sampled rows were computed again and agree.`);
  }
  const text = `Only ${rowsConfirmed} of ${rowsSampled} sampled rows agree when they are computed again: the index is not what this model gives.`;
  return { text, isAlarm: true };
}

function describeAnswers(quality: IndexQualityDetail): QualitySentence | null {
  const { answersAsked, answersAttributed, rightContributionBps, contributionCount } = quality;
  if (!answersAsked || answersAttributed === null) return null;
  const counted = `${answersAttributed} of ${answersAsked} of its own answers could be attributed`;
  if (rightContributionBps === null) return plain(`${counted}.`);
  const many = contributionCount !== null && contributionCount > 1;
  const among = many ? `, one of ${formatInteger(contributionCount)}` : '';
  return plain(
    `${counted}; ${percent(rightContributionBps)} of that pay went to the contribution whose prompt was asked${among}.`,
  );
}

function describeUnrelated({ unrelatedAsked, unrelatedAttributed }: IndexQualityDetail): QualitySentence | null {
  if (!unrelatedAsked || unrelatedAttributed === null) return null;
  const verb = unrelatedAttributed === 1 ? 'was' : 'were';
  const whom = unrelatedAttributed === 0 ? 'anybody' : 'somebody';
  return plain(`${unrelatedAttributed} of ${unrelatedAsked} unrelated sentences ${verb} attributed to ${whom}.`);
}

const plain = (text: string): QualitySentence => ({ text, isAlarm: false });

/** Whole percents, rounded down: a mean over two dozen answers knows no more. */
function percent(bps: number): string {
  return bps > 0 && bps < 100 ? 'less than 1 %' : `${Math.floor(bps / 100)} %`;
}
