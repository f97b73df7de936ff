import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FatalError } from '@tributary/protocol';
import type { NetworkIdentity } from './RequestContext.js';

/** The deployment file does not say what the API needs. */
export class DeploymentFileError extends FatalError {
  constructor(facts: { path: string; reason: string }, options?: ErrorOptions) {
    super(`${facts.path} is not a usable deployment: ${facts.reason}; set DEPLOYMENT and CHAIN_ID`, facts, options);
  }
}

/** Name and currency of a chain from its deployment file, or from `<chainId>.json` in a folder of them. */
export async function loadNetworkIdentity(fileOrFolder: string, chainId: number): Promise<NetworkIdentity> {
  let path = fileOrFolder;
  let content: unknown;
  try {
    if ((await stat(path)).isDirectory()) path = join(path, `${chainId}.json`);
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new DeploymentFileError(
      { path, reason: error instanceof Error ? error.message : 'unreadable' },
      { cause: error },
    );
  }
  const {
    chainId: actual,
    name,
    nativeToken,
  } = content as {
    chainId?: unknown;
    name?: unknown;
    nativeToken?: { symbol?: unknown };
  };
  if (actual !== chainId)
    throw new DeploymentFileError({ path, reason: `it is of chain ${String(actual)}, not ${chainId}` });
  if (typeof name !== 'string') throw new DeploymentFileError({ path, reason: 'it has no name' });
  if (typeof nativeToken?.symbol !== 'string')
    throw new DeploymentFileError({ path, reason: 'it has no nativeToken.symbol' });
  return { chainId, name, nativeSymbol: nativeToken.symbol };
}
