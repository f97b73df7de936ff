import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from './createAnswerScorer.ts';
import type { Study } from './prepareStudy.ts';
import { meetsBar, type QualityCase } from './QualityCase.ts';

/** What `quality.json` holds. */
interface QualityReport {
  readonly rules: readonly string[];
  /** Digest of the base model. */
  readonly base: string;
  readonly rows: number;
  readonly contributors: number;
  readonly answers: number;
  readonly retrainings: number;
  readonly cases: readonly QualityCase[];
}

/** The parts of the study, in the words of a reader. */
const PARTS: Readonly<Record<string, string>> = {
  oracles: 'Against exact answers',
  kinds: 'Is the right kind of data paid?',
  retraining: 'Does pay foretell what retraining without somebody does?',
  removal: 'Does the answer get worse without its top rows?',
  forgery: 'Are honest recomputations accepted and forged ones refused?',
  attacks: 'What can be gained by cheating?',
  'same kind': 'Is the division among contributors of the same kind right?',
};

/** Writes `quality.json` and, made from it, `quality.md`. */
export function writeQualityReport(folder: string, study: Study, cases: readonly QualityCase[]): void {
  const { scale, task, base, answers } = study;
  const report: QualityReport = {
    rules: RULES,
    base: base.digest,
    rows: task.rows.length,
    contributors: new Set(task.rows.map(({ contributor }) => contributor)).size,
    answers: answers.length,
    retrainings: scale.halves.count * scale.halves.seedCount,
    cases: cases.map((measured) => ({ ...measured, ours: Number(measured.ours.toPrecision(6)) })),
  };
  writeFileSync(join(folder, 'quality.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, 'quality.md'), formatReport(report));
}

function formatReport(report: QualityReport): string {
  const barred = report.cases.filter((measured) => meetsBar(measured) !== undefined);
  const metCount = barred.filter((measured) => meetsBar(measured)).length;
  const sections = [...new Set(report.cases.map(({ part }) => part))].map(
    (part) => `## ${PARTS[part] ?? part}\n\n${formatTable(report.cases.filter((measured) => measured.part === part))}`,
  );
  return `# How far to trust a share

Written by \`npm run bench -- quality\`; the same figures are in \`quality.json\`. The rules
${report.rules.map((rule) => `\`${rule}\``).join(' and ')} on a task written for the purpose: ten kinds of short rewriting exercises, ${report.rows} training rows of
${report.contributors} contributors, ${report.answers} answers (reference, greedy and sampled, a third each), a base model of
0.8 million parameters, an adapter of rank 8. Completion tokens only. ${metCount} of ${barred.length} bars are met.

A bar is what the project asks of itself; a figure without one is there to be known. All of it was measured on this one
small model: larger ones have to be measured again.

${sections.join('\n\n')}
`;
}

function formatTable(cases: readonly QualityCase[]): string {
  const lines = cases.map((measured) => {
    const { case: name, unit, ours, bar, good } = measured;
    const met = meetsBar(measured);
    const verdict = met === undefined ? '' : `${good} ${bar}, ${met ? 'met' : '**missed**'}`;
    return `| ${name} | ${formatFigure(ours)} | ${unit} | ${verdict} |`;
  });
  return `| figure | measured | unit | bar |\n| --- | ---: | --- | --- |\n${lines.join('\n')}`;
}

function formatFigure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
