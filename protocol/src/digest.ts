import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { CID } from 'multiformats/cid';
import { create } from 'multiformats/hashes/digest';
import { FatalError } from './errors.js';

/** A sha2-256 of exact bytes as it stands on chain: `0x` and 64 lower-case hex digits. */
export type Digest = `0x${string}`;

/** 32 zero bytes: nothing was committed. */
export const NO_DIGEST: Digest = `0x${'0'.repeat(64)}`;

const RAW_CODEC = 0x55;
const SHA2_256 = 0x12;

/** Text that should name bytes by a sha2-256 does not. */
export class MalformedDigestError extends FatalError {
  constructor(facts: { text: string; reason: string }) {
    const shown = facts.text.length > 80 ? `${facts.text.slice(0, 80)}…` : facts.text;
    super(`"${shown}" is not a digest: ${facts.reason}. Give 0x and 64 hex digits, or a CIDv1 (raw, sha2-256).`, facts);
  }
}

/** The digest of these bytes. */
export function digestOf(bytes: Uint8Array): Digest {
  return `0x${bytesToHex(sha256(bytes))}`;
}

/** The 32 bytes of a digest; throws {@link MalformedDigestError}. */
export function digestBytes(digest: string): Uint8Array {
  if (!/^0x[0-9a-fA-F]{64}$/.test(digest)) {
    throw new MalformedDigestError({ text: digest, reason: 'it has another length or other characters' });
  }
  return hexToBytes(digest.slice(2));
}

/** CIDv1 (raw codec, base32) of a digest, as shown to people and used in `ipfs://` URIs. */
export function cidOf(digest: string): string {
  return CID.createV1(RAW_CODEC, create(SHA2_256, digestBytes(digest))).toString();
}

/** The digest inside a CIDv1 with the raw codec and sha2-256; throws {@link MalformedDigestError}. */
export function digestOfCid(text: string): Digest {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new MalformedDigestError({ text, reason: cause instanceof Error ? cause.message : 'it cannot be parsed' });
  }
  if (cid.version !== 1 || cid.code !== RAW_CODEC || cid.multihash.code !== SHA2_256) {
    throw new MalformedDigestError({ text, reason: 'only version 1, the raw codec and sha2-256 are used here' });
  }
  return `0x${bytesToHex(cid.multihash.digest)}`;
}
