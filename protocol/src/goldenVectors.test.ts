/** The normative text `docs/attribution.md` and this code say the same: its golden vectors are recomputed here. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  RawScores,
  RowNorms,
  admitRows,
  cidOf,
  computeFee,
  contributionWeights,
  createSeededRandom,
  digestOf,
  encodeRecord,
  expectedPayouts,
  exponentUnit,
  findFamilies,
  indexRoot,
  integerVector,
  quantizeBlock,
  quantizeRecord,
  rowClips,
  sharesRoot,
  weighRows,
  weighRowsInStages,
  type PayoutItem,
  type PublishedAnswer,
  type Row,
  type RowWeight,
} from './index.js';

const text = readFileSync(new URL('../../docs/attribution.md', import.meta.url), 'utf8');
const vectors = new Map(
  [...text.matchAll(/```json vector:(\w+)\n(.*)\n```/g)].map(([, name, json]) => [name!, JSON.parse(json!) as never]),
);
const vector = <T>(name: string): T => vectors.get(name)! as T;
const bigints = (values: readonly string[]): bigint[] => values.map(BigInt);
const sparse = (weights: readonly string[]): RowWeight[] =>
  bigints(weights).flatMap((weight, row) => (weight > 0n ? [{ row, weight }] : []));

interface RecordVector {
  exponents: number[];
  values: number[];
}
interface WeightVector {
  scores: string[];
  clips: string[];
  unattributed: boolean;
  reason?: string;
  weights: string[];
}

describe('docs/attribution.md', () => {
  it('has all its vectors', () => {
    expect([...vectors.keys()].sort()).toEqual(
      'admission clips families gate index payouts projection quantize random record scores shares stages unattributed weights'.split(
        ' ',
      ),
    );
  });

  it('random', () => {
    const { label, u32 } = vector<{ label: string; u32: number[] }>('random');
    const random = createSeededRandom(label);
    expect(u32.map(() => random.nextU32())).toEqual(u32);
  });

  it('§0 admission', () => {
    const { rows, publishedAnswers, admissions } = vector<{
      rows: { prompt: string; completion: string }[];
      publishedAnswers: PublishedAnswer[];
      admissions: unknown[];
    }>('admission');
    expect(admitRows(rows, publishedAnswers)).toEqual(admissions);
  });

  it('§0 families', () => {
    const { earlier, rows, publishedAnswers, families } = vector<{
      earlier: { count: number; row: Row };
      rows: Row[];
      publishedAnswers: PublishedAnswer[];
      families: number[];
    }>('families');
    const all = [...Array.from({ length: earlier.count }, () => earlier.row), ...rows];
    expect([...findFamilies(all, publishedAnswers)].slice(earlier.count)).toEqual(families);
  });

  it('§3 quantize', () => {
    for (const { values, exponent, int8 } of vector<{ values: number[]; exponent: number; int8: number[] }[]>(
      'quantize',
    )) {
      const into = new Int8Array(values.length);
      expect(quantizeBlock(Float64Array.from(values), into)).toBe(exponent);
      expect([...into]).toEqual(int8);
    }
  });

  it('§3 record', () => {
    const { blocks, hex, digest, cid } = vector<{ blocks: number[][]; hex: string; digest: string; cid: string }>(
      'record',
    );
    const bytes = encodeRecord(quantizeRecord(blocks.map((block) => Float64Array.from(block))));
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
    expect(digestOf(bytes)).toBe(digest);
    expect(cidOf(digest)).toBe(cid);
  });

  const { dimensions, rows, unit, clips } = vector<{
    dimensions: number[];
    rows: RecordVector[];
    unit: number;
    clips: string[];
  }>('clips');
  const matrix = {
    values: Int8Array.from(rows.flatMap((row) => row.values)),
    exponents: Int8Array.from(rows.flatMap((row) => row.exponents)),
  };

  it('§3 index', () => {
    const records = rows.map((row, i) => ({
      contribution: i + 1,
      record: encodeRecord({ exponents: Int8Array.from(row.exponents), values: Int8Array.from(row.values) }),
    }));
    const { root, families, rootWithFamilies } = vector<{ root: string; families: number[]; rootWithFamilies: string }>(
      'index',
    );
    expect(indexRoot(records)).toBe(root);
    expect(indexRoot(records.map((record, i) => ({ ...record, family: families[i]! })))).toBe(rootWithFamilies);
  });

  it('§5 scores', () => {
    const {
      query,
      dots,
      scores,
      unit: scoreUnit,
    } = vector<{
      query: RecordVector;
      dots: number[];
      scores: string[];
      unit: number;
    }>('scores');
    const record = { exponents: Int8Array.from(query.exponents), values: Int8Array.from(query.values) };
    expect(exponentUnit(matrix, dimensions) + exponentUnit(record, dimensions)).toBe(scoreUnit);
    const raw = new RawScores(scores.length);
    raw.combine(0, Int32Array.from(dots), matrix.exponents, record, scoreUnit);
    expect(scores.map((_, row) => `${raw.exact(row)}`)).toEqual(scores);
  });

  it('§6 clips', () => {
    expect(exponentUnit(matrix, dimensions)).toBe(unit);
    const norms = new RowNorms(clips.length);
    norms.measure(0, matrix.values, matrix.exponents, dimensions);
    expect([...rowClips(norms)].map(String)).toEqual(clips);
  });

  it('§6 stages', () => {
    const { start, all, families, weights } = vector<{
      start: { scores: string[]; clips: string[] };
      all: { scores: string[]; clips: string[] };
      families: number[];
      weights: string[];
    }>('stages');
    const clippable = ({ scores, clips: factors }: typeof all) => ({
      scores: integerVector(bigints(scores)),
      clips: Uint32Array.from(factors, Number),
    });
    const weighed = weighRowsInStages({
      start: clippable(start),
      all: clippable(all),
      families: Uint32Array.from(families),
    });
    expect(weighed).toEqual({ unattributed: false, weights: sparse(weights) });
  });

  it.each(['weights', 'gate'])('§6 %s', (name) => {
    const { scores, clips: factors, weights, unattributed, reason } = vector<WeightVector>(name);
    const expected = { unattributed, weights: sparse(weights), ...(reason !== undefined && { reason }) };
    expect(weighRows(integerVector(bigints(scores)), Uint32Array.from(factors, Number))).toEqual(expected);
  });

  const {
    contributions,
    shares,
    sharesRoot: root,
  } = vector<{
    contributions: number[];
    shares: [string, string][];
    sharesRoot: string;
  }>('shares');
  const weighed = contributionWeights(sparse(vector<WeightVector>('weights').weights), Uint32Array.from(contributions));

  it('§6 shares', () => {
    expect(weighed.map(({ contributionId, weight }) => [`${contributionId}`, `${weight}`])).toEqual(shares);
    expect(sharesRoot(weighed)).toBe(root);
  });

  it('§7 payouts', () => {
    const { policy, inputTokens, outputTokens, feeWei, payouts } = vector<{
      policy: Record<'inputRateWei' | 'outputRateWei' | 'platformFeeWei', string> &
        Record<'modelBps' | 'stakerBps' | 'contributorBps', number>;
      inputTokens: number;
      outputTokens: number;
      feeWei: string;
      payouts: unknown[];
    }>('payouts');
    const exact = {
      ...policy,
      inputRateWei: BigInt(policy.inputRateWei),
      outputRateWei: BigInt(policy.outputRateWei),
      platformFeeWei: BigInt(policy.platformFeeWei),
    };
    const fee = computeFee(exact, { inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens) });
    expect(`${fee}`).toBe(feeWei);
    const recipients = {
      platform: '0xa',
      model: '0xb',
      staker: '0xc',
      unattributed: '0xd',
      contributor: (): string => '0xe',
    };
    const list = (items: readonly PayoutItem[]): unknown[] =>
      items.map(({ role, contributionId, amountWei }) => [role, `${contributionId}`, `${amountWei}`]);
    expect(list(expectedPayouts(fee, exact, weighed, recipients))).toEqual(payouts);
    expect(list(expectedPayouts(fee, exact, [], recipients))).toEqual(vector('unattributed'));
  });
});
