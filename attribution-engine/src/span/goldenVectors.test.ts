/** The normative text `docs/attribution-span.md` and this code say the same: its golden vectors are recomputed here. */
import { readFileSync } from 'node:fs';
import { sharesRoot, type ContributionWeight } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { attributeRetrieval } from '../retrieval/attributeRetrieval.js';
import { parseRetrieval } from '../retrieval/parseRetrieval.js';
import { attributeSpans } from './attributeSpans.js';
import { buildSpanTables } from './buildSpanTables.js';
import { checkSpanIndex } from './checkSpanIndex.js';
import { informationOf } from './informationOf.js';
import { rootOfSpanIndex, spanRecordDigest } from './rootOfSpanIndex.js';
import { createSpanIndex } from './spanIndex.js';

const text = readFileSync(new URL('../../../docs/attribution-span.md', import.meta.url), 'utf8');
const vectors = new Map(
  [...text.matchAll(/```json vector:(\w+)\n(.*)\n```/g)].map(([, name, json]) => [name!, JSON.parse(json!) as never]),
);
const vector = <T>(name: string): T => vectors.get(name)! as T;

interface SharesVector {
  unattributed: boolean;
  scores: [number, string][];
  shares: [string, string][];
  sharesRoot?: string;
}

function summarize(result: {
  unattributed: boolean;
  scores: { row: number; score: bigint }[];
  shares: ContributionWeight[];
}): Omit<SharesVector, 'sharesRoot'> {
  return {
    unattributed: result.unattributed,
    scores: result.scores.map(({ row, score }) => [row, `${score}`]),
    shares: result.shares.map(({ contributionId, weight }) => [`${contributionId}`, `${weight}`]),
  };
}

describe('docs/attribution-span.md', () => {
  it('has all its vectors', () => {
    expect([...vectors.keys()]).toEqual(['index', 'information', 'spans', 'shares', 'retrieval']);
  });

  const index = vector<{
    vocabularySize: number;
    rows: { contribution: number; line: number; tokens: number[] }[];
    text: number[];
    suffix: number[];
    record0: string;
    root: string;
  }>('index');
  const tables = buildSpanTables(
    index.rows.map(({ contribution, line, tokens }) => ({ tokens, contributionId: contribution, line })),
    { vocabularySize: index.vocabularySize, tokenizerDigest: '' },
  );
  const { answer, spans } = vector<{ answer: number[]; spans: unknown }>('spans');
  const attribution = attributeSpans(createSpanIndex(tables), answer);

  it('§2 index', () => {
    expect([...tables.symbols]).toEqual(index.text);
    expect([...tables.suffixes]).toEqual(index.suffix);
    expect(spanRecordDigest(index.rows[0]!.tokens)).toBe(index.record0);
    checkSpanIndex(createSpanIndex(tables));
    expect(rootOfSpanIndex(createSpanIndex(tables))).toBe(index.root);
  });

  it('§3 information', () => {
    for (const { count, total, information } of vector<{ count: number; total: number; information: number }[]>(
      'information',
    )) {
      expect(informationOf(count, total)).toBe(information);
    }
  });

  it('§3 spans', () => expect(attribution.spans).toEqual(spans));

  it('§4 shares', () => {
    const { sharesRoot: root, ...expected } = vector<SharesVector>('shares');
    expect(summarize(attribution)).toEqual(expected);
    expect(sharesRoot(attribution.shares)).toBe(root);
  });

  it('§6 retrieval', () => {
    const { prompt, completion, retrieval, ...expected } = vector<
      SharesVector & { prompt: string; completion: string; retrieval: unknown }
    >('retrieval');
    const chunks = parseRetrieval(retrieval, prompt);
    expect(summarize(attributeRetrieval(prompt, completion, chunks))).toEqual(expected);
  });
});
