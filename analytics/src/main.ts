/**
 * The writer of the analytics partitions. Environment:
 * - DATABASE_URL (required): Postgres, as a role that can read.
 * - ANALYTICS_DIR (required): where the partitions are, in a folder for each chain; one writer a folder.
 * - CHAIN_ID: 31337 unless told.
 * - ANALYTICS_INTERVAL_SECONDS: the pause between two rounds; 15 unless told.
 * - METRICS_PORT, METRICS_HOST, LOG_FORMAT, LOG_LEVEL: as every process (docs/operations.md).
 */
import { runService } from '@tributary/operations';
import { readConfig } from './config.js';
import { createWriter } from './createWriter.js';

await runService({
  service: 'analytics',
  version: 'tributary-analytics/0.1.0',
  process,
  env: process.env,
  exit: (code) => process.exit(code),
  async start({ env, log, registry }) {
    const { checks, run, stop } = await createWriter(readConfig(env), log, registry);
    return { checks, run, stop };
  },
});
