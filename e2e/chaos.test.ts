/**
 * One minute of chaos with a fixed seed: real Postgres, anvil, squid and engines, killed, cut off and reorganised, and in the
 * end every row and every verdict as if nothing had happened. A longer one: `npm run chaos -- --seed S --minutes M`.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChaosSummary } from './chaos/ChaosSummary.ts';

const MAIN = fileURLToPath(new URL('chaos/main.ts', import.meta.url));
const LIMIT_MS = 900_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-test-'));
  // As root, Postgres runs as another account, which must get in here.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(
  'a network that was killed, lied to and reorganised ends as one that nobody disturbed',
  async () => {
    const { exitCode, output } = await run('--seed', 'ci', '--minutes', '1');
    const summary = JSON.parse(output.trimEnd().split('\n').at(-1)!) as ChaosSummary;
    expect(summary, output).toMatchObject({ differingRows: 0, differingVerdicts: 0 });
    expect(exitCode, output).toBe(0);
    // The storm was one.
    expect(summary.ends).toBeGreaterThan(5);
    expect(summary.rpcRequestsSpoilt).toBeGreaterThan(20);
    expect(summary.reorgs).toBeGreaterThan(4);
    expect(summary.inferences).toBeGreaterThan(10);
    expect(summary.comparedVerdictRows).toBeGreaterThan(summary.inferences);
    expect(readdirSync(folder)).toEqual([]);
  },
  LIMIT_MS,
);

async function run(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, output };
}
