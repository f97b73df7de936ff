/** Finding candidates by rare shingles refuses exactly what comparing everything with everything refuses. */
import { admitRows, normalizeText, shinglesOf, type Admission, type Row } from '@tributary/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';

function sharedBy(a: Set<number>, b: Set<number>): number {
  return [...a].filter((shingle) => b.has(shingle)).length;
}

function admitObviously(rows: readonly Row[], published: readonly string[]): Admission[] {
  const answers = published.map((answer) => shinglesOf(normalizeText(answer)));
  const admitted: { position: number; shingles: Set<number> }[] = [];
  return rows.map((row, position): Admission => {
    const completion = shinglesOf(normalizeText(row.completion));
    const copied = answers.findIndex(
      (answer) => answer.size >= 16 && 5 * sharedBy(completion, answer) >= 3 * answer.size,
    );
    if (copied >= 0) return { admitted: false, reason: 'TRANSCRIPT', of: copied };
    const shingles = shinglesOf(`${normalizeText(row.prompt)} ${normalizeText(row.completion)}`);
    const earlier = admitted.find((other) => {
      const shared = sharedBy(shingles, other.shingles);
      return shared > 0 && 10 * shared >= 7 * (shingles.size + other.shingles.size - shared);
    });
    if (earlier) return { admitted: false, reason: 'DUPLICATE', of: earlier.position };
    admitted.push({ position, shingles });
    return { admitted: true };
  });
}

const WORDS = ['stream', 'reads', 'a', 'buffer', 'until', 'it', 'ends', 'then', 'closes', 'the', 'file', 'é', ''];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));
/** Rows that repeat earlier ones in part, so that every overlap near the limits comes up. */
const rowsArbitrary = fc
  .array(fc.record({ prompt: text, completion: text, of: fc.nat(), cut: fc.nat({ max: 30 }) }), { maxLength: 40 })
  .map((drafts) => {
    const rows: Row[] = [];
    for (const { prompt, completion, of, cut } of drafts) {
      const earlier = rows[of % (rows.length + 1)];
      rows.push(
        earlier
          ? { prompt: earlier.prompt, completion: earlier.completion.slice(cut) + completion.slice(0, cut) }
          : { prompt, completion },
      );
    }
    return rows;
  });

it('admits what the rule admits, and names the first that a row repeats', () => {
  const refused = { DUPLICATE: 0, TRANSCRIPT: 0 };
  fc.assert(
    fc.property(rowsArbitrary, fc.array(text, { maxLength: 4 }), (rows, published) => {
      const admissions = admitRows(rows, published);
      expect(admissions).toEqual(admitObviously(rows, published));
      for (const admission of admissions) if (!admission.admitted) refused[admission.reason]++;
    }),
    { numRuns: 400 },
  );
  expect(Math.min(refused.DUPLICATE, refused.TRANSCRIPT)).toBeGreaterThan(5);
});
