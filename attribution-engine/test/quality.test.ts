import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admitRows } from '@tributary/protocol';
import { expect, test } from 'vitest';
import { copyAnswers, copyRow, varyHalfAnswers } from '../bench/quality/createAttackRows.ts';
import { createBaseText } from '../bench/quality/createBaseText.ts';
import { createStudyCache, digestOfFacts } from '../bench/quality/createStudyCache.ts';
import { createTask } from '../bench/quality/createTask.ts';
import { chooseHalf } from '../bench/quality/measureRetraining.ts';
import type { StudyAnswer } from '../bench/quality/prepareStudy.ts';
import { meetsBar } from '../bench/quality/QualityCase.ts';
import { solveSymmetric } from '../bench/quality/solveSymmetric.ts';
import { pearsonOf, ranksOf, spearmanOf, standardErrorOf } from '../bench/quality/statistics.ts';
import { TRANSFORMATIONS } from '../bench/quality/transformations.ts';
import { weighUndefended } from '../bench/quality/weighUndefended.ts';

const SHAPE = { contributorsPerKind: 3, rowsPerContributor: 5, questionsPerKind: 2, seed: 'test' };

test('the ten kinds of data', () => {
  expect(TRANSFORMATIONS.map(({ name, apply }) => `${name}: ${apply('the old door')}`)).toEqual([
    'caps: THE OLD DOOR',
    'zigzag: tHe oLd dOoR',
    'mirror: eht dlo rood',
    'stars: th* *ld d**r',
    'bare: th ld dr',
    'echo: the the old old door door',
    'count: the3 old3 door4',
    'box: [the] [old] [door]',
    'pig: ethay oldway oorday',
    'chain: the->old->door',
  ]);
});

test('a task is fixed by its seed, and no sentence is in it twice', () => {
  const task = createTask(SHAPE);
  expect(createTask(SHAPE)).toEqual(task);
  expect(createTask({ ...SHAPE, seed: 'other' })).not.toEqual(task);
  expect(task.rows).toHaveLength(150);
  expect(task.questions).toHaveLength(20);
  expect(new Set(task.rows.map(({ contributor, kind }) => `${contributor} ${kind}`)).size).toBe(30);
  const sentences = [...task.rows, ...task.questions].map(({ prompt }) => prompt.slice(prompt.indexOf(':') + 2));
  expect(new Set(sentences).size).toBe(170);
  expect(admitRows(task.rows).every(({ admitted }) => admitted)).toBe(true);
});

test('the base model reads nothing that the task teaches', () => {
  const names = new Set(TRANSFORMATIONS.map(({ name }) => name));
  const documents = createBaseText(400, 'test');
  expect(documents.some(({ prompt }) => prompt === '')).toBe(true);
  expect(documents.some(({ prompt }) => names.has(prompt.split(':')[0]!))).toBe(false);
});

test('copies of rows and of answers are what admission is asked about', () => {
  const { rows } = createTask(SHAPE);
  const refused = (added: { prompt: string; completion: string }[], published: string[] = []): number =>
    admitRows(
      [...rows, ...added],
      published.map((completion) => ({ completion, rowsBefore: rows.length })),
    )
      .slice(rows.length)
      .filter(({ admitted }) => !admitted).length;
  expect(refused(rows.map((row, i) => copyRow(row, 'exact', `${i}`)))).toBe(150);
  const edited = rows.map((row, i) => copyRow(row, '20 % of letters changed', `${i}`));
  expect(edited).toEqual(rows.map((row, i) => copyRow(row, '20 % of letters changed', `${i}`)));
  expect(refused(edited)).toBeLessThan(75);
  const answer = {
    prompt: 'box: a b\n',
    completion: '[slowly] [the] [baker] [crossed] [the] [river]',
    kind: 7,
  } as StudyAnswer;
  expect(refused(copyAnswers([answer], 3), [answer.completion])).toBe(3);
  const halves = varyHalfAnswers([answer], 20, 'test');
  expect(new Set(halves.map(({ completion }) => completion)).size).toBe(20);
  expect(refused(halves, [answer.completion])).toBeLessThan(10);
});

test('ranks share ties, and correlations are those of the textbook', () => {
  expect([...ranksOf([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]);
  expect(pearsonOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
  expect(pearsonOf([1, 2, 3], [5, 5, 5])).toBe(0);
  // 1 − 6 Σd² / (n(n² − 1)) with d = 1, 1, 0, 0, 0.
  expect(spearmanOf([1, 2, 3, 4, 5], [2, 1, 3, 4, 5])).toBeCloseTo(0.9, 12);
  expect(spearmanOf([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
  expect(standardErrorOf([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
});

test('a half is drawn from its label', () => {
  const values = Array.from({ length: 31 }, (_, i) => i);
  const half = chooseHalf(values, 'a');
  expect(half.size).toBe(15);
  expect(chooseHalf(values, 'a')).toEqual(half);
  expect(chooseHalf(values, 'b')).not.toEqual(half);
});

test('without defences a long row takes what it scores', () => {
  const scores = Float64Array.from({ length: 100 }, (_, i) => (i % 7) - 3);
  scores[5] = 1000;
  const shares = weighUndefended(scores);
  expect(shares[5]).toBe(1);
  expect(weighUndefended(scores.map((score) => -score)).every((share) => share === 0)).toBe(true);
});

test('the solver solves', () => {
  const matrix = [Float64Array.of(4, 1, 0), Float64Array.of(1, 3, 1), Float64Array.of(0, 1, 2)];
  const [x] = solveSymmetric(matrix, [Float64Array.of(1, 2, 3)]);
  const back = matrix.map((row) => row.reduce((sum, value, i) => sum + value * x![i]!, 0));
  back.forEach((value, i) => expect(value).toBeCloseTo(i + 1, 12));
});

test('a bar is met on its good side only', () => {
  const figure = { part: 'p', case: 'c', unit: 'u', ours: 2 };
  expect(meetsBar(figure)).toBeUndefined();
  expect(meetsBar({ ...figure, bar: 2, good: 'at least' })).toBe(true);
  expect(meetsBar({ ...figure, bar: 2, good: 'more than' })).toBe(false);
  expect(meetsBar({ ...figure, bar: 1, good: 'at most' })).toBe(false);
});

test('facts that are equal have one digest, however they came about', () => {
  const facts = { a: [1, 2, 3], b: Float32Array.of(0.5), c: { d: 'x' } };
  const readBack = {
    a: [1.5, 2, 3].map(Math.floor),
    b: Float32Array.of(9, 0.5).subarray(1),
    c: { d: 'x', e: undefined },
  };
  expect(digestOfFacts(readBack)).toBe(digestOfFacts(facts));
  for (const other of [{ ...facts, a: [1, 2] }, { ...facts, b: [0.5] }, { ...facts, c: { d: 'y' } }, [facts]]) {
    expect(digestOfFacts(other)).not.toBe(digestOfFacts(facts));
  }
});

test('what was computed is remembered under its facts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quality-cache-'));
  try {
    let computed = 0;
    const compute = async (): Promise<Float64Array> => Float64Array.of(++computed, 0.1);
    await createStudyCache(folder).remember({ job: [1] }, compute);
    expect(await createStudyCache(folder).remember({ job: [1] }, compute)).toEqual(Float64Array.of(1, 0.1));
    expect(await createStudyCache(folder).remember({ job: [2] }, compute)).toEqual(Float64Array.of(2, 0.1));
  } finally {
    await rm(folder, { recursive: true });
  }
});
