import { loadVerdictCounts, type Pool, type ReadDatabase } from '@tributary/db';
import { Gauge, Histogram, createReadGauge, type Registry } from '@tributary/operations';
import type { PgBoss } from 'pg-boss';
import type { ModelLibrary } from '../model/modelLibrary.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import { ENGINE_VERSION } from './engineVersion.js';
import { MEASURE_QUEUE } from './measureQueue.js';
import { DEAD_LETTER_QUEUE, RECOMPUTE_QUEUE } from './recomputeQueue.js';

/** How a recomputation ended: with a verdict, needlessly (`NONE`: it was decided already, or is gone), or not (`FAILED`). */
export type RecomputeOutcome = string;

/** What the engine itself notes; the rest is read when Prometheus asks. */
export interface EngineMetrics {
  noteRecompute(outcome: RecomputeOutcome, elapsedMs: number): void;
  noteSweep(deadLetterCount: number): void;
}

export interface EngineMetricsSources {
  pool: Pool;
  boss: PgBoss;
  backend: Pick<ScoringBackend, 'name' | 'device'>;
  library: Pick<ModelLibrary, 'sizes'>;
}

const RECOMPUTE_BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
/** Counting verdicts looks at every inference. */
const VERDICTS_FRESH_MS = 15_000;
/** pg-boss counts every ten seconds. */
const QUEUES_FRESH_MS = 5_000;

/** Puts the metrics of an engine into its registry; docs/operations.md says what each is for. */
export function createEngineMetrics(
  registry: Registry,
  { pool, boss, backend, library }: EngineMetricsSources,
): EngineMetrics {
  const registers = [registry];
  new Gauge({
    name: 'tributary_engine_info',
    help: 'Always 1; its labels say what decides and what scores.',
    labelNames: ['version', 'backend', 'device'],
    registers,
  }).set({ version: ENGINE_VERSION, backend: backend.name, device: backend.device }, 1);

  const recomputeSeconds = new Histogram({
    name: 'tributary_recompute_seconds',
    help: 'Time from taking an inference off the queue to its stored verdict, by how it ended.',
    labelNames: ['outcome'],
    buckets: RECOMPUTE_BUCKETS_SECONDS,
    registers,
  });
  const deadLetters = new Gauge({
    name: 'tributary_dead_letters',
    help: 'Recomputations that failed here again and again and wait for a person.',
    registers,
  });
  const lastSweep = new Gauge({
    name: 'tributary_last_sweep_timestamp_seconds',
    help: 'When the engine last looked for undecided inferences.',
    registers,
  });

  const db: Pick<ReadDatabase, 'load'> = {
    async load<Row extends object>(question: Parameters<ReadDatabase['load']>[0]) {
      const { text, values } = question.render();
      return (await pool.query<Row>(text, values)).rows;
    },
  };
  createReadGauge({
    registry,
    name: 'tributary_inferences',
    help: 'Inferences of the whole network by their verdict now; the same from every engine.',
    labelNames: ['verdict'],
    freshMs: VERDICTS_FRESH_MS,
    async read() {
      const [counts = []] = await loadVerdictCounts(db as ReadDatabase, null);
      return counts.map(({ verdict, count }) => ({ labels: { verdict }, value: count }));
    },
  });
  createReadGauge({
    registry,
    name: 'tributary_queue_jobs',
    help: 'Jobs by queue and state; the same from every engine.',
    labelNames: ['queue', 'state'],
    freshMs: QUEUES_FRESH_MS,
    async read() {
      const queues = await boss.getQueues([RECOMPUTE_QUEUE, MEASURE_QUEUE, DEAD_LETTER_QUEUE]);
      return queues.flatMap(({ name: queue, readyCount, deferredCount, activeCount, failedCount }) => [
        { labels: { queue, state: 'ready' }, value: readyCount },
        { labels: { queue, state: 'deferred' }, value: deferredCount },
        { labels: { queue, state: 'active' }, value: activeCount },
        { labels: { queue, state: 'failed' }, value: failedCount },
      ]);
    },
  });
  new Gauge({
    name: 'tributary_database_connections',
    help: 'Connections of the process to Postgres, and questions that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  new Gauge({
    name: 'tributary_library_entries',
    help: 'Models, base models and indexes that are kept ready.',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, count] of Object.entries(library.sizes)) this.set({ kind }, count);
    },
  });
  return {
    noteRecompute: (outcome, elapsedMs) => recomputeSeconds.observe({ outcome }, elapsedMs / 1000),
    noteSweep(deadLetterCount) {
      deadLetters.set(deadLetterCount);
      lastSweep.setToCurrentTime();
    },
  };
}
