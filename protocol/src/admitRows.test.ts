import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitRows, normalizeText, shinglesOf } from './index.js';

const row = (prompt: string, completion: string): { prompt: string; completion: string } => ({ prompt, completion });
const ORIGINAL = row('How do streams end?', 'A readable stream ends when its source pushes null after the last chunk.');

describe('admitRows', () => {
  it('refuses an exact copy, one with other white space, and one in another Unicode form', () => {
    const accented = row('Où?', 'Le flux se termine après le dernier morceau, côté serveur.');
    const decomposed = row(accented.prompt.normalize('NFD'), accented.completion.normalize('NFD'));
    const spaced = row(`  ${ORIGINAL.prompt}\n`, ORIGINAL.completion.replaceAll(' ', ' \t '));
    const admissions = admitRows([ORIGINAL, { ...ORIGINAL }, spaced, accented, decomposed]);
    expect(admissions.map((admission) => (admission.admitted ? null : admission.of))).toEqual([null, 0, 0, null, 3]);
  });

  it('admits a row that differs in case: a class may differ in that alone', () => {
    expect(
      admitRows([ORIGINAL, row(ORIGINAL.prompt.toUpperCase(), ORIGINAL.completion.toUpperCase())])[1]!.admitted,
    ).toBe(true);
  });

  it('compares with admitted rows only: a chain of small edits is not refused for a refused row', () => {
    const first = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const near = `${first}!?`;
    const far = `${near}${'#%&()=+*'}`;
    const admissions = admitRows([row(first, first), row(first, near), row(far, far)]);
    expect(admissions[1]).toMatchObject({ admitted: false, of: 0 });
    const overlap = [...shinglesOf(`${far} ${far}`)].filter((s) => shinglesOf(`${first} ${near}`).has(s)).length;
    expect(overlap).toBeGreaterThan(0);
    expect(admissions[2]).not.toMatchObject({ of: 1 });
  });

  it('refuses a row that holds 60 % of a published answer, and not one with less', () => {
    const answer = '0123456789abcdefghijklmnopqrstuvwxyz';
    const shingleCount = shinglesOf(answer).size;
    const held = (share: number): string => answer.slice(0, Math.ceil(shingleCount * share) + 3);
    expect(admitRows([row('q', held(0.6))], [{ completion: answer, rowsBefore: 0 }])[0]).toEqual({
      admitted: false,
      reason: 'TRANSCRIPT',
      of: 0,
    });
    expect(admitRows([row('q', held(0.55))], [{ completion: answer, rowsBefore: 0 }])[0]!.admitted).toBe(true);
  });

  it('refuses only rows that were committed after the answer', () => {
    const answer = '0123456789abcdefghijklmnopqrstuvwxyz';
    const rows = [row('first', answer), row('a second one, much longer than its answer is so that it differs', answer)];
    const admissions = admitRows(rows, [{ completion: answer, rowsBefore: 1 }]);
    expect(admissions).toEqual([{ admitted: true }, { admitted: false, reason: 'TRANSCRIPT', of: 0 }]);
  });

  it('does not exclude by an answer of fewer than 16 shingles', () => {
    const short = 'Yes, it does so.';
    expect(shinglesOf(short).size).toBeLessThan(16);
    expect(admitRows([row('q', short)], [{ completion: short, rowsBefore: 0 }])[0]!.admitted).toBe(true);
  });

  it('decides as the exact counts of every pair do', () => {
    const word = fc.constantFrom('node', 'stream', 'buffer', 'ends', 'null', 'push');
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(fc.record({ prompt: text, completion: text }), { maxLength: 12 }), (rows) => {
        const sets = rows.map((r) => shinglesOf(`${normalizeText(r.prompt)} ${normalizeText(r.completion)}`));
        const admitted: number[] = [];
        const expected = sets.map((set, position) => {
          const of = admitted.find((earlier) => {
            const shared = [...set].filter((shingle) => sets[earlier]!.has(shingle)).length;
            return 10 * shared >= 7 * (set.size + sets[earlier]!.size - shared);
          });
          if (of === undefined) admitted.push(position);
          return of;
        });
        expect(admitRows(rows).map((a) => (a.admitted ? undefined : a.of))).toEqual(expected);
      }),
    );
  });
});
