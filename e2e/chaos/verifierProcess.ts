/**
 * The verifying RPC endpoint as a process of its own, so that it can be killed. Environment: ENDPOINTS (URLs with commas
 * between), PORT, CHAIN_ID. Reports `{ ready: true }` over its channel and ends with it.
 */
import { serveVerifiedRpc } from '@tributary/chain';

const { ENDPOINTS = '', PORT = '0', CHAIN_ID = '' } = process.env;

await serveVerifiedRpc({
  endpoints: ENDPOINTS.split(','),
  chainId: Number(CHAIN_ID),
  port: Number(PORT),
  patienceMs: 5_000,
  timeoutMs: 5_000,
  log: (line) => void process.stderr.write(`${line}\n`),
});
process.send?.({ ready: true });
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
