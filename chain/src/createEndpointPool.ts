import { type Checkpoint } from './ChainLog.js';
import { Endpoint } from './Endpoint.js';
import { EndpointPool } from './EndpointPool.js';
import { EndpointSettingError } from './errors.js';
import { nameOfUrl } from './redactUrl.js';

/** Which endpoints are asked, and how. */
export interface EndpointSettings {
  /** URLs; keys in them are used and never told. */
  endpoints: readonly string[];
  chainId: number;
  /** Is told about endpoints that fail, lag, lie, and are well again. */
  log: (line: string) => void;
  /** A block that is trusted: headers are linked to it. */
  checkpoint?: Checkpoint | undefined;
  /** For one reply. Default 20 s. */
  timeoutMs?: number | undefined;
  /** How long to keep trying when every endpoint fails. Default 30 s. */
  patienceMs?: number | undefined;
  /** Default 256 MiB. */
  maxReplyBytes?: number | undefined;
  /** Requests in one JSON-RPC batch. Default 64. */
  batchSize?: number | undefined;
}

/** @throws EndpointSettingError */
export function createEndpointPool(
  settings: Omit<EndpointSettings, 'chainId'> & { chainId: number | undefined },
): EndpointPool {
  const { endpoints: urls, chainId, log } = settings;
  const { timeoutMs = 20_000, patienceMs = 30_000, maxReplyBytes = 2 ** 28, batchSize = 64 } = settings;
  for (const [i, url] of urls.entries()) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new EndpointSettingError({ position: i + 1, problem: 'is not an http(s) URL' });
    }
  }
  const plainNames = urls.map(nameOfUrl);
  const isShared = (name: string): boolean => plainNames.indexOf(name) !== plainNames.lastIndexOf(name);
  const [first, ...others] = urls.map((url, i) => {
    const name = isShared(plainNames[i]!) ? `${plainNames[i]!} (${i + 1})` : plainNames[i]!;
    return new Endpoint({ url, name, timeoutMs, maxReplyBytes, batchSize });
  });
  if (!first) throw new EndpointSettingError({ position: 1, problem: 'is missing' });
  return new EndpointPool([first, ...others], { chainId, patienceMs, log });
}
