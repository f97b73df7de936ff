import { BaseError } from '@tributary/protocol';
import { createServer } from './createServer.js';
import { loadNetworkIdentity } from './loadNetworkIdentity.js';
import { readConfig } from './readConfig.js';

/** Runs the API until SIGTERM, SIGINT, or the loss of the parent that started it with an IPC channel. */
try {
  const config = readConfig(process.env);
  const server = await createServer({
    databaseUrl: config.databaseUrl,
    network: await loadNetworkIdentity(config.deployment, config.chainId),
    host: config.host,
    port: config.port,
    statementTimeoutMs: config.statementTimeoutMs,
    reportError: ({ incidentId, error }) => console.error(`incident ${incidentId}`, error),
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  console.log(`listening ${server.url}`);
  process.send?.({ ready: true, url: server.url });
} catch (error) {
  console.error(error instanceof BaseError ? error.message : error);
  process.exit(1);
}
