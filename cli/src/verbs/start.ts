import { resolve } from 'node:path';
import { waitForWrongPayout } from '../api/waitForWrongPayout.js';
import { MissingSettingError, ServiceGaveUpError, ServiceNotReadyError } from '../errors.js';
import { Network } from '../network/Network.js';
import { type ChainSource, type NetworkSettings } from '../network/NetworkSettings.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { onStopRequest } from '../supervise/onStopRequest.js';
import { Terminal } from '../terminal/Terminal.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  data: { type: 'string', default: '.tributary' },
  port: { type: 'string', default: '4600' },
  rate: { type: 'string', default: '0.5' },
  'no-devnet': { type: 'boolean', default: false },
  'verify-receipts': { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
} as const;

export const start: Verb = {
  summary: 'run the whole network and print its URLs; Ctrl-C stops it',
  help: `tributary start [--data DIR] [--port N] [--rate R] [--no-devnet] [--verify-receipts] [--quiet]

Starts Postgres, the devnet, squid, the attribution engine, the API and the explorer. A second start goes on where the
first was stopped.

  --data DIR    where everything is kept (default .tributary)
  --port N      the explorer's port; N+1 is the API's, N+2 the chain's, N+3 the blob gateway's (default 4600)
  --rate R      settlements per second on the devnet, at most 20 (default 0.5)
  --no-devnet   follow another chain: RPC_URL (several with commas), CHAIN_ID and BLOB_GATEWAY say which
  --verify-receipts
                take no node's word: every log is proven by its block's header
  --quiet       keep the services' own lines to DIR/logs

Environment: DATABASE_URL (a Postgres of one's own), DISHONEST_ONE_IN (8), SEED, GRACE_SECONDS (4 on the devnet, else
300), ORIGIN (the explorer's public address behind a proxy), NO_COLOR.`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('start', args, OPTIONS);
  const settings = readSettings(values);
  const terminal = new Terminal({
    stream: process.stdout,
    useColour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    showLines: !values.quiet,
  });
  const network = new Network(settings, terminal);
  const stopRequest = onStopRequest(() => {
    terminal.notice('Killing everything.');
    network.kill();
    process.exit(130);
  });

  let exitCode = 0;
  const abort = new AbortController();
  try {
    await Promise.race([network.start(), stopRequest]);
    if (!network.isStopping && !stopRequest.isMade) {
      showUrls(terminal, network, settings);
      void announceWrongPayout(terminal, network, abort.signal);
      await Promise.race([stopRequest, network.failed]);
    }
  } catch (error) {
    exitCode = 1;
    describeFailure(terminal, error);
  }
  abort.abort();
  terminal.silenceServices();
  if (exitCode === 0) terminal.notice('Stopping. Ctrl-C again kills.');
  await network.stop();
  return exitCode;
}

function readSettings(values: {
  data: string;
  port: string;
  rate: string;
  'no-devnet': boolean;
  'verify-receipts': boolean;
}): NetworkSettings {
  const port = parseNumber('start', 'port', values.port, { min: 1, max: 65_532, isInteger: true });
  const { env } = process;
  const chain: ChainSource = values['no-devnet']
    ? {
        kind: 'external',
        rpcUrl: readSetting('RPC_URL', 'the chain to follow'),
        chainId: Number(readSetting('CHAIN_ID', 'which file of contracts/deployments describes the chain')),
        blobGateway: readSetting('BLOB_GATEWAY', 'where bytes are fetched by content id, such as https://host/ipfs/'),
      }
    : {
        kind: 'devnet',
        settlementsPerSecond: parseNumber('start', 'rate', values.rate, { min: 0, max: 20 }),
        dishonestOneIn: Number(env.DISHONEST_ONE_IN ?? 8),
        seed: env.SEED,
      };
  return {
    dataDir: resolve(values.data),
    ports: { explorer: port, api: port + 1, rpc: port + 2, blobs: port + 3 },
    chain,
    verifiesReceipts: values['verify-receipts'],
    graceSeconds: Number(env.GRACE_SECONDS ?? (chain.kind === 'devnet' ? 4 : 300)),
    databaseUrl: env.DATABASE_URL || undefined,
    origin: env.ORIGIN || undefined,
    isDurable: true,
  };
}

function readSetting(setting: string, purpose: string): string {
  const value = process.env[setting];
  if (!value) throw new MissingSettingError({ setting, purpose });
  return value;
}

function showUrls(terminal: Terminal, network: Network, settings: NetworkSettings): void {
  terminal.box([
    ['Explorer', network.urls.explorer],
    ['GraphQL', network.urls.api],
    ['Chain RPC', network.urls.rpc],
    ['Blobs', `${network.urls.blobGateway}<cid>`],
    ['Data', settings.dataDir],
    ['Stop', 'Ctrl-C'],
  ]);
}

async function announceWrongPayout(terminal: Terminal, network: Network, signal: AbortSignal): Promise<void> {
  const found = await waitForWrongPayout(network.urls.api, signal);
  if (!found) return;
  const { inferenceId, verdict, reconciliation } = found;
  const url = `${network.urls.explorer}/inferences/${inferenceId}`;
  terminal.stage(
    `Caught a wrong payout: inference ${inferenceId} is ${verdict}. ${reconciliation?.reason ?? ''} ${url}`,
  );
}

function describeFailure(terminal: Terminal, error: unknown): void {
  if (error instanceof ServiceGaveUpError || error instanceof ServiceNotReadyError) {
    for (const line of error.facts['lastLines'] as readonly string[]) terminal.failure(`  ${line}`);
  }
  terminal.failure(error instanceof Error ? error.message : String(error));
}
