import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  applyMigrations,
  createReadDatabase,
  loadIndexedBlock,
  loadNetworkTotals,
  loadVerdictCounts,
  resetChainTables,
} from '@tributary/db';
import { UsageError } from '../errors.js';
import { openNamedDatabase } from '../network/openNamedDatabase.js';
import { parseOptions } from '../parseOptions.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  data: { type: 'string', default: '.tributary' },
  yes: { type: 'boolean', default: false },
} as const;

const STATEMENT_TIMEOUT_MS = 60_000;
/** Postgres ends one of two transactions that wait for each other; squid's may be the other. */
const DEADLOCK = '40P01';
const CLEAR_ATTEMPTS = 5;
const CLEAR_PAUSE_MS = 200;

export const reindex: Verb = {
  summary: 'clear what was read from the chain, so that squid reads it again',
  help: `tributary reindex [--data DIR] [--yes]

Empties the chain tables of DATABASE_URL, or else of the network in DIR, which may run or not. squid reads the chain
again from its start: with the next block where it runs, else when it is started. Verdicts are kept; each counts again
when its inference has been read again. Chain and blobs are not touched.

  --data DIR   the network's folder (default .tributary)
  --yes        do not ask; needed where there is no terminal to ask on`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('reindex', args, OPTIONS);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!values.yes && !isTerminal) {
    throw new UsageError({ problem: 'Nobody can be asked here; --yes goes on without asking', verb: 'reindex' });
  }
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const database = await openNamedDatabase({ dataDir: resolve(values.data), databaseUrl });
  try {
    await applyMigrations(database.url);
    console.log(`This clears ${database.description}:`);
    for (const line of await describeLoss(database.url)) console.log(`  ${line}`);
    if (!values.yes && !(await askWhetherToGoOn())) {
      console.log('Nothing was changed.');
      return 1;
    }
    await clear(database.url);
    console.log(
      'The chain tables are empty. squid reads the chain again: with the next block where it runs, else when it is started.',
    );
    return 0;
  } finally {
    await database.close();
  }
}

async function describeLoss(url: string): Promise<string[]> {
  const db = createReadDatabase({ url, statementTimeoutMs: STATEMENT_TIMEOUT_MS, maxConnections: 1 });
  try {
    const block = await loadIndexedBlock(db);
    const { inferenceCount, contributionCount, modelCount } = await loadNetworkTotals(db);
    const [counts = []] = await loadVerdictCounts(db, null);
    const verdictCount = counts.reduce((sum, { verdict, count }) => (verdict === 'PENDING' ? sum : sum + count), 0);
    return [
      block ? `everything read up to block ${block.blockNumber}:` : 'nothing, since no block was read yet:',
      `  ${inferenceCount} inferences, ${contributionCount} contributions, ${modelCount} models, and all that belongs to them`,
      `kept: ${verdictCount} verdicts that stand now; each counts again when its inference has been read again`,
    ];
  } finally {
    await db.close();
  }
}

async function askWhetherToGoOn(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Go on? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

async function clear(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await resetChainTables(url);
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === CLEAR_ATTEMPTS) throw error;
      await sleep(CLEAR_PAUSE_MS);
    }
  }
}
