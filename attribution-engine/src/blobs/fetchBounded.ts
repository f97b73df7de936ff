import { lookup as resolveHost } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { BlobTooLargeError, BlobUnavailableError, ForbiddenAddressError } from './errors.js';
import { isPublicAddress } from './isPublicAddress.js';

/** What a fetch may cost and whom it may talk to. */
export interface FetchLimits {
  limitBytes: number;
  /** For the whole fetch, redirects included. */
  timeoutMs: number;
  /** True on a devnet only: private and loopback addresses are allowed. */
  allowPrivate: boolean;
}

const MAX_REDIRECTS = 3;

/**
 * GETs bytes from a stranger's URL: bounded in size and time, at most three redirects, and only to public addresses.
 * The address is checked at connect time, after name resolution, so a name cannot be pointed elsewhere in between.
 */
export async function fetchBounded(url: string, limits: FetchLimits): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  let target = url;
  for (let hop = 0; ; hop++) {
    const response = await open(target, limits, deadline);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400 && response.headers.location) {
      response.destroy();
      if (hop === MAX_REDIRECTS) throw new BlobUnavailableError({ uri: url, reason: 'it redirects too often' });
      const { location } = response.headers;
      if (!URL.canParse(location, target))
        throw new BlobUnavailableError({ uri: url, reason: 'it redirects to no URL' });
      target = new URL(location, target).href;
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new BlobUnavailableError({ uri: url, reason: `HTTP status ${status}` });
    }
    return read(url, response, limits.limitBytes);
  }
}

function open(url: string, limits: FetchLimits, signal: AbortSignal): Promise<IncomingMessage> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new ForbiddenAddressError({ uri: url, reason: 'only http and https are fetched' });
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (!limits.allowPrivate && isIP(host) && !isPublicAddress(host)) {
    throw new ForbiddenAddressError({ uri: url, reason: `${host} is not a public address` });
  }
  const request = parsed.protocol === 'https:' ? requestHttps : requestHttp;
  const options = limits.allowPrivate ? { signal } : { signal, lookup: lookupPublic(url) };
  return new Promise((resolve, reject) => {
    request(parsed, options, resolve)
      .on('error', (cause) =>
        reject(
          cause instanceof ForbiddenAddressError
            ? cause
            : new BlobUnavailableError(
                { uri: url, reason: signal.aborted ? 'it took too long' : cause.message },
                { cause },
              ),
        ),
      )
      // An answer of 101 that nobody asked for ends the request without a response and without an error.
      .on('close', () => reject(new BlobUnavailableError({ uri: url, reason: 'the connection was closed' })))
      .end();
  });
}

async function read(uri: string, response: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  if (Number(response.headers['content-length'] ?? 0) > limitBytes) {
    response.destroy();
    throw new BlobTooLargeError({ uri, limitBytes });
  }
  const chunks: Buffer[] = [];
  let byteCount = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      byteCount += chunk.length;
      if (byteCount > limitBytes) throw new BlobTooLargeError({ uri, limitBytes });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof BlobTooLargeError) throw cause;
    throw new BlobUnavailableError({ uri, reason: 'the transfer did not finish in time or broke off' }, { cause });
  } finally {
    response.destroy();
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Resolves a host name, and refuses the connection when any of its addresses is not public. */
function lookupPublic(uri: string): LookupFunction {
  return (hostname, options, callback) => {
    resolveHost(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) {
        const reason = `${hostname} is at ${refused.address}, which is not a public address`;
        return callback(new ForbiddenAddressError({ uri, reason }), '', 0);
      }
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
