/**
 * `npm run chaos -- --seed S --minutes M`: a network under random kills, RPC faults, reorgs and restarts, compared at the
 * end with one that was never disturbed. Exit 0 when no row and no verdict differs; then nothing is left behind. Otherwise
 * 1, and the folder with databases, chain and logs stays. The last line of the output is JSON.
 */
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BaseError } from '@tributary/protocol';
import { runChaos } from './runChaos.ts';

const HELP = `npm run chaos -- [--seed S] [--minutes M] [--rate R] [--keep]

  --seed S      decides every event; the same seed gives the same plan (default: drawn, and printed)
  --minutes M   how long the storm lasts (default 1)
  --rate R      settlements a second (default 3)
  --keep        keeps databases, chain and logs, however it ends`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '1' },
    rate: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const minutes = Number(values.minutes);
const settlementsPerSecond = Number(values.rate);
if (values.help) {
  console.log(HELP);
} else if (!(minutes > 0 && minutes <= 1_440) || !(settlementsPerSecond > 0 && settlementsPerSecond <= 20)) {
  console.error(`--minutes takes a number up to 1440, --rate one up to 20.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  process.exitCode = await main();
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-chaos-'));
  chmodSync(folder, 0o755); // As root, Postgres runs as another account, which must get in here.
  const startMs = performance.now();
  const log = (line: string): void => {
    const text = `[${((performance.now() - startMs) / 1000).toFixed(1).padStart(6)} s] ${line}`;
    console.log(text);
    appendFileSync(join(folder, 'chaos.log'), `${text}\n`);
  };
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('stopped'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  if (process.channel) process.once('disconnect', stop);
  try {
    const options = { seed: values.seed, minutes, settlementsPerSecond, folder, log, signal: stopping.signal };
    const summary = await runChaos(options);
    const isSame = summary.differingRows === 0 && summary.differingVerdicts === 0;
    if (isSame && !values.keep) rmSync(folder, { recursive: true, force: true });
    else
      console.log(`${isSame ? 'Nothing' : 'What was left'} differs. Databases, chain and logs are kept in ${folder}`);
    console.log(JSON.stringify(summary));
    return isSame ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted) {
      rmSync(folder, { recursive: true, force: true });
      return 130;
    }
    log(error instanceof BaseError ? error.message : String((error as Error).stack));
    console.log(`The storm did not come to its end. Databases, chain and logs are kept in ${folder}`);
    console.log(JSON.stringify({ seed: values.seed, minutes, error: (error as Error).message }));
    return 1;
  } finally {
    if (process.channel) process.disconnect();
  }
}
