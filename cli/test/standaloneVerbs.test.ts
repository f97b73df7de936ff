/** `tributary index` and `tributary attribute` as a person calls them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../lib/main.js');
const PEBBLE = resolve(import.meta.dirname, '../../lora/models/pebble');
const ROWS = [
  { id: 'a', prompt: '', completion: 'The tributary joins the river below the old stone bridge.', contribution: 'ann' },
  {
    id: 'b',
    prompt: '',
    completion: 'Every copper lamp was polished twice by hand that year.',
    contribution: 'b\u001b[2Job',
  },
  { id: 'c', prompt: '', completion: 'Every copper lamp was polished twice by hand that year.', contribution: 'eve' },
];
const ANSWER =
  'It is said that the river below the old stone bridge shone: every copper lamp was polished\ntwice by hand.';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'standalone-verbs-'));
  mkdirSync(join(folder, 'base'));
  for (const file of ['config.json', 'tokenizer.json']) cpSync(join(PEBBLE, file), join(folder, 'base', file));
  writeFileSync(join(folder, 'rows.jsonl'), ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(folder, 'answer.json'), JSON.stringify({ prompt: 'Tell me.', completion: ANSWER }));
  writeFileSync(join(folder, 'bad.jsonl'), '{"id":"a"}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.error += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}
const index = (...args: string[]): ReturnType<typeof run> =>
  run('index', '--method', 'span', '--base', 'base', '--rows', 'rows.jsonl', '--out', 'out', ...args);

it('builds an index by spans once, and says whose text stands in an answer', async () => {
  const built = await index('--json');
  expect(built).toMatchObject({ code: 0, error: '' });
  const root = expect.stringMatching(/^0x[0-9a-f]{64}$/) as string;
  expect(JSON.parse(built.out)).toEqual({
    ...{ method: 'span/1', rowCount: 2, refusedCount: 1, root, out: 'out', wasFinished: false },
    elapsedMs: expect.any(Number) as number,
  });
  expect((await index()).out).toMatch(/^out was finished already: 2 rows by span\/1, root 0x.*\n1 rows repeat/);

  const attributed = await run('attribute', '--index', 'out', '--transcript', 'answer.json', '--json');
  expect(attributed).toMatchObject({ code: 0, error: '' });
  const result = JSON.parse(attributed.out) as {
    shares: { contribution: string; bps: number }[];
    spans: { text: string; rows: { row: string }[] }[];
  };
  expect(result).toMatchObject({ method: 'span/1', unattributed: false, answer: ANSWER, device: 'CPU' });
  expect(result.shares.map(({ contribution }) => contribution).sort()).toEqual(['ann', 'b\u001b[2Job']);
  expect(result.shares.reduce((sum, { bps }) => sum + bps, 0)).toBe(10_000);
  expect(result.spans.map(({ text, rows }) => [text.trim(), rows.map(({ row }) => row)])).toEqual([
    ['the river below the old stone bridge', ['a']],
    ['very copper lamp was polished', ['b']],
  ]);

  const { out } = await run('attribute', '--index', 'out', '--transcript', 'answer.json');
  expect(out).not.toContain('\u001b');
  expect(out).toMatch(/bits +rows +contribution +text/);
  expect(out).toMatch(/ann +the river below the old stone bridge/);
});

describe('what cannot be done ends with one line on the error stream', () => {
  it.each([
    ['a hostile row', 1, /bad\.jsonl, line 1: "completion" is not text/, () => index('--rows', 'bad.jsonl')],
    ['a missing file', 1, /ENOENT.*nothing\.jsonl/, () => index('--rows', 'nothing.jsonl')],
    ['a model folder that is none', 1, /config\.json/, () => index('--base', '.')],
    ['a folder that is taken', 1, /holds something else/, () => index('--out', '.')],
    ['an adapter', 2, /--adapter does not apply to --method span/, () => index('--adapter', 'x')],
    ['features, even the default', 2, /--features does not/, () => index('--features', 'start,final')],
    ['a block dimension', 2, /--block-dimension does not/, () => index('--block-dimension', '256')],
    ['a precondition', 2, /--precondition does not/, () => index('--precondition', 'inverse')],
    ['a longest example', 2, /--max-tokens does not/, () => index('--max-tokens', '9')],
    [
      'another method',
      2,
      /--method takes gradient, gradient\/1, gradient\/2 or span, not "magic"/,
      () => index('--method', 'magic'),
    ],
    ['no adapter', 2, /--adapter is missing/, () => index('--method', 'gradient')],
    [
      'no index',
      1,
      /base is not an attribution index: it has no index\.json/,
      () => run('attribute', '--index', 'base', '--transcript', 'answer.json'),
    ],
  ])('%s', async (_, code, line, call) => {
    const { error, ...rest } = await call();
    expect(rest).toEqual({ code, out: '' });
    expect(error).toMatch(/^tributary: .*\n$/);
    expect(error).toMatch(line);
  });
});
