/** Finding candidates by rare shingles refuses exactly what comparing everything with everything refuses. */
import {
  admitRows,
  findFamilies,
  normalizeText,
  shinglesOf,
  type Admission,
  type PublishedAnswer,
  type Row,
} from '@tributary/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';

function sharedBy(a: Set<number>, b: Set<number>): number {
  return [...a].filter((shingle) => b.has(shingle)).length;
}

function admitObviously(rows: readonly Row[], published: readonly PublishedAnswer[]): Admission[] {
  const answers = published.map(({ completion }) => shinglesOf(normalizeText(completion)));
  const admitted: { position: number; shingles: Set<number> }[] = [];
  return rows.map((row, position): Admission => {
    const completion = shinglesOf(normalizeText(row.completion));
    const copied = answers.findIndex(
      (answer, i) =>
        published[i]!.rowsBefore <= position &&
        answer.size >= 16 &&
        5 * sharedBy(completion, answer) >= 3 * answer.size,
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

function findFamiliesObviously(rows: readonly Row[], answers: readonly PublishedAnswer[]): number[] {
  const completions = rows.map((row) => shinglesOf(normalizeText(row.completion)));
  const order: number[] = [];
  return completions.map((completion, position) => {
    let closest: { answer: number; shared: number; size: number } | undefined;
    answers.forEach(({ completion: said, rowsBefore }, answer) => {
      if (rowsBefore < 300 || rowsBefore > position) return;
      const earlier = completions.slice(0, rowsBefore);
      const novel = [...shinglesOf(normalizeText(said))].filter((shingle) => !earlier.some((set) => set.has(shingle)));
      const shared = novel.filter((shingle) => completion.has(shingle)).length;
      if (shared < 8 || 10 * shared < novel.length) return;
      if (!closest || shared * closest.size > closest.shared * novel.length) {
        closest = { answer, shared, size: novel.length };
      }
    });
    if (!closest) return 0;
    if (!order.includes(closest.answer)) order.push(closest.answer);
    return order.indexOf(closest.answer) + 1;
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

const answer = fc.record({ completion: text, rowsBefore: fc.nat({ max: 3 }) });

it('admits what the rule admits, and names the first that a row repeats', () => {
  const refused = { DUPLICATE: 0, TRANSCRIPT: 0 };
  fc.assert(
    fc.property(rowsArbitrary, fc.array(answer, { maxLength: 4 }), (rows, published) => {
      const admissions = admitRows(rows, published);
      expect(admissions).toEqual(admitObviously(rows, published));
      for (const admission of admissions) if (!admission.admitted) refused[admission.reason]++;
    }),
    { numRuns: 400 },
  );
  expect(Math.min(refused.DUPLICATE, refused.TRANSCRIPT)).toBeGreaterThan(5);
});

it('finds the families that comparing everything with everything finds', () => {
  const earlier = Array.from({ length: 300 }, (_, i): Row => ({ prompt: '', completion: `row ${i % 7} reads` }));
  const longText = fc.array(fc.constantFrom(...WORDS), { minLength: 4, maxLength: 20 }).map((words) => words.join(' '));
  const later = fc.record({ completion: longText, rowsBefore: fc.integer({ min: 298, max: 306 }) });
  const copies = fc.array(fc.record({ prompt: text, completion: longText }), { minLength: 5, maxLength: 20 });
  let found = 0;
  fc.assert(
    fc.property(copies, fc.array(later, { minLength: 1, maxLength: 5 }), (rows, answers) => {
      const all = [...earlier, ...rows];
      const families = [...findFamilies(all, answers)];
      expect(families).toEqual(findFamiliesObviously(all, answers));
      found = Math.max(found, ...families);
    }),
    { numRuns: 200 },
  );
  expect(found).toBeGreaterThan(1);
});

it('gives a row that holds as much of two answers to the earlier one', () => {
  const row = (completion: string): Row => ({ prompt: '', completion });
  const earlier = Array.from({ length: 300 }, () => row('a file'));
  const said = ['0123456789abcdef', 'ghijklmnopqrstuv'].map((completion) => ({ completion, rowsBefore: 300 }));
  const rows = [...earlier, row(`${said[1]!.completion} ${said[0]!.completion}`), row(said[1]!.completion)];
  expect([...findFamilies(rows, said)].slice(300)).toEqual([1, 2]);
});
