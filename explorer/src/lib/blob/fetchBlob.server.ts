import { createHash } from 'node:crypto';
import { BLOB_GATEWAY } from '$app/env/private';
import { formatBytes } from '../format.ts';
import type { BlobAnswer } from './BlobAnswer.ts';

const timeoutMs = 4_000;
const cacheBytes = 32 * 1024 ** 2;
const zeroDigest = /^0x0{64}$/;

/** Verified texts by digest, oldest use first; content-addressed, so an entry never goes stale. */
const cache = new Map<string, string>();
let cachedBytes = 0;

/**
 * Fetches a blob by its CID through the gateway and believes it only if its sha-256 is `digest.hex`.
 * Every failure is an answer, not an exception: the page that needs the bytes says which are missing and why.
 */
export async function fetchBlob(digest: { hex: string; cid: string }, maxBytes: number): Promise<BlobAnswer> {
  if (zeroDigest.test(digest.hex)) return { found: false, reason: 'nothing was committed on chain' };
  const known = cache.get(digest.hex);
  if (known !== undefined) {
    cache.delete(digest.hex);
    cache.set(digest.hex, known);
    return { found: true, text: known, byteCount: Buffer.byteLength(known) };
  }
  let bytes: Buffer;
  try {
    const url = `${BLOB_GATEWAY.replace(/\/*$/, '')}/${encodeURIComponent(digest.cid)}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      return { found: false, reason: `the gateway answered ${response.status}` };
    }
    const read = await readUpTo(response, maxBytes);
    if (!read) return { found: false, reason: `it is larger than ${formatBytes(maxBytes)}` };
    bytes = read;
  } catch (failure) {
    const timedOut = failure instanceof Error && failure.name === 'TimeoutError';
    return {
      found: false,
      reason: timedOut ? 'the gateway did not answer in time' : 'the gateway could not be reached',
    };
  }
  const actual = `0x${createHash('sha256').update(bytes).digest('hex')}`;
  if (actual !== digest.hex.toLowerCase()) {
    return { found: false, reason: 'the gateway’s bytes have another digest than the one on chain' };
  }
  const text = new TextDecoder().decode(bytes);
  remember(digest.hex, text);
  return { found: true, text, byteCount: bytes.byteLength };
}

async function readUpTo(response: Response, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function remember(digestHex: string, text: string): void {
  cache.set(digestHex, text);
  cachedBytes += text.length;
  for (const [oldest, old] of cache) {
    if (cachedBytes <= cacheBytes) break;
    cache.delete(oldest);
    cachedBytes -= old.length;
  }
}
