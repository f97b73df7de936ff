import { createBlobSource, type BlobSource } from '../blobs/blobSource.js';
import { isBlobError } from '../blobs/errors.js';

/**
 * Blobs for somebody who verifies on a machine of their own: their gateways may stand in their own network (an IPFS node
 * on loopback is usual), while addresses that strangers wrote on chain must be public ones.
 */
export function createVerifierBlobs(options: { gateways: readonly string[]; timeoutMs: number }): BlobSource {
  const { gateways, timeoutMs } = options;
  const own = createBlobSource({ gateways, allowPrivate: true, timeoutMs });
  const foreign = createBlobSource({ gateways: [], allowPrivate: false, timeoutMs });
  return {
    async fetch({ digest, uri }, limitBytes) {
      if (uri === undefined || uri.startsWith('ipfs://')) return own.fetch({ digest }, limitBytes);
      try {
        return await foreign.fetch({ digest, uri }, limitBytes);
      } catch (error) {
        if (!isBlobError(error) || !/^https?:/i.test(uri)) throw error;
        return await own.fetch({ digest }, limitBytes);
      }
    },
  };
}
