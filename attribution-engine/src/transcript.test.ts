import { MalformedRecordError, canonicalJson, decodeRecord, digestOf, encodeRecord } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import {
  MalformedTranscriptError,
  encodeQuery,
  encodeTranscript,
  parseTranscript,
  queryOf,
  type Transcript,
} from './transcript.js';

const QUERY = encodeRecord({
  exponents: Int8Array.of(-6, -22),
  values: Int8Array.of(64, -32, 16, 6, 126, -42, 8, 0),
});
const TRANSCRIPT: Transcript = {
  version: 1,
  modelId: '2',
  prompt: 'What is "é"?\n',
  completion: 'A letter. 🌊',
  promptTokenIds: [5, 6, 0],
  completionTokenIds: [7, 2 ** 31 - 1],
  sampling: { temperature: 0.7, seed: 1, maxTokens: 48 },
  query: { method: 'gradient/1', record: encodeQuery(QUERY).base64 },
};
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('transcript', () => {
  it('comes back as it was, in canonical bytes', () => {
    const { bytes, digest } = encodeTranscript(TRANSCRIPT);
    expect(parseTranscript(bytes)).toEqual(TRANSCRIPT);
    expect(bytes).toEqual(canonicalJson(TRANSCRIPT));
    expect(digest).toBe(digestOf(bytes));
  });

  it('may be an empty answer', () => {
    const silent = { ...TRANSCRIPT, completion: '', completionTokenIds: [] };
    expect(parseTranscript(encode(silent))).toEqual(silent);
  });

  it('carries the query of the golden vector', () => {
    expect(Buffer.from(TRANSCRIPT.query.record, 'base64').toString('hex')).toBe('faea40e010067ed60800');
    expect(queryOf(TRANSCRIPT)).toEqual(QUERY);
    expect(encodeQuery(QUERY).digest).toBe(digestOf(Buffer.from(TRANSCRIPT.query.record, 'base64')));
  });

  it.each([
    ['of other blocks', TRANSCRIPT.query.record, [4, 3]],
    ['that is empty', '', [4, 4]],
    ['that is no base64', '!!!', [4, 4]],
    ['with a value of −128', Buffer.from([0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0]).toString('base64'), [4, 4]],
  ])('holds no query when it is a record %s', (_, record, dimensions) => {
    const transcript = { ...TRANSCRIPT, query: { method: 'gradient/1', record } };
    expect(() => decodeRecord(queryOf(transcript), dimensions)).toThrow(MalformedRecordError);
  });

  const change = (fields: Record<string, unknown>): unknown => ({ ...TRANSCRIPT, ...fields });
  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 1],
    ['a text', 'version'],
    ['a list', [TRANSCRIPT]],
    ['an empty object', {}],
    ['another version', change({ version: 2 })],
    ['a version that is a text', change({ version: '1' })],
    ['no version', change({ version: undefined })],
    ['a model that is a number', change({ modelId: 2 })],
    ['no model', change({ modelId: undefined })],
    ['no prompt', change({ prompt: undefined })],
    ['a prompt that is a list', change({ prompt: ['a'] })],
    ['a completion that is null', change({ completion: null })],
    ['no prompt tokens', change({ promptTokenIds: undefined })],
    ['prompt tokens that are a text', change({ promptTokenIds: '5,6,0' })],
    ['tokens like a list', change({ completionTokenIds: { length: 1, 0: 7 } })],
    ['a token that is a text', change({ completionTokenIds: [7, '8'] })],
    ['a token that is null', change({ completionTokenIds: [null] })],
    ['a negative token', change({ completionTokenIds: [-1] })],
    ['half a token', change({ completionTokenIds: [0.5] })],
    ['a token beyond int32', change({ completionTokenIds: [2 ** 31] })],
    ['a token that is a list', change({ promptTokenIds: [[5]] })],
    ['too many tokens', change({ completionTokenIds: new Array<number>((1 << 17) + 1).fill(1) })],
    ['no sampling', change({ sampling: undefined })],
    ['sampling that is null', change({ sampling: null })],
    ['a temperature that is a text', change({ sampling: { ...TRANSCRIPT.sampling, temperature: '0' } })],
    ['no seed', change({ sampling: { temperature: 0, maxTokens: 1 } })],
    ['no query', change({ query: undefined })],
    ['a query that is a text', change({ query: 'gradient/1' })],
    ['a query that is null', change({ query: null })],
    ['a query without a method', change({ query: { record: '' } })],
    ['a query whose record is bytes', change({ query: { method: 'gradient/1', record: [1, 2] } })],
  ])('is not %s', (_, value) => {
    expect(() => parseTranscript(encode(value))).toThrow(MalformedTranscriptError);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['half a JSON', encode(TRANSCRIPT).subarray(0, -1)],
    ['JSON and more', Uint8Array.from([...encode(TRANSCRIPT), 0x7d])],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
    ['nesting without end', new TextEncoder().encode('['.repeat(1_000_000))],
  ])('is not %s', (_, bytes) => {
    expect(() => parseTranscript(bytes)).toThrow(MalformedTranscriptError);
  });

  it('is not fooled by a prototype', () => {
    const text = `{"__proto__":${JSON.stringify(TRANSCRIPT)}}`;
    expect(() => parseTranscript(new TextEncoder().encode(text))).toThrow(MalformedTranscriptError);
  });
});
