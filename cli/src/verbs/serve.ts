import { resolve } from 'node:path';
import { buildReaderServices, getNetworkUrls, STOP_ORDER } from '../network/buildServices.js';
import { Database } from '../network/Database.js';
import { type NetworkSettings } from '../network/NetworkSettings.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { checkPortFree } from '../supervise/checkPortFree.js';
import { lockDataDir } from '../supervise/lockDataDir.js';
import { onStopRequest } from '../supervise/onStopRequest.js';
import { prepareDataDir } from '../supervise/prepareDataDir.js';
import { stopOrphans } from '../supervise/stopOrphans.js';
import { Supervisor } from '../supervise/Supervisor.js';
import { Terminal } from '../terminal/Terminal.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  data: { type: 'string', default: '.tributary/synthetic' },
  port: { type: 'string', default: '4600' },
  quiet: { type: 'boolean', default: false },
} as const;

/** What only reads the database. */
const READERS: readonly string[] = ['analytics', 'api', 'explorer'];

export const serve: Verb = {
  summary: 'show what a data folder holds, by API and explorer alone: no chain, no indexer, no engine',
  help: `tributary serve [--data DIR] [--port N] [--quiet]

Starts the Postgres of DIR, the API and the explorer, and nothing that writes to the ledger: for a synthetic one made by
\`tributary seed\`, or to look at a network that is stopped. Ctrl-C stops it.

  --data DIR   the folder (default .tributary/synthetic)
  --port N     the explorer's port; N+1 is the API's (default 4600)
  --quiet      keep the services' own lines to DIR/logs

Environment: DATABASE_URL (a Postgres of one's own), ORIGIN (the explorer's public address behind a proxy), NO_COLOR.`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('serve', args, OPTIONS);
  const settings = readSettings(values);
  const { dataDir, ports } = settings;
  const terminal = new Terminal({
    stream: process.stdout,
    useColour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    showLines: !values.quiet,
  });
  prepareDataDir(dataDir);
  const unlock = lockDataDir(dataDir);
  const supervisor = new Supervisor(dataDir, STOP_ORDER, terminal);
  const stopRequest = onStopRequest(() => {
    supervisor.kill();
    process.exit(130);
  });
  let exitCode = 0;
  try {
    await stopOrphans(dataDir, (text) => terminal.notice(text));
    await checkPortFree(ports.explorer, 'explorer');
    await checkPortFree(ports.api, 'API');
    await Promise.race([startReaders(supervisor, settings, terminal), supervisor.failed, stopRequest]);
    if (!stopRequest.isMade) {
      const urls = getNetworkUrls(settings);
      terminal.box([
        ['Explorer', urls.explorer],
        ['GraphQL', urls.api],
        ['Data', dataDir],
        ['Stop', 'Ctrl-C'],
      ]);
      await Promise.race([stopRequest, supervisor.failed]);
    }
  } catch (error) {
    exitCode = 1;
    terminal.failure(error instanceof Error ? error.message : String(error));
  }
  terminal.silenceServices();
  await supervisor.stop();
  unlock();
  return exitCode;
}

async function startReaders(supervisor: Supervisor, settings: NetworkSettings, terminal: Terminal): Promise<void> {
  supervisor.targets.clear();
  const database = await supervisor.lay(
    Database.open({
      ...settings,
      notice: (text) => terminal.notice(text),
      stage: (title) => terminal.stage(title),
    }),
  );
  const readers = buildReaderServices(settings, database).filter(({ name }) => READERS.includes(name));
  await Promise.all(readers.map((spec) => supervisor.start(spec, `${spec.name} is ready`)));
}

function readSettings(values: { data: string; port: string }): NetworkSettings {
  const port = parseNumber('serve', 'port', values.port, { min: 1, max: 65_532, isInteger: true });
  return {
    dataDir: resolve(values.data),
    ports: { explorer: port, api: port + 1, rpc: port + 2, blobs: port + 3 },
    // Names the deployment; nothing of it is started.
    chain: { kind: 'devnet', settlementsPerSecond: 0, dishonestOneIn: 0, seed: undefined },
    verifiesReceipts: false,
    graceSeconds: 0,
    databaseUrl: process.env.DATABASE_URL || undefined,
    origin: process.env.ORIGIN || undefined,
    isDurable: true,
  };
}
