import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildReconciliationRow,
  computeDue,
  concludeReconciliation,
  ENGINE_VERSION,
} from '@tributary/attribution-engine';
import {
  applyMigrations,
  createPool,
  saveReconciliation,
  saveReconciliations,
  startEmbeddedPostgres,
  type Pool,
  type ReconciliationToSave,
} from '@tributary/db';
import { drawScoredInferences, type ScoredInference } from './reconcile/drawScoredInference.ts';

const COUNT = Number(process.env['RECONCILE_COUNT'] ?? 1_000_000);
const BATCH_SIZE = 500;
/** Distinct inferences; the ones that are settled repeat them under ids of their own. */
const DRAWN = 2_000;
const SINGLE_COUNT = Math.min(2_000, COUNT);
const BAR_PER_SECOND = 5_000;
/** So many batches are written while the next one is worked out. */
const WRITERS = 2;

/**
 * Settled inferences that are already scored, to verdicts in a real, durable Postgres: shares → wei → comparison with
 * the payouts → verdict and evidence → rows. Ten payouts and seven contributions each; one in twenty is paid wrongly.
 */
export default async function* reconcile(): AsyncGenerator<object> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-reconcile-'));
  // As root the server runs as another account, which must get in here.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir });
  const pool = createPool(server.url, { max: WRITERS, applicationName: 'reconcile-bench' });
  try {
    await applyMigrations(server.url);
    const drawn = drawScoredInferences('bench/reconcile', DRAWN);
    const of = `${COUNT.toLocaleString('en-US')} inferences of 10 payouts`;

    const singlePerSecond = await measureSingle(pool, drawn);
    await pool.query('TRUNCATE reconciliation, reconciliation_line, contribution_share');
    const { perSecond, lastTenthPerSecond } = await measureBatches(pool, drawn);
    await assertVerdicts(pool, drawn);

    yield { case: `${of}, batches of ${BATCH_SIZE}`, unit: 'inferences/s', ours: perSecond, ...bar };
    yield {
      case: `the same against one at a time (${SINGLE_COUNT.toLocaleString('en-US')})`,
      unit: 'inferences/s',
      ours: perSecond,
      peer: singlePerSecond,
      peerName: 'one transaction each',
    };
    yield {
      case: 'the last tenth of them',
      unit: 'inferences/s',
      ours: lastTenthPerSecond,
      peer: perSecond,
      peerName: 'all of them',
    };
    yield { case: 'peak resident memory of the engine', unit: 'MiB', ours: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await pool.end();
    await server.stop();
    await rm(server.home, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
}

const bar = { peer: BAR_PER_SECOND, peerName: 'bar: at least' };

/** Number k of the settled ones, worked out from its scores. */
function decide(drawn: readonly ScoredInference[], k: number): ReconciliationToSave {
  const { facts: template, scored, contributors } = drawn[k % drawn.length]!;
  const facts = { ...template, inferenceId: String(k + 1), blockNumber: 100 + (k >> 2) };
  const due = computeDue(facts, scored.attribution.shares, {
    policy: facts.policy!,
    recipients: facts.recipients!,
    modelOwner: facts.model!.owner,
    contributors,
  });
  const result = concludeReconciliation(facts, { ...scored, due });
  return buildReconciliationRow(facts, result, {
    engineVersion: ENGINE_VERSION,
    elapsedMs: 1,
    attempts: 1,
    retryAt: null,
  });
}

async function measureSingle(pool: Pool, drawn: readonly ScoredInference[]): Promise<number> {
  const startedAt = performance.now();
  for (let k = 0; k < SINGLE_COUNT; k++) await saveReconciliation(pool, decide(drawn, k));
  return (SINGLE_COUNT * 1000) / (performance.now() - startedAt);
}

async function measureBatches(
  pool: Pool,
  drawn: readonly ScoredInference[],
): Promise<{ perSecond: number; lastTenthPerSecond: number }> {
  const startedAt = performance.now();
  const tenthFrom = COUNT - Math.max(BATCH_SIZE, Math.floor(COUNT / 10));
  let tenthStartedAt = startedAt;
  const writing = new Set<Promise<void>>();
  for (let from = 0; from < COUNT; from += BATCH_SIZE) {
    if (from <= tenthFrom) tenthStartedAt = performance.now();
    const size = Math.min(BATCH_SIZE, COUNT - from);
    const rows = Array.from({ length: size }, (_, index) => decide(drawn, from + index));
    if (writing.size >= WRITERS) await Promise.race(writing);
    const write: Promise<void> = saveReconciliations(pool, rows).finally(() => writing.delete(write));
    writing.add(write);
  }
  await Promise.all(writing);
  const endedAt = performance.now();
  return {
    perSecond: (COUNT * 1000) / (endedAt - startedAt),
    lastTenthPerSecond: ((COUNT - tenthFrom) * 1000) / (endedAt - tenthStartedAt),
  };
}

/** What was planted must have been found, all of it, with every line: a batch that loses rows would be fast too. */
async function assertVerdicts(pool: Pool, drawn: readonly ScoredInference[]): Promise<void> {
  const planted = new Map<string, number>();
  for (let k = 0; k < COUNT; k++) {
    const { verdict } = drawn[k % drawn.length]!;
    planted.set(verdict, (planted.get(verdict) ?? 0) + 1);
  }
  const { rows } = await pool.query<{ verdict: string; count: number; lines: number; shares: number }>(
    `SELECT verdict, count(*)::int AS count FROM reconciliation GROUP BY verdict`,
  );
  const found = new Map(rows.map(({ verdict, count }) => [verdict, count]));
  for (const [verdict, count] of planted) {
    if (found.get(verdict) !== count) throw new Error(`${found.get(verdict)} of ${count} are ${verdict}`);
  }
  const { rows: totals } = await pool.query<{ lines: number; shares: number }>(
    `SELECT (SELECT count(*) FROM reconciliation_line)::int AS lines, (SELECT count(*) FROM contribution_share)::int AS shares`,
  );
  const shares = drawn[0]!.scored.attribution.shares.length * COUNT;
  const lines = 10 * COUNT + (planted.get('MISPAID') ?? 0);
  if (totals[0]?.lines !== lines || totals[0].shares !== shares) {
    throw new Error(`${totals[0]?.lines} lines of ${lines}, ${totals[0]?.shares} shares of ${shares}`);
  }
}
