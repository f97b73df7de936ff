import { runService, type HealthCheck } from '@tributary/operations';
import { RetryableError } from '@tributary/protocol';
import { readConfig } from './config.js';
import { startDevnet, type Devnet } from './startDevnet.js';

/** The chain's process is gone, and nobody here ended it. */
class ChainEndedError extends RetryableError {
  constructor() {
    super('The chain (anvil) ended by itself. Start again; it resumes from its last state.');
  }
}

/** Writing a long chain to disk takes a while; a supervisor may be less patient. */
const STOP_WITHIN_MS = 30_000;

await runService({
  service: 'devnet',
  version: 'tributary-devnet/0.1.0',
  process,
  env: process.env,
  exit: (code) => process.exit(code),
  stopWithinMs: STOP_WITHIN_MS,
  async start({ env, log }) {
    const devnet = await startDevnet(readConfig(env), (line) => log('info', line));
    const { rpcUrl, gateway, anvil } = devnet;
    log('info', `chain ${anvil.chainId} at ${rpcUrl}, blobs at ${gateway}`);
    const ended = anvil.exited.then(() => Promise.reject(new ChainEndedError()));
    return {
      facts: { rpcUrl, blobGateway: gateway, chainId: anvil.chainId },
      checks: buildChecks(devnet),
      stop: () => devnet.stop(),
      run: async () => {
        await Promise.race([devnet.run(), ended]);
        await ended;
      },
    };
  },
});

function buildChecks({ rpcUrl, gateway }: Pick<Devnet, 'rpcUrl' | 'gateway'>): HealthCheck[] {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] });
  const headers = { 'content-type': 'application/json' };
  return [
    {
      name: 'chain',
      async run(signal) {
        const response = await fetch(rpcUrl, { method: 'POST', headers, body, signal });
        const { result } = (await response.json()) as { result: string };
        return `block ${Number(result)}`;
      },
    },
    {
      name: 'blobs',
      async run(signal) {
        // Nothing has this name: what counts is that somebody answers.
        await fetch(`${gateway}none`, { signal });
        return undefined;
      },
    },
  ];
}
