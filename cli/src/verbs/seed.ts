import { join, resolve } from 'node:path';
import { applyMigrations, startEmbeddedPostgres } from '@tributary/db';
import { getLedgerSizes, type SeedOptions, seedLedger } from '@tributary/db/seed';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { requireOption } from '../requireOption.js';
import { lockDataDir } from '../supervise/lockDataDir.js';
import { prepareDataDir } from '../supervise/prepareDataDir.js';
import { createProgressBar } from '../terminal/createProgressBar.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  inferences: { type: 'string' },
  seed: { type: 'string', default: '1' },
  lean: { type: 'boolean', default: false },
  data: { type: 'string', default: '.tributary/synthetic' },
  'database-url': { type: 'string' },
} as const;

/** Measured with indexes: lean at 1,000,000 inferences, whole at 20,000. */
const KIB_PER_INFERENCE = 24;
const KIB_PER_LEAN_INFERENCE = 14;

export const seed: Verb = {
  summary: 'fill an empty database with a synthetic ledger of any size, to try things at scale',
  help: `tributary seed --inferences N [--data DIR | --database-url URL] [--seed TEXT] [--lean]

Makes up a ledger of N inferences (50 to 100,000,000) with about ten payouts each: people, datanets, models, verdicts,
all consistent, as skewed as real ones. It is marked as synthetic, and whatever shows it says so. Only an empty database
is filled. \`tributary serve --data DIR\` shows it. A million take some minutes and ${KIB_PER_INFERENCE} GB.

  --inferences N       how many
  --data DIR           fills the embedded Postgres of this folder, made when missing (default .tributary/synthetic)
  --database-url URL   fills this database instead, as a superuser
  --seed TEXT          another text, another ledger (default 1)
  --lean               without the raw events and transactions of settlements: half the size and time`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('seed', args, OPTIONS);
  const limits = { min: 50, max: 100_000_000, isInteger: true };
  const inferenceCount = parseNumber(
    'seed',
    'inferences',
    requireOption('seed', 'inferences', values.inferences),
    limits,
  );
  const options: SeedOptions = { inferenceCount, seed: values.seed, withEvents: !values.lean };
  const url = values['database-url'];
  if (url !== undefined) {
    await fill(url, options);
    console.log(describe(inferenceCount, `${new URL(url).pathname.slice(1)} at ${new URL(url).host}`));
    return 0;
  }
  const dataDir = resolve(values.data);
  const kibPerInference = values.lean ? KIB_PER_LEAN_INFERENCE : KIB_PER_INFERENCE;
  prepareDataDir(dataDir, 256 + Math.ceil((inferenceCount * kibPerInference) / 1024));
  const unlock = lockDataDir(dataDir);
  try {
    // Not crash-safe while it is filled: it is filled whole or not at all, and made again in minutes.
    const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: false });
    try {
      await fill(server.url, options);
    } finally {
      await server.stop();
    }
  } finally {
    unlock();
  }
  console.log(describe(inferenceCount, values.data));
  console.log(`\`npx tributary serve --data ${values.data}\` shows it.`);
  return 0;
}

async function fill(url: string, options: SeedOptions): Promise<void> {
  await applyMigrations(url);
  const bar = createProgressBar(process.stderr, '');
  try {
    await seedLedger(url, {
      ...options,
      onProgress(progress) {
        if (progress.step === 'rows') {
          bar.update({ stage: 'inferences', done: progress.inferenceCount, total: options.inferenceCount });
        } else if (progress.step === 'indexes') {
          bar.update({ stage: 'indexes', done: progress.done, total: progress.count });
        }
      },
    });
  } finally {
    bar.stop();
  }
}

function describe(inferenceCount: number, place: string): string {
  const { modelCount, datanetCount, contributionCount, spanDays } = getLedgerSizes(inferenceCount);
  const show = (count: number): string => count.toLocaleString('en-US');
  return (
    `A synthetic ledger stands in ${place}: ${show(inferenceCount)} inferences of ${show(modelCount)} models over ` +
    `${spanDays} days, ${show(contributionCount)} contributions to ${show(datanetCount)} datanets.`
  );
}
