import { setTimeout as sleep } from 'node:timers/promises';
import {
  createReadDatabase,
  isAccessRefused,
  listenToChannels,
  loadIndexedBlock,
  VERDICT_CHANNEL,
} from '@tributary/db';
import type { HealthCheck, Log, Registry } from '@tributary/operations';
import { FatalError } from '@tributary/protocol';
import type { WriterConfig } from './config.js';
import { createWriterMetrics } from './createWriterMetrics.js';
import { PartitionsLateError } from './errors.js';
import { getPartitionFolder } from './getPartitionFolder.js';
import { getLastBlock } from './manifest/Manifest.js';
import { ParquetFolder } from './write/ParquetFolder.js';
import { PartitionWriter, type RoundResult } from './write/PartitionWriter.js';

/** Merged partitions have about so many rows: small enough to be rewritten in seconds when a verdict changes. */
const MAX_ROWS = 1_000_000;
const MEMORY_LIMIT = '512MiB';
/** No question takes longer than this over the files that it began with. */
const KEEP_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 1_500;
/** Rounds are late when none ended well for so long, or for so many intervals. */
const LATE_SECONDS = 120;
const LATE_INTERVALS = 4;

/** The writer as a service. */
export interface WriterService {
  checks: readonly HealthCheck[];
  /** Rounds without end; rejects for a defect only. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the folder and listens; `run` then writes. */
export async function createWriter(config: WriterConfig, log: Log, registry: Registry): Promise<WriterService> {
  const { databaseUrl, chainId, intervalSeconds } = config;
  const folder = await ParquetFolder.open(getPartitionFolder(config.analyticsDir, chainId), MEMORY_LIMIT);
  const writer = new PartitionWriter({
    ...{ databaseUrl, chainId, folder, maxRows: MAX_ROWS, keepMs: KEEP_MS },
    log: (line) => log('info', line),
  });
  await writer.open();
  const metrics = createWriterMetrics(registry, () => writer.manifest);
  const healthDb = createReadDatabase({
    url: databaseUrl,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    maxConnections: 1,
  });
  const ended = new AbortController();
  const { signal } = ended;
  // Postgres that is away is said by the rounds.
  const listener = listenToChannels(databaseUrl, {
    channels: [VERDICT_CHANNEL],
    applicationName: 'tributary-analytics-listen',
    onListening: () => writer.dirtyVerdicts.noteAll(),
    onNotification: (inferenceId) => writer.dirtyVerdicts.note(inferenceId),
  });
  let lastGoodMs = performance.now();
  let trouble = 'the first round is under way';
  let rounds: Promise<void> | undefined;

  const runRounds = async (): Promise<void> => {
    while (!signal.aborted) {
      const startMs = performance.now();
      try {
        const result = await writer.runRound(signal);
        lastGoodMs = performance.now();
        metrics.noteRound(lastGoodMs - startMs, result);
        if (isWork(result)) log('info', describe(result, getLastBlock(writer.manifest?.partitions ?? [])));
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof FatalError || isAccessRefused(error)) throw error;
        trouble = (error as Error).message || (error as Error).name;
        metrics.noteFailure();
        log('warn', `a round ended early: ${trouble}`);
      }
      await sleep(intervalSeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    checks: [
      {
        name: 'database',
        async run() {
          const block = await loadIndexedBlock(healthDb);
          return block ? `indexed to block ${block.blockNumber}` : 'nothing is indexed yet';
        },
      },
      {
        name: 'partitions',
        run() {
          const lateSeconds = Math.round((performance.now() - lastGoodMs) / 1000);
          if (lateSeconds > Math.max(LATE_SECONDS, LATE_INTERVALS * intervalSeconds)) {
            throw new PartitionsLateError({ lateSeconds, reason: trouble });
          }
          const lastBlock = getLastBlock(writer.manifest?.partitions ?? []);
          return Promise.resolve(lastBlock < 0 ? 'nothing is written yet' : `written to block ${lastBlock}`);
        },
      },
    ],
    run() {
      rounds = runRounds();
      return rounds;
    },
    async stop() {
      ended.abort();
      await rounds?.catch(() => undefined);
      await listener.stop();
      await healthDb.close();
      folder.close();
    },
  };
}

function isWork({ written, verdictsRewritten, merged, dropped }: RoundResult): boolean {
  return written + verdictsRewritten + merged + dropped > 0;
}

function describe({ written, verdictsRewritten, merged, dropped }: RoundResult, lastBlock: number): string {
  const counts = [
    `${written} written`,
    `${merged} merged`,
    `${verdictsRewritten} with new verdicts`,
    `${dropped} dropped`,
  ];
  return `partitions to block ${lastBlock}: ${counts.filter((text) => !text.startsWith('0 ')).join(', ')}`;
}
