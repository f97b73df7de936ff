import { serveVerifiedRpc } from '@tributary/chain';
import type { Log } from './ChainClient.js';
import type { IndexerConfig } from './config.js';

/** Where the chain is read from. */
export interface OpenedRpc {
  url: string;
  close(): Promise<void>;
}

/**
 * What no header proves and squid asks nevertheless: what an attestation says (its uid proves the answer), and which
 * software the node is.
 */
const UNVERIFIED_METHODS = ['eth_call', 'web3_clientVersion'];

/**
 * The one endpoint that processor and client read from: the node itself, or, where its word is not taken or there are
 * several, an endpoint on loopback that answers with proven data only and goes on with another node when one fails or lies.
 */
export async function openRpc(
  { rpcUrls, verifiesReceipts, deployment }: Omit<IndexerConfig, 'databaseUrl'>,
  log: Log,
): Promise<OpenedRpc> {
  const [only] = rpcUrls;
  if (rpcUrls.length === 1 && !verifiesReceipts) return { url: only!, close: async () => undefined };
  const { chainId } = deployment;
  return serveVerifiedRpc({
    ...{ endpoints: rpcUrls, chainId, port: 0, log },
    unverifiedMethods: UNVERIFIED_METHODS,
  });
}
