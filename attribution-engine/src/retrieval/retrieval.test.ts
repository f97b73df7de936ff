import fc from 'fast-check';
import { digestOf } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { attributeRetrieval } from './attributeRetrieval.js';
import { MAX_CHUNKS, MalformedRetrievalError, parseRetrieval, type RetrievedChunk } from './parseRetrieval.js';

const chunkOf = (contributionId: number, line: number, text: string): RetrievedChunk => ({
  contributionId,
  line,
  digest: digestOf(new TextEncoder().encode(text)),
  text,
});
const promptOf = (chunks: RetrievedChunk[], question: string): string =>
  [...chunks.map(({ text }) => text), question].join('\n\n');

const RIVERS = 'The tributary joins the main river below the old stone bridge.';
const LAMPS = 'Every copper lamp in this workshop was polished twice by hand.';

describe('attributeRetrieval', () => {
  const weigh = (completion: string, chunks: RetrievedChunk[], question = 'Q?'): unknown =>
    attributeRetrieval(promptOf(chunks, question), completion, chunks).scores.map(({ row, score }) => [row, score]);

  it('gives each chunk the shingles of the answer that it holds', () => {
    const chunks = [chunkOf(8, 0, LAMPS), chunkOf(3, 2, RIVERS)];
    const result = attributeRetrieval(promptOf(chunks, 'Where?'), RIVERS, chunks);
    const score = BigInt(65_536 * (RIVERS.length - 3 - 2));
    // Two of its windows, "the " and " the", are there twice.
    expect(result).toEqual({
      unattributed: false,
      scores: [{ row: 1, contribution: 3, line: 2, score }],
      shares: [{ contributionId: 3n, weight: score, rows: [{ row: 1, line: 2, weight: score }] }],
    });
  });

  it('divides what several lines hold, rounded down', () => {
    const chunks = [1, 2, 3].map((id) => chunkOf(id, 0, `${RIVERS} ${id}`));
    const shingles = RIVERS.length - 5;
    expect(weigh(RIVERS, chunks)).toEqual([0, 1, 2].map((row) => [row, BigInt(shingles * Math.floor(65_536 / 3))]));
  });

  it('counts a line and a text once, however often they are logged and in whatever order', () => {
    const once = [chunkOf(2, 0, RIVERS), chunkOf(5, 1, LAMPS)];
    const answer = `${RIVERS} ${LAMPS}`;
    const scores = attributeRetrieval(promptOf(once, 'Q?'), answer, once).shares.map((s) => [
      s.contributionId,
      s.weight,
    ]);
    const often = [
      chunkOf(9, 9, RIVERS),
      chunkOf(5, 1, LAMPS),
      chunkOf(2, 0, RIVERS),
      chunkOf(5, 1, LAMPS),
      chunkOf(5, 1, 'lamp'),
    ];
    for (const chunks of [often, often.toReversed()]) {
      const { shares } = attributeRetrieval(promptOf(chunks, 'Q?'), answer, chunks);
      expect(shares.map((s) => [s.contributionId, s.weight])).toEqual(scores);
    }
  });

  it('pays nobody for what the question holds', () => {
    const chunks = [chunkOf(1, 0, RIVERS), chunkOf(2, 0, LAMPS)];
    expect(weigh(`${RIVERS} ${LAMPS}`, chunks, `Is it so that ${LAMPS}`)).toEqual([[0, expect.anything()]]);
    expect(attributeRetrieval(promptOf(chunks, RIVERS.toLowerCase()), RIVERS, chunks)).toMatchObject({
      unattributed: true,
      reason: 'TOO_LITTLE',
    });
  });

  it('takes chunks out of the prompt that overlap or lie in one another', () => {
    const whole = chunkOf(1, 0, RIVERS);
    const inside = chunkOf(2, 0, RIVERS.slice(10, 40));
    const overlapping = [chunkOf(1, 0, RIVERS.slice(0, 40)), chunkOf(1, 1, RIVERS.slice(20))];
    const explained = (prompt: string, chunks: RetrievedChunk[]): number =>
      attributeRetrieval(prompt, RIVERS, chunks).scores.reduce((sum, { score }) => sum + Number(score), 0) / 65_536;
    const all = RIVERS.length - 5;
    expect(explained(`${inside.text}. ${RIVERS} Q?`, [whole, inside])).toBe(all);
    expect(explained(`${RIVERS} ${inside.text} Q?`, [inside, whole])).toBe(all);
    expect(explained(`${RIVERS} Q?`, overlapping)).toBe(all);
    expect(explained(`${overlapping[0]!.text} ${overlapping[1]!.text} Q?`, overlapping)).toBe(all);
  });

  it('normalises as admission does', () => {
    expect(weigh(RIVERS.replaceAll(' ', ' \n'), [chunkOf(1, 0, RIVERS)])).toEqual(
      weigh(RIVERS, [chunkOf(1, 0, RIVERS)]),
    );
  });

  it.each([
    ['nothing was retrieved', [], RIVERS, 'NO_CHUNKS'],
    ['the answer is empty', [chunkOf(1, 0, RIVERS)], '', 'TOO_LITTLE'],
    ['the answer says something else', [chunkOf(1, 0, RIVERS)], LAMPS, 'TOO_LITTLE'],
    ['fifteen shingles are held', [chunkOf(1, 0, RIVERS)], RIVERS.slice(0, 18), 'TOO_LITTLE'],
    ['less than half is held', [chunkOf(1, 0, RIVERS.slice(0, 30))], `${RIVERS.slice(0, 30)}${LAMPS}`, 'TOO_LITTLE'],
  ])('is unattributed where %s', (_, chunks, answer, reason) => {
    expect(attributeRetrieval(promptOf(chunks, 'Q?'), answer, chunks)).toEqual({
      unattributed: true,
      reason,
      scores: [],
      shares: [],
    });
  });

  it('is attributed from sixteen shingles on', () => {
    expect(weigh(RIVERS.slice(0, 19), [chunkOf(1, 0, RIVERS)])).toEqual([[0, 16n * 65_536n]]);
  });

  it('moves nothing when accounts are split or merged', () => {
    const chunks = [chunkOf(1, 0, RIVERS), chunkOf(2, 0, LAMPS)];
    const merged = [chunkOf(7, 0, RIVERS), chunkOf(7, 1, LAMPS)];
    const answer = `${RIVERS} ${LAMPS}`;
    expect(weigh(answer, merged)).toEqual(weigh(answer, chunks));
  });
});

describe('parseRetrieval', () => {
  const chunk = chunkOf(4, 2, RIVERS);
  const prompt = promptOf([chunk], 'Q?');

  it('reads chunks with their texts, or by digest from elsewhere', () => {
    expect(parseRetrieval([chunk], prompt)).toEqual([chunk]);
    const { text, ...logged } = chunk;
    expect(parseRetrieval([logged], prompt, new Map([[chunk.digest, text]]))).toEqual([chunk]);
  });

  it.each([
    ['no list', { length: 1 }],
    ['nothing', undefined],
    ['too many chunks', Array.from({ length: MAX_CHUNKS + 1 }, () => chunk)],
    ['null', [null]],
    ['a negative contribution', [{ ...chunk, contributionId: -1 }]],
    ['a contribution as text', [{ ...chunk, contributionId: '4' }]],
    ['a fractional line', [{ ...chunk, line: 0.5 }]],
    ['no digest', [{ ...chunk, digest: undefined }]],
    ['another digest', [{ ...chunk, digest: digestOf(new Uint8Array(1)) }]],
    ['an unknown text', [{ ...chunk, text: undefined }]],
    ['an empty text', [chunkOf(4, 2, '')]],
    ['half a character', [chunkOf(4, 2, '\ud83d')]],
    ['what is not in the prompt', [chunkOf(4, 2, LAMPS)]],
    ['what is longer than allowed', Array.from({ length: 5 }, () => chunkOf(4, 2, 'a'.repeat(1 << 20)))],
  ])('refuses %s', (_, value) => {
    expect(() => parseRetrieval(value, `${prompt}${'a'.repeat(1 << 20)}\ud83d`)).toThrow(MalformedRetrievalError);
  });

  it('ends in chunks or a typed error, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        for (const hostile of [value, [value], [{ ...chunk, ...(value as object) }]]) {
          try {
            parseRetrieval(hostile, text);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedRetrievalError);
          }
        }
      }),
    );
  });
});
