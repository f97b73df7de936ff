import { BaseError } from '@tributary/protocol';
import { readConfig } from './config.js';
import { startDevnet } from './startDevnet.js';

const log = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const devnet = await startDevnet(readConfig(process.env), log);
  log(`chain ${devnet.anvil.chainId} at ${devnet.rpcUrl}, blobs at ${devnet.gateway}`);
  process.send?.({ ready: true, rpcUrl: devnet.rpcUrl, blobGateway: devnet.gateway, chainId: devnet.anvil.chainId });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void devnet.stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // Started by another process: do not outlive it.
  process.on('disconnect', stop);
  void devnet.anvil.exited.then(() => {
    if (stopping) return;
    process.stderr.write('The chain (anvil) ended by itself. Start again; it resumes from its last state.\n');
    process.exit(1);
  });
  await devnet.run();
} catch (error) {
  process.stderr.write(`${error instanceof BaseError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
