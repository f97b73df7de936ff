// Longer than 300 lines because it is one table: everything a stranger can commit, and the verdict it earns.
import { createInitialAdapter, createRandomModelFiles, encodeLoraAdapter, encodeSafetensors } from '@tributary/lora';
import { canonicalJson, digestOf, type Digest, encodeRecord } from '@tributary/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { readerOf, type AttributionIndex } from '../src/index/attributionIndex.js';
import { encodeIndex } from '../src/index/indexFile.js';
import { rootOfIndex } from '../src/index/rootOfIndex.js';
import { ModelLibrary } from '../src/model/modelLibrary.js';
import type { InferenceFacts } from '../src/reconcile/inferenceFacts.js';
import { reconcileInference } from '../src/reconcile/reconcileInference.js';
import type { ReconciliationResult } from '../src/reconcile/reconciliation.js';
import { openBackend } from '../src/score/openBackend.js';
import { encodeQuery, type Transcript } from '../src/transcript.js';
import {
  COMPLETION,
  CONTRIBUTORS,
  PROMPT,
  createTinyNetwork,
  putArtifact,
  uriOf,
  type MemoryBlobs,
  type SettledAnswer,
  type TinyNetwork,
  METHOD,
  NO_SOURCE,
} from './tinyNetwork.js';

let network: TinyNetwork;
let blobs: MemoryBlobs;
let honest: SettledAnswer;

beforeAll(async () => {
  network = await createTinyNetwork();
  blobs = network.createBlobs();
  honest = await network.settle(blobs);
});

/** What Postgres keeps as text and jsonb: no NUL, no half of a surrogate pair. */
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

async function decide(facts: Partial<InferenceFacts>): Promise<ReconciliationResult> {
  const library = new ModelLibrary(blobs, await openBackend(), {
    modelBytes: 1 << 20,
    indexBytes: 1 << 18,
    memoryBytes: 1 << 20,
    models: 1,
  });
  const result = await reconcileInference(
    { ...honest.facts, ...facts },
    {
      library,
      source: NO_SOURCE,
      loadContributors: async (ids) => new Map([...CONTRIBUTORS].filter(([id]) => ids.includes(id))),
    },
  );
  library.dispose();
  expect(storable(result.reason), result.reason).toBe(true);
  JSON.parse(new TextDecoder().decode(canonicalJson(result.evidence)), (_, value: unknown) => {
    if (typeof value === 'string') expect(storable(value), value).toBe(true);
    return value;
  });
  return result;
}

/** Facts of an honest settlement whose transcript is published otherwise. */
const published = async (change: (transcript: Transcript) => unknown): Promise<InferenceFacts> =>
  (await network.settle(blobs, undefined, change)).facts;
const putText = (text: string): { digest: Digest; uri: string } => {
  const digest = blobs.put(new TextEncoder().encode(text));
  return { digest, uri: uriOf(digest) };
};

describe('FORGED_QUERY', () => {
  const forged = async (facts: Partial<InferenceFacts>): Promise<ReconciliationResult> => {
    const result = await decide(facts);
    expect([result.verdict, result.retry], result.reason).toEqual(['FORGED_QUERY', false]);
    return result;
  };

  it('the query of another completion; this machine`s own decides what is due', async () => {
    const { facts } = await network.settle(blobs, { prompt: PROMPT, completion: COMPLETION, queried: '104, 12!' });
    const result = await forged(facts);
    expect(result.queryCosine).toBeLessThan(0.999);
    expect(result.shares).toEqual(honest.shares);
    expect(result.expectedWei).toBe(facts.feeWei);
    expect(result.evidence).toMatchObject({
      query: { accepted: false, recomputed: encodeQuery(encodeRecord(honest.query)).digest },
    });
  });

  it('the query of another model', async () => {
    const other = await createTinyNetwork('another seed');
    const { transcript } = await other.settle(blobs);
    const result = await forged(await published((own) => ({ ...own, query: transcript.query })));
    expect(result.queryCosine).toBeLessThan(0.999);
  });

  it('one changed value of the query', async () => {
    const values = honest.query.values.slice();
    const largest = values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]!) ? i : best), 0);
    values[largest] = -values[largest]!;
    const { base64: record } = encodeQuery(encodeRecord({ ...honest.query, values }));
    await forged(await published((own) => ({ ...own, query: { ...own.query, record } })));
  });

  it('a transcript of another model', async () => {
    await forged(await published((own) => ({ ...own, modelId: '3' })));
  });

  it('another digest on chain than that of the query', async () => {
    const attribution = { ...honest.facts.attribution!, queryDigest: digestOf(Uint8Array.of(1)) };
    const result = await forged({ attribution });
    expect(result.queryCosine).toBe(1);
  });

  it.each<[string, (own: Transcript) => unknown]>([
    ['another prompt', (own) => ({ ...own, prompt: `${PROMPT} ` })],
    ['another completion', (own) => ({ ...own, completion: `${COMPLETION}!` })],
    ['the end token in the text', (own) => ({ ...own, completion: `${COMPLETION}<|end|>` })],
    ['a shorter prompt in tokens', (own) => ({ ...own, promptTokenIds: own.promptTokenIds.slice(1) })],
    ['another completion in tokens', (own) => ({ ...own, completionTokenIds: [...own.completionTokenIds, 70] })],
  ])('text and tokens that are not the same: %s', async (_, change) => {
    await forged(await published(change));
  });

  it.each<[string, (own: Transcript) => unknown]>([
    ['of another method', (own) => ({ ...own, query: { ...own.query, method: 'gradient/1' } })],
    ['of other blocks', (own) => ({ ...own, query: { ...own.query, record: 'AAAA' } })],
    [
      'with a value of −128',
      (own) => ({ ...own, query: { ...own.query, record: Buffer.alloc(148, 0x80).toString('base64') } }),
    ],
    ['of zeros', (own) => ({ ...own, query: { ...own.query, record: Buffer.alloc(148).toString('base64') } })],
  ])('a query %s', async (_, change) => {
    await forged(await published(change));
  });

  it.each<[string, (own: Transcript) => unknown]>([
    ['no prompt', (own) => ({ ...own, prompt: '', promptTokenIds: [] })],
    ['tokens the model has not', (own) => ({ ...own, completionTokenIds: [260] })],
    ['tokens the tokenizer has not', (own) => ({ ...own, completionTokenIds: [259] })],
    ['more tokens than positions', (own) => ({ ...own, completionTokenIds: new Array<number>(200).fill(70) })],
    ['another version', (own) => ({ ...own, version: 2 })],
    ['no tokens', (own) => ({ ...own, promptTokenIds: null })],
  ])('a malformed transcript: %s', async (_, change) => {
    await forged(await published(change));
  });

  it('a transcript that is no JSON, an empty one, and a hostile one', async () => {
    for (const text of ['not JSON', '', 'null', '[]', '{"version":1,"modelId":"\\u0000\\ud800"}']) {
      await forged({ transcript: putText(text) });
    }
  });

  it('is graver than being unpaid, whatever is forged', async () => {
    const facts = await published((own) => ({ ...own, modelId: '3' }));
    await forged({ ...facts, payouts: [] });
    await forged({ transcript: putText('not JSON'), payouts: [] });
  });
});

describe('BAD_INDEX', () => {
  const bad = async (facts: Partial<InferenceFacts>): Promise<void> => {
    const result = await decide(facts);
    expect([result.verdict, result.retry, result.expectedWei], result.reason).toEqual(['BAD_INDEX', false, null]);
    expect(result.lines.every((line) => line.expectedWei === null)).toBe(true);
  };
  const commit = async (change: Partial<AttributionIndex>): Promise<Pick<InferenceFacts, 'index'>> => {
    const index = { ...network.index, ...change };
    const digest = blobs.put(encodeIndex(index));
    return { index: { ...honest.facts.index!, root: await rootOfIndex(readerOf(index)), uri: uriOf(digest) } };
  };

  it('none committed', () => bad({ index: null }));

  it('another root', () => bad({ index: { ...honest.facts.index!, root: `0x${'1'.repeat(64)}` } }));

  it('bytes that are no index', async () => {
    await bad({ index: { ...honest.facts.index!, uri: putText('garbage').uri } });
    await bad({ index: { ...honest.facts.index!, uri: putText('').uri } });
  });

  it('a contribution that the chain does not know', async () => {
    await bad(
      await commit({ contributions: network.index.contributions.map((id, row) => (row === 0 ? 4_000_000_000 : id)) }),
    );
  });

  it('the blocks of another model', async () => {
    const blocks = network.index.blocks.map((block) => ({ ...block, name: `${block.name}\0😀` }));
    await bad(await commit({ blocks }));
    await bad(await commit({ method: 'gradient/1?k=47' }));
  });

  it('another method than was committed, over the same blocks', async () => {
    await bad(await commit({ method: `${METHOD}&precondition=none` }));
  });

  it('comes before a transcript that is forged', async () => {
    await bad({ transcript: putText('not JSON'), index: { ...honest.facts.index!, root: `0x${'1'.repeat(64)}` } });
  });

  it('is not what an index without rows is: nobody is found in it', async () => {
    const empty = {
      examples: [],
      values: new Int8Array(),
      exponents: new Int8Array(),
      contributions: new Uint32Array(),
      lines: new Uint32Array(),
    };
    const record = Buffer.alloc(148).toString('base64');
    const facts = await published((own) => ({ ...own, query: { ...own.query, record } }));
    const result = await decide({ ...facts, ...(await commit(empty)), attribution: null });
    expect([result.verdict, result.unattributed], result.reason).toEqual(['MISPAID', true]);
  });
});

describe('UNAVAILABLE', () => {
  const unavailable = async (facts: Partial<InferenceFacts>, retry: boolean): Promise<string> => {
    const result = await decide(facts);
    expect([result.verdict, result.retry, result.expectedWei], result.reason).toEqual(['UNAVAILABLE', retry, null]);
    return result.reason;
  };
  const model = (change: Partial<NonNullable<InferenceFacts['model']>>): Pick<InferenceFacts, 'model'> => ({
    model: { ...honest.facts.model!, ...change },
  });
  /** The base model with files changed or, undefined, left out of the store. */
  const base = (change: Record<string, Uint8Array | undefined>): Pick<InferenceFacts, 'model'> => {
    const files = new Map(network.baseFiles);
    for (const [name, bytes] of Object.entries(change)) if (bytes) files.set(name, bytes);
    const digest = putArtifact(blobs, 'huggingface', files);
    return model({ base: { modelId: '1', digest, uri: uriOf(digest) } });
  };
  const adapter = (files: ReadonlyMap<string, Uint8Array>): Pick<InferenceFacts, 'model'> => {
    const digest = putArtifact(blobs, 'peft', files);
    return model({ artifact: { digest, uri: uriOf(digest) } });
  };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const configWith = (change: Record<string, unknown>): Uint8Array =>
    json({ ...JSON.parse(new TextDecoder().decode(network.baseFiles.get('config.json'))), ...change });
  const nowhere = digestOf(Uint8Array.of(7, 7, 7));

  it('a transcript, an index or a manifest that nobody has', async () => {
    await unavailable({ transcript: { digest: nowhere, uri: uriOf(nowhere) } }, true);
    await unavailable({ index: { ...honest.facts.index!, uri: uriOf(nowhere) } }, true);
    await unavailable(model({ artifact: { digest: nowhere, uri: uriOf(nowhere) } }), true);
    await unavailable(model({ base: { modelId: '1', digest: nowhere, uri: uriOf(nowhere) } }), true);
  });

  it('a file of the model that nobody has, until somebody does', async () => {
    const weights = network.baseFiles.get('model.safetensors')!;
    blobs.held.delete(digestOf(weights));
    await unavailable({}, true);
    blobs.put(weights);
    expect((await decide({})).verdict).toBe('MATCHED');
  });

  it('a model that is too large', () => unavailable(base({ 'notes.txt': new Uint8Array(1 << 20) }), true));

  it('what names nothing', async () => {
    await unavailable({ transcript: { digest: '0x', uri: '' } }, false);
    await unavailable({ index: { ...honest.facts.index!, uri: 'ipfs://x' } }, false);
  });

  it('what the chain does not know', async () => {
    await unavailable({ model: null }, false);
    await unavailable(model({ base: undefined }), false);
    await unavailable({ policy: null }, false);
    await unavailable({ recipients: null }, false);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another architecture', { model_type: 'gpt2' }],
    ['biases', { attention_bias: true }],
    ['no vocabulary', { vocab_size: 0 }],
    ['a vocabulary beyond all memory', { vocab_size: 2 ** 31 }],
    ['positions beyond all memory', { max_position_embeddings: 2 ** 31 }],
    ['a head of text', { head_dim: 'x' }],
  ])('a model with %s', async (_, change) => {
    const facts = base({ 'config.json': configWith(change) });
    const { verdict, reason } = await decide(facts);
    expect(['UNAVAILABLE', 'MATCHED'], reason).toContain(verdict);
    if (!('max_position_embeddings' in change)) await unavailable(facts, false);
  });

  it.each<[string, string, Uint8Array]>([
    ['no configuration', 'config.json', json([])],
    ['a configuration that is no JSON', 'config.json', Uint8Array.of(0xff)],
    ['no tokenizer', 'tokenizer.json', json({})],
    ['a tokenizer of nothing', 'tokenizer.json', json({ model: null, added_tokens: 7 })],
    ['garbage for weights', 'model.safetensors', new TextEncoder().encode('garbage')],
    ['no weights', 'model.safetensors', encodeSafetensors([])],
  ])('a model with %s', async (_, name, bytes) => {
    await unavailable(base({ [name]: bytes }), false);
  });

  it('a tokenizer that fails only when it is used', async () => {
    const tokenizer = JSON.parse(new TextDecoder().decode(network.baseFiles.get('tokenizer.json'))) as object;
    const hostile = { ...tokenizer, post_processor: { type: 'TemplateProcessing' } };
    await unavailable(base({ 'tokenizer.json': json(hostile) }), false);
  });

  it('weights that are not numbers', async () => {
    const files = createRandomModelFiles('engine', { num_hidden_layers: 1 });
    const weights = files.get('model.safetensors')!.slice();
    weights.fill(0xff, weights.length - 4096);
    await unavailable(base({ 'model.safetensors': weights }), false);
  });

  it('manifests that are none, or of the other kind', async () => {
    const reference = (text: string): Pick<InferenceFacts, 'model'> => model({ artifact: putText(text) });
    await unavailable(reference('garbage'), false);
    await unavailable(reference('{"format":"peft","files":[null]}'), false);
    await unavailable(reference('{"format":"peft","files":[{"path":"\\u0000"}]}'), false);
    await unavailable(model({ artifact: honest.facts.model!.base! }), false);
  });

  it('an adapter that does not fit the base model', async () => {
    await unavailable(adapter(new Map([['adapter_config.json', json({ peft_type: 'LORA' })]])), false);
    const config = { targetModules: ['q_proj', 'v_proj'], r: 2, alpha: 4, seed: 1 };
    const files = new Map(encodeLoraAdapter(createInitialAdapter(network.base, config)));
    const settings = JSON.parse(new TextDecoder().decode(files.get('adapter_config.json'))) as Record<string, unknown>;
    for (const change of [
      { r: 65_536 },
      { r: 1e9 },
      { target_modules: ['\0'] },
      { target_modules: '.*' },
      { bias: 'all' },
    ]) {
      await unavailable(adapter(files.set('adapter_config.json', json({ ...settings, ...change }))), false);
    }
  });

  it.each(['gradient/3', 'gradient/1\0', `${'x'.repeat(99)}😀`, '\ud800'])(
    'an index of the unknown method %j',
    async (method) => {
      const bytes = encodeIndex({ ...network.index, method });
      await unavailable({ index: { ...honest.facts.index!, uri: uriOf(blobs.put(bytes)) } }, false);
    },
  );

  it('a committed method of later versions, whatever its root binds', async () => {
    const root = `0x${'1'.repeat(64)}`;
    await unavailable({ index: { ...honest.facts.index!, method: 'gradient/3', root } }, false);
  });

  it('a URI that ends in the middle of a character when it is shortened', async () => {
    await unavailable({ index: { ...honest.facts.index!, uri: `${'x'.repeat(119)}😀` } }, true);
  });
});
