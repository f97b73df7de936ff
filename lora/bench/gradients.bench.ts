import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  PEBBLE,
  createGradientWorkers,
  createInitialAdapter,
  createSession,
  encodeLoraAdapter,
  readBaseModel,
  writeModelFolder,
  type BaseModel,
  type Example,
  type LoraAdapter,
} from '@tributary/lora';
import { openTorch, type TorchPool } from './gradients/openTorch.ts';

const ROWS = Number(process.env['GRADIENTS_BENCH_ROWS'] ?? 900);
const TOKENS = 64;
const PROMPT_TOKENS = 24;
const CHECKED_ROWS = 4;
const ROUNDS = 5;
const MAX_RELATIVE_ERROR = 1e-4;

/**
 * Per-example gradients of the devnet's adapter (rank 4 on queries and values of Pebble) over rows of 64 tokens from the
 * READMEs of the installed packages, a thread a core, against PyTorch on as many cores: `vmap(grad)` and a backward pass
 * per example, each in one process with a thread a core and in one process a core; the fastest of the four counts.
 * Theirs must agree with ours first. Rounds take turns; medians.
 */
export default async function* gradients(): AsyncGenerator<object> {
  const cores = availableParallelism();
  const folder = await mkdtemp(join(tmpdir(), 'tributary-gradients-'));
  const baseFolder = fileURLToPath(PEBBLE.folder);
  const base = await readBaseModel(baseFolder);
  const adapter = createAdapter(base);
  const rows = await readRows(base);
  await writeModelFolder(join(folder, 'adapter'), encodeLoraAdapter(adapter));
  const workers = await createGradientWorkers({ base: baseFolder, adapter }, cores);
  let torch: TorchPool | undefined;
  try {
    torch = openTorch({
      ...{ baseFolder, adapterFolder: join(folder, 'adapter'), cores, rowLength: TOKENS, promptLength: PROMPT_TOKENS },
      rowsFile: await writeRows(folder, rows),
      expectedFile: await writeExpected(folder, base, adapter, rows.slice(0, CHECKED_ROWS)),
    });
    const relativeError = await torch?.relativeError();
    if (relativeError === undefined)
      console.error('gradients: no PyTorch here (apt-get install python3-torch): no peer');
    else if (!(relativeError < MAX_RELATIVE_ERROR)) throw new Error(`PyTorch's gradients differ by ${relativeError}`);
    else yield { case: "difference from PyTorch's gradients", unit: 'relative', ours: relativeError };
    const runOurs = async (): Promise<number> => {
      const startedAt = performance.now();
      await Promise.all(rows.map((row) => workers.gradient(row)));
      return (performance.now() - startedAt) / 1000;
    };
    yield* compare(runOurs, torch, cores);
  } finally {
    await workers.dispose();
    torch?.close();
    await rm(folder, { recursive: true });
  }
}

async function* compare(
  runOurs: () => Promise<number>,
  torch: TorchPool | undefined,
  cores: number,
): AsyncGenerator<object> {
  const contestants: [string, () => Promise<number>][] = [['ours', runOurs]];
  for (const { name, run } of torch?.ways ?? []) contestants.push([name, () => run(ROWS)]);
  const seconds = new Map<string, number[]>(contestants.map(([name]) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, run] of contestants) {
      const elapsed = await run();
      if (round > 0) seconds.get(name)!.push(elapsed);
    }
  }
  const speeds = new Map(
    [...seconds].map(([name, all]) => [name, (ROWS * TOKENS) / all.sort((a, b) => a - b)[ROUNDS >> 1]!]),
  );
  const ours = Math.round(speeds.get('ours')!);
  speeds.delete('ours');
  const what = `${ROWS} rows of ${TOKENS} tokens, ${cores} cores`;
  const ranking = [...speeds].sort(([, left], [, right]) => right - left);
  if (ranking.length === 0) yield { case: what, unit: 'tokens/s', ours };
  for (const [index, [peerName, peer]] of ranking.entries()) {
    const rank = index === 0 ? ', its fastest' : '';
    yield {
      case: what,
      unit: 'tokens/s',
      ours,
      peer: Math.round(peer),
      peerName: `${peerName}, ${await torch!.blas()}${rank}`,
    };
  }
}

/** As the devnet trains it, but for B, which here is a fixed pattern of a trained size. */
function createAdapter(base: BaseModel): LoraAdapter {
  const initial = createInitialAdapter(base, { targetModules: ['q_proj', 'v_proj'], r: 4, alpha: 8, seed: 'bench' });
  const modules = initial.modules.map((module) => ({ ...module, B: module.B.map((_, i) => Math.sin(7 * i + 1) / 40) }));
  return { ...initial, modules };
}

async function readRows(base: BaseModel): Promise<Example[]> {
  const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
  const rows: Example[] = [];
  for (const name of (await readdir(packages)).sort()) {
    const text = await readFile(join(packages, name, 'README.md'), 'utf8').catch(() => '');
    const ids = base.tokenizer.encode(text.slice(0, 4000));
    for (let at = 0; at + TOKENS <= ids.length && rows.length < ROWS; at += TOKENS) {
      const row = ids.slice(at, at + TOKENS);
      rows.push({ promptIds: row.slice(0, PROMPT_TOKENS), completionIds: row.slice(PROMPT_TOKENS) });
    }
  }
  return rows;
}

async function writeRows(folder: string, rows: readonly Example[]): Promise<string> {
  const file = join(folder, 'rows.u16');
  await writeFile(
    file,
    Uint16Array.from(rows.flatMap(({ promptIds, completionIds }) => [...promptIds, ...completionIds])),
  );
  return file;
}

/** Modules in the order of their names, A before B, as the Python side has them. */
async function writeExpected(
  folder: string,
  base: BaseModel,
  adapter: LoraAdapter,
  rows: readonly Example[],
): Promise<string> {
  const file = join(folder, 'expected.f32');
  const session = createSession(base, adapter);
  const values: number[] = [];
  for (const row of rows) {
    const all = await session.gradient(row);
    for (const { dA, dB } of all.sort((left, right) => (left.name < right.name ? -1 : 1))) values.push(...dA, ...dB);
  }
  session.dispose();
  await writeFile(file, Float32Array.from(values));
  return file;
}
