/**
 * What a stranger may have put into the files that are read: one typed error that names the file, or an answer. Longer
 * than 300 lines because it is one table over folders that take seconds to build.
 */
import fc from 'fast-check';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import {
  MalformedIndexFolderError,
  MalformedRowError,
  MalformedTranscriptFileError,
  attributeTranscript,
  createReferenceBackend,
  decodeIndex,
  encodeIndex,
  readIndexRecord,
  readRowsFile,
  type IndexFolderRecord,
} from '@tributary/attribution-engine';
import {
  MalformedModelError,
  createInitialAdapter,
  createRandomModelFiles,
  decodeSafetensors,
  encodeLoraAdapter,
  encodeSafetensors,
  loadBaseModel,
  writeModelFolder,
  type Tensor,
} from '@tributary/lora';
import { BaseError } from '@tributary/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StandaloneModel, drawRows } from './standaloneModel.ts';

const ROWS = drawRows(6);
type Json = Record<string, unknown>;

let model: StandaloneModel;
beforeAll(async () => {
  model = await StandaloneModel.create(ROWS);
  await model.buildGradients('gradients');
  await model.buildSpans('spans');
  const { prompt, completion } = ROWS[2]!;
  await model.write('answer.json', JSON.stringify({ prompt, completion }));
});
afterAll(() => rm(model.folder, { recursive: true }));

const attribute = (indexFolder: string, transcriptPath = model.path('answer.json')): Promise<unknown> =>
  attributeTranscript({
    ...{ indexFolder, transcriptPath, memoryBytes: 1 << 20, top: 3 },
    openBackend: async () => createReferenceBackend(),
  });

/** The foreseen error that something ends in, its message one line. */
async function errorOf(work: Promise<unknown>): Promise<BaseError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BaseError);
  const { message } = error as BaseError;
  expect(message).not.toMatch(/\n|\bat .*:\d+:\d+/);
  return error as BaseError;
}

describe('a hostile index folder', () => {
  const altered = async (kind: 'gradients' | 'spans', alter: (folder: string) => Promise<unknown>): Promise<string> => {
    const folder = model.path('altered');
    await rm(folder, { recursive: true, force: true });
    await cp(model.path(kind), folder, { recursive: true });
    await alter(folder);
    return folder;
  };
  const record = (change: (record: Json) => unknown) => async (folder: string) => {
    const json = JSON.parse(await readFile(`${folder}/index.json`, 'utf8')) as Json;
    change(json);
    await writeFile(`${folder}/index.json`, JSON.stringify(json));
  };
  const put = (file: string, content: string) => (folder: string) => writeFile(`${folder}/${file}`, content);
  const without = (file: string) => (folder: string) => rm(`${folder}/${file}`);
  const cut = (file: string) => async (folder: string) =>
    writeFile(`${folder}/${file}`, (await readFile(`${folder}/${file}`)).subarray(0, -5));
  const rowList = (change: (lines: string[]) => string[]) => async (folder: string) => {
    const lines = (await readFile(`${folder}/rows.jsonl`, 'utf8')).trimEnd().split('\n');
    await writeFile(`${folder}/rows.jsonl`, change(lines).join('\n'));
  };
  const both: [string, string, (folder: string) => Promise<unknown>][] = [
    ['an index.json that is not JSON', 'index.json', put('index.json', '{"format":')],
    ['an index.json that is null', 'index.json', put('index.json', 'null')],
    ['an index.json that is a list', 'index.json', put('index.json', '[]')],
    ['another format', 'index.json', record((json) => (json['format'] = 'tributary-index-folder/2'))],
    ['no method', 'index.json', record((json) => delete json['method'])],
    ['a method that is not known', '"magic/9"', record((json) => (json['method'] = 'magic/9'))],
    ['a method that nearly is', '"gradient/1?k=08"', record((json) => (json['method'] = 'gradient/1?k=08'))],
    ['a base that is null', 'index.json', record((json) => (json['base'] = null))],
    ['a file outside the folder', 'index.json', record((json) => (json['shards'] = ['../rows-00000.safetensors']))],
    ['no files', 'index.json', record((json) => (json['shards'] = []))],
    ['files that are no list', 'index.json', record((json) => (json['shards'] = { length: 1, 0: 'a' }))],
    ['names that are not text', 'index.json', record((json) => (json['contributions'] = [1]))],
    ['a negative count', 'index.json', record((json) => (json['rowCount'] = -1))],
    ['a list of rows that is too short', 'rows.jsonl', rowList((lines) => lines.slice(1))],
    ['a list of rows that is too long', 'rows.jsonl', rowList((lines) => [...lines, lines[0]!])],
    ['a list of rows that is not JSON', 'rows.jsonl', rowList((lines) => lines.map(() => '{'))],
    ['ids that are not text', 'rows.jsonl', rowList((lines) => lines.map(() => '{"id":{}}'))],
    ['a row of 2 MB', 'rows.jsonl', rowList(([first, ...lines]) => ['x'.repeat(2 << 20), first!, ...lines])],
    ['no list of rows', 'rows.jsonl', without('rows.jsonl')],
  ];
  const shard = 'rows-00000.safetensors';
  const index = (change: (index: ReturnType<typeof decodeIndex>) => unknown) => async (folder: string) => {
    const decoded = decodeIndex(new Uint8Array(await readFile(`${folder}/${shard}`)));
    change(decoded);
    await writeFile(`${folder}/${shard}`, encodeIndex(decoded));
  };
  const factors = (change: (tensors: Map<string, Tensor>) => unknown) => async (folder: string) => {
    const file = `${folder}/preconditioner.safetensors`;
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    change(tensors);
    await writeFile(file, encodeSafetensors(tensors, Object.fromEntries(metadata)));
  };
  const ofGradients: typeof both = [
    ['a missing shard', shard, without(shard)],
    ['a shard that is cut off', shard, cut(shard)],
    ['a shard that is something else', shard, put(shard, 'MZ')],
    ['a shard of other blocks', 'its blocks', index(({ blocks: [a, b] }) => ([a!.name, b!.name] = [b!.name, a!.name]))],
    ['a shard of another model', 'another model', index((decoded) => (decoded.adapterDigest = '0x00'))],
    ['a value of −128', '−128', index(({ values }) => values.fill(-128))],
    ['no adapter', 'adapter', record((json) => delete json['adapter'])],
    ['no preconditioner', 'preconditioner.safetensors', without('preconditioner.safetensors')],
    ['a preconditioner that is cut off', 'preconditioner.safetensors', cut('preconditioner.safetensors')],
    [
      'a preconditioner of another shape',
      'preconditioner.safetensors',
      factors((tensors) =>
        tensors.set([...tensors.keys()][0]!, { dtype: 'F64', shape: [1], data: Float64Array.of(1) }),
      ),
    ],
    ...[Number.NaN, Infinity, 0].map((value): (typeof both)[number] => [
      `a preconditioner of ${value}`,
      'preconditioner.safetensors',
      factors((tensors) => tensors.forEach(({ data }) => data.fill(value))),
    ]),
    [
      'a preconditioner of other blocks',
      'preconditioner.safetensors',
      factors((tensors) => tensors.set('start/elsewhere', tensors.get([...tensors.keys()][0]!)!)),
    ],
  ];
  const file = 'span.safetensors';
  const ofSpans: typeof both = [
    ['no index file', file, without(file)],
    ['a file that is cut off', file, cut(file)],
    ['a file that is empty', file, put(file, '')],
    ['an index file of gradients', file, (folder) => cp(model.path('gradients', shard), `${folder}/${file}`)],
    ['a name of another file', file, record((json) => (json['shards'] = ['rows.jsonl']))],
    ['two files', file, record((json) => (json['shards'] = [file, file]))],
    [
      'suffixes outside its text',
      file,
      async (folder) => {
        const { tensors, metadata } = decodeSafetensors(await readFile(`${folder}/${file}`));
        tensors.get('suffix')!.data.fill(2 ** 32 - 1);
        await writeFile(`${folder}/${file}`, encodeSafetensors(tensors, Object.fromEntries(metadata)));
      },
    ],
  ];

  it.each([
    ...both.map(([name, said, alter]) => ['gradients', name, said, alter] as const),
    ...both.map(([name, said, alter]) => ['spans', name, said, alter] as const),
    ...ofGradients.map(([name, said, alter]) => ['gradients', name, said, alter] as const),
    ...ofSpans.map(([name, said, alter]) => ['spans', name, said, alter] as const),
  ])('of %s with %s is refused', async (kind, _, said, alter) => {
    const folder = await altered(kind, alter);
    const error = await errorOf(attribute(folder));
    expect(error).toBeInstanceOf(MalformedIndexFolderError);
    expect(error.message).toContain(said);
    expect(error.message).toContain(folder);
  });

  it('that is empty, or not there, is refused', async () => {
    await model.write('empty/x', '').then((path) => rm(path));
    for (const name of ['empty', 'nowhere']) {
      const error = await errorOf(attribute(model.path(name)));
      expect(error).toBeInstanceOf(MalformedIndexFolderError);
      expect(error.message).toContain('it has no index.json');
    }
  });

  it('is read or refused, whatever its index.json says', async () => {
    const good = await model.readJson<IndexFolderRecord>('gradients/index.json');
    const folder = model.path('fuzzed');
    await model.write('fuzzed/index.json', '');
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('../x', 'index.json', '', [''], [[]], { folder: 'x' }));
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(good), '__proto__', 'toString'), value, {
      minKeys: 1,
    });
    const texts = fc.oneof(
      changes.map((change) => JSON.stringify({ ...good, ...change })),
      fc.json(),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await writeFile(`${folder}/index.json`, text);
        try {
          const read = (await readIndexRecord(folder))!;
          expect(typeof read.method).toBe('string');
          expect(read.shards.every((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))).toBe(true);
          expect(typeof read.base.folder).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedIndexFolderError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a hostile rows file', () => {
  const row = { id: 'a', prompt: 'p', completion: 'c', contribution: 'x' };
  const line = (changes: Json): string => JSON.stringify({ ...row, ...changes });
  const cases: [string, string | Uint8Array, number][] = [
    ['nothing', '', 1],
    ['only empty lines', '\n\r\n\n', 1],
    ['a line of 10 MB', `${line({})}\n${line({ id: 'b', completion: 'x'.repeat(10 << 20) })}\n`, 2],
    ['10 MB without an end', 'x'.repeat(10 << 20), 1],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from(`${line({})}\n{"id":"`), Uint8Array.of(0xff, 0xc0)]), 2],
    ['a row that is only in its prototype', JSON.stringify({ x: 1 }).replace('"x":1', `"__proto__":${line({})}`), 1],
    ['a duplicate id', `${line({})}\n\n${line({})}\n`, 3],
    ['an empty completion', line({ completion: '' }), 1],
    ['half a character', line({ completion: 'a\ud800' }), 1],
    ['half a character in a name', line({ contribution: '\udc00' }), 1],
    ['a list', '[]', 1],
    ['null', 'null', 1],
    ['a number that is no id', line({ id: 0.5 }), 1],
    ['a name of 201 characters', line({ contribution: 'x'.repeat(201) }), 1],
    ['no prompt', line({ prompt: undefined }), 1],
    ['nothing but a byte order mark', '\uFEFF', 1],
  ];

  it.each(cases)('of %s is refused, with the line', async (_, content, at) => {
    const path = await model.write('hostile.jsonl', content);
    for (const read of [() => readRowsFile(path), () => model.buildSpans('hostile', 'hostile.jsonl')]) {
      const error = await errorOf(read());
      expect(error).toBeInstanceOf(MalformedRowError);
      expect(error.message).toContain(`${path}, line ${at}: `);
    }
  });

  it('may begin with a byte order mark, name what a prototype has, and end its lines as Windows does', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const lines = names.map((name, i) => JSON.stringify({ ...ROWS[i], id: name, contribution: name }));
    await model.write('names.jsonl', `\uFEFF${lines.join('\r\n')}`);
    await model.buildSpans('names', 'names.jsonl');
    expect(await attribute(model.path('names'))).toMatchObject({
      scores: [{ row: 'toString', contribution: 'toString' }],
      shares: [{ contribution: 'toString', bps: 10_000 }],
    });
  });

  it('is read or refused, whatever it holds', async () => {
    const fields = fc.dictionary(
      fc.constantFrom(...Object.keys(row), '__proto__', 'line'),
      fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.integer()),
    );
    const lines = fc.oneof(
      fields.map((changes) => line(changes)),
      fc.json(),
      fc.string({ unit: 'binary' }),
    );
    const contents = fc.oneof(
      fc.array(lines).map((all) => Buffer.from(all.join('\n'))),
      fc.uint8Array(),
    );
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const path = await model.write('fuzzed.jsonl', content);
        try {
          const rows = await readRowsFile(path);
          expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
          for (const { id, prompt, completion, contribution } of rows) {
            expect([id, prompt, completion, contribution].every((text) => text.isWellFormed())).toBe(true);
            expect(Math.min(id.length, completion.length, contribution.length)).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedRowError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(['gradients', 'spans'])('a hostile transcript for %s', (kind) => {
  it.each([
    ['not JSON', '{"prompt"'],
    ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['null', 'null'],
    ['a list', '[]'],
    ['text', '"prompt"'],
    ['without a completion', '{"prompt":"x"}'],
    ['of an empty completion', '{"prompt":"x","completion":""}'],
    ['only in its prototype', '{"__proto__":{"prompt":"x","completion":"y"}}'],
    ['of half a character', '{"prompt":"x","completion":"\\ud800"}'],
    ['of token ids that are text', '{"prompt":"x","completion":"y","completionTokenIds":["1"]}'],
    ['of no token ids', '{"prompt":"x","completion":"y","completionTokenIds":[]}'],
    ['of a negative token id', '{"prompt":"x","completion":"y","completionTokenIds":[-1]}'],
    ['of a token outside the vocabulary', '{"prompt":"x","completion":"y","completionTokenIds":[260]}'],
    ['of a token of 2⁵³ − 1', `{"prompt":"x","completion":"y","completionTokenIds":[${2 ** 53 - 1}]}`],
    ['of 5 MB', JSON.stringify({ prompt: '', completion: 'x'.repeat(5 << 20) })],
  ])('that is %s is refused', async (_, content) => {
    const path = await model.write('hostile.json', content);
    const error = await errorOf(attribute(model.path(kind), path));
    expect(error).toBeInstanceOf(MalformedTranscriptFileError);
    expect(error.message).toContain(path);
  });
});

it('an answer longer than the model is refused where gradients are taken, and not where text is compared', async () => {
  const path = await model.write('long.json', JSON.stringify({ prompt: 'x', completion: 'ab'.repeat(100) }));
  const error = await errorOf(attribute(model.path('gradients'), path));
  expect(error).toBeInstanceOf(MalformedTranscriptFileError);
  expect(error.message).toMatch(/too many tokens.*128/);
  expect(await attribute(model.path('spans'), path)).toMatchObject({ unattributed: true, reason: 'NO_SPAN' });
});

describe('a model folder', () => {
  it('with an adapter of another base is refused before anything is written', async () => {
    const base = loadBaseModel(createRandomModelFiles('other', { hidden_size: 32, head_dim: 8 }));
    const adapter = createInitialAdapter(base, {
      ...{ targetModules: ['q_proj'], r: 2, alpha: 4, seed: 'x', baseModelName: 'other' },
    });
    const own = model.path('adapter');
    await cp(own, model.path('kept'), { recursive: true });
    await writeModelFolder(own, new Map(encodeLoraAdapter(adapter)));
    try {
      const error = await errorOf(model.buildGradients('unbuilt'));
      expect(error).toBeInstanceOf(MalformedModelError);
      expect(error.message).toContain('adapter_model.safetensors');
      expect(await readIndexRecord(model.path('unbuilt'))).toBeUndefined();
    } finally {
      await cp(model.path('kept'), own, { recursive: true });
    }
  });

  it.each(['config.json', 'tokenizer.json'])('without %s has no tokenizer', async (file) => {
    const path = model.path('base', file);
    const content = await readFile(path);
    await rm(path);
    try {
      const error = await errorOf(model.buildSpans('unbuilt'));
      expect(error).toBeInstanceOf(MalformedModelError);
      expect(error.message).toContain(file);
    } finally {
      await writeFile(path, content);
    }
  });
});
