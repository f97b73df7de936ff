import { cidOf, digestOf, digestOfCid, type Digest } from '@tributary/protocol';
import { BlobDigestError, BlobUnavailableError, ForbiddenAddressError, isBlobError } from './errors.js';
import { fetchBounded, type FetchLimits } from './fetchBounded.js';

/** Gets committed bytes, whoever holds them; what it returns always has the digest that was asked for. */
export interface BlobSource {
  /** @throws BlobError */
  fetch(blob: { digest: Digest; uri?: string }, limitBytes: number): Promise<Uint8Array>;
}

/** Where and how blobs are looked for. */
export interface BlobSourceOptions extends Omit<FetchLimits, 'limitBytes'> {
  /** URL prefixes to which a CID is appended, e.g. `https://ipfs.io/ipfs/`; asked in order. */
  gateways: readonly string[];
}

/** A {@link BlobSource} over trustless HTTP gateways, and `https://` URIs where a blob names one. */
export function createBlobSource(options: BlobSourceOptions): BlobSource {
  return {
    async fetch({ digest, uri }, limitBytes) {
      const candidates = options.gateways.map((gateway) => gateway + cidOf(digest));
      if (uri && /^https?:/i.test(uri)) candidates.unshift(uri);
      else if (uri && !uri.startsWith('ipfs://')) {
        throw new ForbiddenAddressError({ uri, reason: 'only ipfs and https URIs are fetched' });
      }
      let failure: Error = new BlobUnavailableError({ uri: uri ?? cidOf(digest), reason: 'no gateway is configured' });
      for (const candidate of candidates) {
        try {
          const bytes = await fetchBounded(candidate, { ...options, limitBytes });
          const actual = digestOf(bytes);
          if (actual === digest) return bytes;
          failure = new BlobDigestError({ uri: candidate, expected: digest, actual });
        } catch (error) {
          if (!isBlobError(error)) throw error;
          failure = error;
        }
      }
      throw failure;
    },
  };
}

/** The digest that an `ipfs://<cid>` URI names; undefined for any other URI. Throws for a malformed CID. */
export function digestOfUri(uri: string): Digest | undefined {
  return uri.startsWith('ipfs://') ? digestOfCid(uri.slice('ipfs://'.length)) : undefined;
}
