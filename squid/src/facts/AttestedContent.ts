import { encodePacked, keccak256, type Hex } from 'viem';

/** What an attestation says. Hex is lower case. */
export interface AttestedContent {
  schemaUid: string;
  recipient: string;
  attester: string;
  timeSeconds: bigint;
  /** 0: never. */
  expirationSeconds: bigint;
  isRevocable: boolean;
  /** 32 zero bytes: none. */
  refUid: string;
  data: string;
}

const PACKED = ['bytes32', 'address', 'address', 'uint64', 'uint64', 'bool', 'bytes32', 'bytes', 'uint32'] as const;
/** How many attestations of the same content, between two that are seen, may be made where they are not seen. */
const LOOK_AHEAD = 16;

/**
 * Holds attestations against their uids, which EAS makes of all they say: whoever tells the content, it is proven. The
 * uids of a block's attestations with the same content differ by a counter, so a proof is for one block, in log order.
 */
export class UidProof {
  readonly #counts = new Map<string, number>();

  /** Whether `uid` is that of `content`. */
  check(uid: string, content: AttestedContent): boolean {
    let base: string;
    try {
      base = buildUid(content, 0);
    } catch {
      // What was decoded from malformed bytes may have any width.
      return false;
    }
    const first = this.#counts.get(base) ?? 0;
    for (let count = first; count < first + LOOK_AHEAD; count++) {
      if ((count === 0 ? base : buildUid(content, count)) !== uid) continue;
      this.#counts.set(base, count + 1);
      return true;
    }
    return false;
  }
}

/** EAS.sol, `_getUID`. */
function buildUid(content: AttestedContent, count: number): string {
  const { schemaUid, recipient, attester, timeSeconds, expirationSeconds, isRevocable, refUid, data } = content;
  const people = [recipient as Hex, attester as Hex] as const;
  const times = [timeSeconds, expirationSeconds] as const;
  const values = [schemaUid as Hex, ...people, ...times, isRevocable, refUid as Hex, data as Hex, count] as const;
  return keccak256(encodePacked(PACKED, values));
}
