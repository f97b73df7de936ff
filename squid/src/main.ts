/**
 * The indexer process. Environment:
 * - DATABASE_URL (required): Postgres, as a user that may write.
 * - RPC_URL (required): http(s) URL of a node of the chain; several with commas: the others go on when one fails or lies.
 * - VERIFY_RECEIPTS: `true` has every log proven by its block's header; so has more than one URL.
 * - CHAIN_ID: names contracts/deployments/<CHAIN_ID>.json; 31337 unless told.
 * - DEPLOYMENT_FILE: another deployment file instead.
 * - METRICS_PORT, METRICS_HOST, LOG_FORMAT, LOG_LEVEL: as every process (docs/operations.md).
 *
 * With an IPC channel it reports `{ ready: true }` once the chain is checked and ends when the parent goes. Whatever
 * happens to chain, node or database later, it goes on by itself; it exits with 1 for a wrong setting or a defect only.
 */
import { LogLevel, setRootSink, type LogRecord } from '@subsquid/logger';
import { runService, type Log } from '@tributary/operations';
import { readConfig } from './config.js';
import { createIndexer } from './createIndexer.js';
import { limitHeap } from './limitHeap.js';
import { ProcessorMetrics } from './ProcessorMetrics.js';

const processorMetrics = new ProcessorMetrics();

/** The processor's own log, as lines of ours; its progress is said by `BackfillProgress`, and where its metrics are by `runService`. */
function logRecord(log: Log, { level, msg, err }: LogRecord): void {
  if (level < LogLevel.WARN && /blocks\/sec|metrics are served/.test(msg ?? '')) return;
  const detail = level >= LogLevel.FATAL ? err?.stack : err?.message;
  const ours = level >= LogLevel.ERROR ? 'error' : level >= LogLevel.WARN ? 'warn' : 'info';
  log(ours, [msg, detail].filter(Boolean).join(': '));
}

await runService({
  service: 'squid',
  version: 'tributary-squid/0.1.0',
  process,
  env: process.env,
  exit: (code) => process.exit(code),
  // The processor's registry has them, and each scrape shows both.
  processMetrics: false,
  extraMetrics: () => processorMetrics.getText(),
  async start({ env, log, registry }) {
    setRootSink((record) => logRecord(log, record));
    limitHeap();
    const config = readConfig(env);
    // The store takes its connection from the environment only.
    process.env['DB_URL'] = config.databaseUrl;
    const { checks, run, stop } = await createIndexer(config, { log, registry, processorMetrics });
    return { checks, run, stop };
  },
});
