/** From files to shares: both methods, and what is kept when a build is stopped. */
import { cp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import {
  GRADIENT_1,
  IndexFolderTakenError,
  OtherModelError,
  attributeSpans,
  attributeTranscript,
  buildIndex,
  buildSpanTables,
  createFeatureExtractor,
  createModelAttribution,
  createReferenceBackend,
  createSpanIndex,
  openIndexFile,
  readerOf,
  rootOfIndex,
  rootOfSpanIndex,
  type AttributeTranscriptOptions,
  type TranscriptAttribution,
} from '@tributary/attribution-engine';
import { encodeExample, loadBaseModel, loadLoraAdapter, readModelFolder } from '@tributary/lora';
import { apportion } from '@tributary/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULE, StandaloneModel, drawRows } from './standaloneModel.ts';

const ROWS = drawRows(24);
const ANSWER = `${ROWS[4]!.completion.slice(3, 25)}😀${ROWS[10]!.completion.slice(0, 20)}`;
const NUMBERS: Record<string, number> = { ann: 1, bob: 2, eve: 3 };

let model: StandaloneModel;
beforeAll(async () => {
  model = await StandaloneModel.create([...ROWS, { ...ROWS[0]!, id: 'copy', contribution: 'eve' }]);
  await model.write('answer.json', JSON.stringify({ prompt: 'Tell me. ', completion: ANSWER }));
});
afterAll(() => rm(model.folder, { recursive: true }));

function attribute(index: string, changes: Partial<AttributeTranscriptOptions> = {}): Promise<TranscriptAttribution> {
  return attributeTranscript({
    ...{ indexFolder: model.path(index), transcriptPath: model.path('answer.json') },
    ...{ openBackend: async () => createReferenceBackend(), memoryBytes: 1 << 20, top: 5 },
    ...changes,
  });
}
const sumOf = ({ shares }: TranscriptAttribution): number => shares.reduce((sum, { bps }) => sum + bps, 0);
const withoutBackend = (): never => {
  throw new Error('a backend was opened');
};

describe('gradient/1', () => {
  it('gives what the same steps give in memory', async () => {
    const built = await model.buildGradients('gradients');
    expect(built).toMatchObject({ rowCount: 24, refusedCount: 1, wasFinished: false });
    expect(await readFile(model.path('gradients/refused.jsonl'), 'utf8')).toBe(
      '{"id":"copy","contribution":"eve","line":24,"reason":"DUPLICATE","of":"row 0"}\n',
    );
    const { prompt, completion: answer } = ROWS[4]!;
    const transcriptPath = await model.write('row.json', JSON.stringify({ prompt, completion: answer }));
    const result = await attribute('gradients', { transcriptPath });

    const base = loadBaseModel(await readModelFolder(model.path('base')));
    const adapter = loadLoraAdapter(await readModelFolder(model.path('adapter')), base);
    const rule = { ...GRADIENT_1, ...RULE };
    const encode = (prompt: string, completion: string): ReturnType<typeof encodeExample> =>
      encodeExample(base.tokenizer, prompt, completion, { appendEos: true });
    const extractor = createFeatureExtractor(base, adapter, rule);
    const index = await buildIndex(
      ROWS.map(({ prompt, completion, contribution }, line) => ({
        ...{ contributionId: NUMBERS[contribution]!, line },
        example: encode(prompt, completion),
      })),
      extractor,
      { rule, baseDigest: built.base.digest, adapterDigest: built.adapter!.digest },
    );
    extractor.dispose();
    expect(built.root).toBe(await rootOfIndex(readerOf(index)));
    const attribution = await createModelAttribution(base, adapter, readerOf(index), createReferenceBackend());
    const expected = await attribution.attribute(await attribution.computeQuery(encode(prompt, answer)));
    attribution.dispose();

    expect(result).toMatchObject({ method: 'gradient/1?k=8', unattributed: false });
    expect(result.device).toContain('reference');
    expect(result).not.toHaveProperty('spans');
    const bps = apportion(
      10_000n,
      expected.shares.map(({ weight }) => weight),
    );
    const byName = Object.fromEntries(result.shares.map((share) => [NUMBERS[share.contribution], BigInt(share.bps)]));
    expect(byName).toEqual(
      Object.fromEntries(expected.shares.map(({ contributionId }, i) => [Number(contributionId), bps[i]])),
    );
    expect(sumOf(result)).toBe(10_000);
    const exact = ROWS.map(({ id, contribution }, row) => ({
      row: id,
      contribution,
      score: expected.scores.exact(row),
    }));
    expect(result.scores).toEqual(
      exact
        .toSorted((a, b) => (b.score > a.score ? 1 : -1))
        .slice(0, 5)
        .map((entry) => ({ ...entry, score: `${entry.score}` })),
    );
  });

  it('goes on after a kill with what is missing, and gives the same bytes', async () => {
    await model.write(
      'many.jsonl',
      drawRows(520, 12)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    const first = await model.buildGradients('many', 'many.jsonl');
    expect(first.shards).toEqual(['rows-00000.safetensors', 'rows-00001.safetensors']);
    expect(await model.buildGradients('many', 'many.jsonl')).toEqual({ ...first, wasFinished: true });

    const kept = await stat(model.path('many/rows-00000.safetensors'));
    const lost = await readFile(model.path('many/rows-00001.safetensors'));
    await rm(model.path('many/index.json'));
    await rm(model.path('many/rows-00001.safetensors'));
    await model.write('many/building.json', JSON.stringify({ inputs: first.inputs }));
    expect(await model.buildGradients('many', 'many.jsonl')).toEqual(first);
    expect((await stat(model.path('many/rows-00000.safetensors'))).mtimeMs).toBe(kept.mtimeMs);
    expect(await readFile(model.path('many/rows-00001.safetensors'))).toEqual(lost);
    expect((await readdir(model.path('many'))).sort()).toEqual([
      'index.json',
      'preconditioner.safetensors',
      'refused.jsonl',
      ...first.shards,
      'rows.jsonl',
    ]);
  });
});

describe('gradient/2', () => {
  it('refuses and groups rows by the answers that were published before them', async () => {
    const rows = drawRows(304, 12);
    const said = 'Quartz glows violet while the ferry hums; nobody wrote that down.';
    rows[301] = { ...rows[301]!, completion: `${said.slice(0, 30)} and so on.` };
    rows[302] = { ...rows[302]!, completion: said };
    rows[303] = { ...rows[303]!, completion: `They say: ${said.slice(25, 50)}` };
    await model.write('late.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const published = [
      { completion: said, after: rows[300]!.id },
      { prompt: 'ignored', completion: 'Too early to count.' },
    ];
    const answersPath = await model.write('answers.jsonl', published.map((line) => JSON.stringify(line)).join('\n'));
    const rule = { ...RULE, version: 2 } as const;
    const built = await model.buildGradients('late', 'late.jsonl', { rule, answersPath });
    expect(built).toMatchObject({ method: 'gradient/2?k=8', rowCount: 303, refusedCount: 1 });
    expect(await readFile(model.path('late/refused.jsonl'), 'utf8')).toBe(
      `${JSON.stringify({ id: rows[302]!.id, contribution: rows[302]!.contribution, line: 302, reason: 'TRANSCRIPT', of: 1 })}\n`,
    );
    const listed = (await readFile(model.path('late/rows.jsonl'), 'utf8')).trim().split('\n');
    const families = listed.map((line) => (JSON.parse(line) as { family?: number }).family ?? 0);
    expect(families.flatMap((family, row) => (family > 0 ? [[row, family]] : []))).toEqual([
      [301, 1],
      [302, 1],
    ]);
    const reader = await openIndexFile(model.path('late', built.shards[0]!));
    expect([...reader.families!]).toEqual(families);
    await reader.close();
    expect(await attribute('late')).toMatchObject({ method: 'gradient/2?k=8' });

    const badPath = await model.write('bad-answers.jsonl', '{"completion":"x","after":"nobody"}\n');
    await expect(model.buildGradients('bad', 'late.jsonl', { rule, answersPath: badPath })).rejects.toThrow(
      'bad-answers.jsonl, line 1: "after" is the id of no row',
    );
  });
});

describe('span/1', () => {
  it('gives what the same steps give in memory, of a folder without weights and without a backend', async () => {
    await rename(model.path('base/model.safetensors'), model.path('weights'));
    const built = await model
      .buildSpans('spans')
      .finally(() => rename(model.path('weights'), model.path('base/model.safetensors')));
    expect(built).toMatchObject({ method: 'span/1', rowCount: 24, refusedCount: 1, wasFinished: false });
    expect(built).not.toHaveProperty('adapter');
    const result = await attribute('spans', { openBackend: withoutBackend });

    const { tokenizer, config } = loadBaseModel(await readModelFolder(model.path('base')));
    const encode = (text: string): number[] => tokenizer.encode(text, { addSpecialTokens: false });
    const index = createSpanIndex(
      buildSpanTables(
        ROWS.map(({ completion, contribution }, line) => ({
          ...{ tokens: encode(completion), contributionId: NUMBERS[contribution]!, line },
        })),
        { vocabularySize: config.vocabSize, tokenizerDigest: built.base.digest },
      ),
    );
    expect(built.root).toBe(rootOfSpanIndex(index));
    const expected = attributeSpans(index, encode(ANSWER));
    expect(expected.spans).toHaveLength(2);
    expect(result.scores).toEqual(
      expected.scores.map(({ row, score }) => ({
        ...{ row: ROWS[row]!.id, contribution: ROWS[row]!.contribution, score: `${score}` },
      })),
    );
    expect(sumOf(result)).toBe(10_000);
    expect(result).toMatchObject({ unattributed: false, answer: ANSWER, device: 'CPU' });
    expect(result.spans).toEqual([
      {
        ...{ start: 0, end: 22, offsets: [0, 22], text: ANSWER.slice(0, 22), count: 1 },
        informationBits: Math.round((expected.spans[0]!.information * 100) / 65_536) / 100,
        rows: [{ row: 'row 4', contribution: 'bob', line: 4 }],
      },
      {
        // The emoji is 4 tokens and 2 UTF-16 units.
        ...{ start: 26, end: 46, offsets: [24, 44], text: ANSWER.slice(24), count: 1 },
        informationBits: Math.round((expected.spans[1]!.information * 100) / 65_536) / 100,
        rows: [{ row: 'row 10', contribution: 'bob', line: 10 }],
      },
    ]);
  });

  it('says so where nothing stands in the rows, and takes token ids with an end token', async () => {
    const { tokenizer } = loadBaseModel(await readModelFolder(model.path('base')));
    const nothing = await model.write('nothing.json', '{"prompt":"","completion":"0123456789"}');
    expect(await attribute('spans', { transcriptPath: nothing })).toEqual({
      ...{ method: 'span/1', scores: [], shares: [], unattributed: true, reason: 'NO_SPAN' },
      ...{ answer: '0123456789', spans: [], device: 'CPU' },
    });
    // Three runs of 13 tokens in 40, of which two are kept; the end token would be the 41st, and keep the third.
    const pieces = `${[1, 2, 3].map((row) => ROWS[row]!.completion.slice(0, 13)).join('')}!`;
    const completionTokenIds = [...tokenizer.encode(pieces, { addSpecialTokens: false }), tokenizer.eosId];
    const ids = await model.write('ids.json', JSON.stringify({ prompt: '', completion: 'else', completionTokenIds }));
    const result = await attribute('spans', { transcriptPath: ids });
    expect(result).toMatchObject({ answer: pieces, unattributed: false });
    expect(result.spans).toHaveLength(2);
    const same = await model.write('pieces.json', JSON.stringify({ prompt: '', completion: pieces }));
    expect(await attribute('spans', { transcriptPath: same })).toEqual(result);
  });

  it('keeps the sorted suffixes of a build that was stopped, and builds again what was taken away', async () => {
    const first = await model.buildSpans('stopped');
    const file = model.path('stopped/span.safetensors');
    const { mtimeMs } = await stat(file);
    expect(await model.buildSpans('stopped')).toEqual({ ...first, wasFinished: true });
    await rm(model.path('stopped/index.json'));
    await model.write('stopped/building.json', JSON.stringify({ inputs: first.inputs }));
    expect(await model.buildSpans('stopped')).toEqual(first);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    await rm(file);
    expect(await model.buildSpans('stopped')).toEqual(first);
    expect((await readdir(model.path('stopped'))).sort()).toEqual([
      'index.json',
      'refused.jsonl',
      'rows.jsonl',
      'span.safetensors',
    ]);
  });
});

describe.each(['gradients', 'spans'])('an index folder, %s', (kind) => {
  const build = (out: string, rows?: string): Promise<unknown> =>
    kind === 'spans' ? model.buildSpans(out, rows) : model.buildGradients(out, rows);

  it('refuses other inputs and leaves the folder as it was', async () => {
    await model.write('other.jsonl', `${JSON.stringify(ROWS[3])}\n`);
    const before = await readFile(model.path(kind, 'index.json'));
    await expect(build(kind, 'other.jsonl')).rejects.toThrow(IndexFolderTakenError);
    expect(await readFile(model.path(kind, 'index.json'))).toEqual(before);
    await model.write('taken/something', 'of mine');
    await expect(build('taken')).rejects.toThrow(IndexFolderTakenError);
    expect(await readdir(model.path('taken'))).toEqual(['something']);
  });

  it('finds a moved model where it is said to be, and no other', async () => {
    const expected = await attribute(kind);
    await rename(model.path('base'), model.path('moved'));
    try {
      await expect(attribute(kind)).rejects.toThrow(OtherModelError);
      expect(await attribute(kind, { baseFolder: model.path('moved') })).toEqual(expected);
    } finally {
      await rename(model.path('moved'), model.path('base'));
    }
    await cp(model.path('base'), model.path('changed'), { recursive: true });
    const tokenizer = await readFile(model.path('base/tokenizer.json'), 'utf8');
    await writeFile(model.path('changed/tokenizer.json'), `${tokenizer} `);
    const error = attribute(kind, { baseFolder: model.path('changed') });
    await expect(error).rejects.toThrow(OtherModelError);
    await expect(error).rejects.toThrow(model.path('changed'));
  });
});
