import { createReadDatabase, loadIndexedBlock } from '@tributary/db';
import { Counter, Gauge, runService } from '@tributary/operations';
import { createServer } from './createServer.js';
import { loadNetworkIdentity } from './loadNetworkIdentity.js';
import { measureOperations } from './measureOperations.js';
import { readConfig } from './readConfig.js';
import { loadSafelist } from './safety/loadSafelist.js';

/** Health asks on a connection of its own: a crowd of readers is no illness. */
const HEALTH_CONNECTIONS = 1;
const HEALTH_STATEMENT_TIMEOUT_MS = 1_500;

/** Runs the API until SIGTERM, SIGINT, or the loss of the parent that started it with an IPC channel. */
await runService({
  service: 'api',
  version: 'tributary-api/0.1.0',
  process,
  env: process.env,
  exit: (code) => process.exit(code),
  async start({ env, log, registry }) {
    const config = readConfig(env);
    const { safelistPath, ...safety } = config.safety;
    const incidents = new Counter({
      name: 'tributary_api_incidents_total',
      help: 'Errors that a response does not show; each is in the log by its incident id.',
      registers: [registry],
    });
    const statements = new Counter({
      name: 'tributary_api_statements_total',
      help: 'Questions asked of Postgres.',
      registers: [registry],
    });
    const server = await createServer({
      databaseUrl: config.databaseUrl,
      network: await loadNetworkIdentity(config.deployment, config.chainId),
      host: config.host,
      port: config.port,
      statementTimeoutMs: config.statementTimeoutMs,
      ...(config.analyticsDir === undefined ? {} : { analyticsDir: config.analyticsDir }),
      safety: { ...safety, safelist: safelistPath === null ? null : await loadSafelist(safelistPath) },
      onStatement: () => statements.inc(),
      plugins: [measureOperations(registry)],
      reportError({ incidentId, error }) {
        incidents.inc();
        log('error', `incident ${incidentId}`, { error });
      },
    });
    new Gauge({
      name: 'tributary_database_connections',
      help: 'Connections of the process to Postgres, and questions that wait for one.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { busyCount, idleCount, waitingCount } = server.getDatabaseUsage();
        this.set({ state: 'busy' }, busyCount);
        this.set({ state: 'idle' }, idleCount);
        this.set({ state: 'waiting' }, waitingCount);
      },
    });
    const healthDb = createReadDatabase({
      url: config.databaseUrl,
      statementTimeoutMs: HEALTH_STATEMENT_TIMEOUT_MS,
      maxConnections: HEALTH_CONNECTIONS,
    });
    log('info', `listening ${server.url}`);
    return {
      facts: { url: server.url },
      checks: [
        {
          name: 'database',
          async run() {
            const block = await loadIndexedBlock(healthDb);
            return block ? `indexed to block ${block.blockNumber}` : 'nothing is indexed yet';
          },
        },
      ],
      async stop() {
        await server.close();
        await healthDb.close();
      },
    };
  },
});
