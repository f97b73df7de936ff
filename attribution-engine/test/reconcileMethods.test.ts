/** Other methods than gradients go through the same checks, the same division and the same verdicts. */
import { digestOf, expectedPayouts, sharesRoot, type Digest } from '@tributary/protocol';
import { expect, it } from 'vitest';
import { readerOf, type AttributionIndex } from '../src/index/attributionIndex.js';
import { encodeIndex } from '../src/index/indexFile.js';
import { rootOfIndex } from '../src/index/rootOfIndex.js';
import type { Answer, AttributionMethod, ContributionSource } from '../src/method/AttributionMethod.js';
import { createGradientMethod } from '../src/method/createGradientMethod.js';
import { createRetrievalMethod } from '../src/method/createRetrievalMethod.js';
import { createSpanMethod } from '../src/method/createSpanMethod.js';
import { createModelAttribution } from '../src/model/createModelAttribution.js';
import { ModelLibrary } from '../src/model/modelLibrary.js';
import type { InferenceFacts } from '../src/reconcile/inferenceFacts.js';
import { reconcileInference } from '../src/reconcile/reconcileInference.js';
import type { ReconciliationResult } from '../src/reconcile/reconciliation.js';
import { openBackend } from '../src/score/openBackend.js';
import { buildSpanTables } from '../src/span/buildSpanTables.js';
import { encodeSpanTables } from '../src/span/encodeSpanTables.js';
import { rootOfSpanIndex } from '../src/span/rootOfSpanIndex.js';
import { createSpanIndex, type SpanTables } from '../src/span/spanIndex.js';
import { encodeQuery, encodeTranscript, type Transcript } from '../src/transcript.js';
import {
  COMPLETION,
  CONTRIBUTORS,
  NOBODY,
  NO_SOURCE,
  OWNER,
  PLATFORM,
  POLICY,
  PROMPT,
  STAKER,
  createTinyNetwork,
  uriOf,
} from './tinyNetwork.js';

const network = await createTinyNetwork();
const blobs = network.createBlobs();
const honest = await network.settle(blobs);
const library = new ModelLibrary(blobs, await openBackend('reference'), {
  ...{ modelBytes: 1 << 24, indexBytes: 1 << 24, memoryBytes: 1 << 24, models: 4 },
});

const EOS = network.base.tokenizer.eosId;
const TABLES: SpanTables = buildSpanTables(
  network.index.examples!.map(({ completionIds }, row) => ({
    tokens: completionIds.slice(0, -1),
    contributionId: network.index.contributions[row]!,
    line: network.index.lines[row]!,
  })),
  { vocabularySize: network.base.config.vocabSize, tokenizerDigest: '' },
);
const SPAN_INDEX = createSpanIndex(TABLES);

/** Settles an answer by a method as an honest gateway would; `change` makes of the transcript what is published. */
async function settleBy(
  method: AttributionMethod,
  answer: Answer,
  index: { bytes: Uint8Array; root: Digest },
  source: ContributionSource,
  change: (transcript: Transcript) => Transcript = (transcript) => transcript,
): Promise<InferenceFacts> {
  const query = await method.computeQuery(answer);
  const { shares } = await method.attribute(query, answer, source);
  const { prompt, completion, promptIds, completionIds, retrieval } = answer;
  const transcript = change({
    ...honest.transcript,
    ...{ prompt, completion, promptTokenIds: [...promptIds], completionTokenIds: [...completionIds] },
    query: { method: method.name, record: encodeQuery(query).base64 },
    ...(retrieval !== undefined && { retrieval }),
  });
  const digest = blobs.put(encodeTranscript(transcript).bytes);
  return {
    ...honest.facts,
    transcript: { digest, uri: uriOf(digest) },
    index: {
      ...honest.facts.index!,
      ...{ method: method.name, root: index.root, uri: uriOf(blobs.put(index.bytes)) },
    },
    attribution: {
      ...honest.facts.attribution!,
      ...{ method: method.name, queryDigest: encodeQuery(query).digest, sharesRoot: sharesRoot(shares) },
    },
    payouts: expectedPayouts(honest.facts.feeWei, POLICY, shares, {
      ...{ platform: PLATFORM, staker: STAKER, model: OWNER, unattributed: NOBODY },
      contributor: (id) => CONTRIBUTORS.get(id.toString())!,
    }),
  };
}

/** The index with a row once more, some times; it does not tell what its rows were. */
function repeatRow(index: AttributionIndex, row: number, times: number): AttributionIndex {
  const rows = [...index.contributions.keys(), ...Array.from({ length: times }, () => row)];
  const pick = <T extends Int8Array | Uint32Array>(values: T): T => {
    const width = values.length / index.contributions.length;
    const picked = rows.flatMap((from) => [...values.subarray(from * width, (from + 1) * width)]);
    return (values instanceof Int8Array ? Int8Array.from(picked) : Uint32Array.from(picked)) as T;
  };
  const { examples: _, ...rest } = index;
  return {
    ...rest,
    values: pick(index.values),
    exponents: pick(index.exponents),
    contributions: pick(index.contributions),
    lines: pick(index.lines),
  };
}

const decide = (facts: InferenceFacts, source = NO_SOURCE): Promise<ReconciliationResult> =>
  reconcileInference(facts, { library, source, loadContributors: async () => CONTRIBUTORS });

const ANSWER: Answer = { prompt: PROMPT, completion: COMPLETION, ...network.encode(PROMPT, COMPLETION) };
const settleBySpans = (change?: (transcript: Transcript) => Transcript, tables = TABLES): Promise<InferenceFacts> =>
  settleBy(
    createSpanMethod(SPAN_INDEX, EOS),
    ANSWER,
    { bytes: encodeSpanTables(tables), root: rootOfSpanIndex(SPAN_INDEX) },
    NO_SOURCE,
    change,
  );

const SPANS = [
  {
    start: 0,
    end: COMPLETION.length,
    tokenCount: expect.any(Number) as number,
    rowCount: 1,
    rows: [{ contributionId: 2n, line: 0 }],
  },
];

it('gradient/1 says which words of the answer stand in training rows, and pays nothing by it', async () => {
  const { verdict, spans } = await decide(honest.facts);
  expect([verdict, spans]).toEqual(['MATCHED', SPANS]);
});

it('gradient/2 pays a family of copies no more than one row, and its families are bound by the root', async () => {
  const method = network.index.method.replace('gradient/1', 'gradient/2');
  const copied = repeatRow(network.index, 0, 4);
  /** Settles under an index whose rows have these families. */
  const settle = async (families: Uint32Array): Promise<InferenceFacts> => {
    const index = { ...copied, method, families };
    const backend = await openBackend('reference');
    const attribution = await createModelAttribution(network.base, network.adapter, readerOf(index), backend);
    const committed = { bytes: encodeIndex(index), root: await rootOfIndex(readerOf(index)) };
    return settleBy(createGradientMethod(method, attribution, backend), ANSWER, committed, NO_SOURCE);
  };
  const apart = copied.contributions.map(() => 0);
  const ofApart = await decide(await settle(apart));
  expect([ofApart.verdict, ofApart.method]).toEqual(['MATCHED', method]);
  const rows = ofApart.shares.flatMap((share) => share.rows);
  expect(rows.length).toBeGreaterThan(1);
  const cap = rows.reduce((most, { weight }) => (weight > most ? weight : most), 0n);

  const paid = await settle(apart.map((_, row) => (rows.some((one) => one.row === row) ? 1 : 0)));
  const ofFamily = await decide(paid);
  expect(ofFamily.verdict).toBe('MATCHED');
  const total = ofFamily.shares.reduce((sum, { weight }) => sum + weight, 0n);
  expect(total).toBeLessThanOrEqual(cap);
  expect(total).toBeGreaterThan(cap - BigInt(rows.length));

  const hidden = encodeIndex({ ...copied, method, families: apart });
  const uri = uriOf(blobs.put(hidden));
  expect((await decide({ ...paid, index: { ...paid.index!, uri } })).verdict).toBe('BAD_INDEX');
});

it('span/1 pays the rows that hold the answer word for word', async () => {
  const facts = await settleBySpans();
  const result = await decide(facts);
  expect(result).toMatchObject({ verdict: 'MATCHED', method: 'span/1', backend: 'cpu', spans: SPANS });
  expect(result.shares.map(({ contributionId }) => contributionId)).toEqual([2n]);
  expect(facts.payouts.some(({ recipient }) => recipient === CONTRIBUTORS.get('2'))).toBe(true);
});

it('span/1 refuses a query of other tokens, and an index that hides a row under its root', async () => {
  const other = (transcript: Transcript): Transcript => ({
    ...transcript,
    query: { ...transcript.query, record: Buffer.from(Uint32Array.of(1, 2, 3).buffer).toString('base64') },
  });
  expect((await decide(await settleBySpans(other))).verdict).toBe('FORGED_QUERY');
  const hidden = { ...TABLES, suffixes: TABLES.suffixes.toSorted() };
  expect((await decide(await settleBySpans(undefined, hidden))).verdict).toBe('BAD_INDEX');
  const stolen = { ...TABLES, contributions: TABLES.contributions.map(() => 5) };
  expect((await decide(await settleBySpans(undefined, stolen))).verdict).toBe('BAD_INDEX');
});

it('retrieval/1 pays for chunks that stand where they are said to, and refuses others', async () => {
  const text = 'A stream is a sequence of bytes.';
  const row = { prompt: PROMPT, completion: text };
  const source: ContributionSource = {
    fetchRow: async (contributionId, line) => (contributionId === 4 && line === 1 ? row : undefined),
  };
  const settle = (contributionId: number): Promise<InferenceFacts> => {
    const prompt = `${text}\n\nSay what it is.`;
    const retrieval = [{ contributionId, line: 1, digest: digestOf(new TextEncoder().encode(text)), text }];
    const answer = { prompt, completion: text, ...network.encode(prompt, text), retrieval };
    const anywhere: ContributionSource = { fetchRow: async () => row };
    const noIndex = { bytes: new Uint8Array(), root: `0x${'0'.repeat(64)}` as const };
    return settleBy(createRetrievalMethod(), answer, noIndex, anywhere);
  };
  const paid = await decide(await settle(4), source);
  expect(paid).toMatchObject({ verdict: 'MATCHED', method: 'retrieval/1', spans: null });
  expect(paid.shares.map(({ contributionId }) => contributionId)).toEqual([4n]);
  const claimed = await decide(await settle(5), source);
  expect(claimed.verdict).toBe('FORGED_QUERY');
  expect(claimed.reason).toContain('line 1 of contribution 5');
});
