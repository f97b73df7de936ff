import { functions } from '../abi/EAS.js';
import type { AttestedContent } from './AttestedContent.js';

/** A request for an attestation, without what the chain adds to it: who asks, and when. */
export type AttestRequest = Omit<AttestedContent, 'attester' | 'timeSeconds'>;

interface RequestData {
  recipient: string;
  expirationTime: bigint;
  revocable: boolean;
  refUID: string;
  data: string;
}
interface Request {
  schema: string;
  /** Several when made by one of the `multi` functions. */
  data: RequestData | readonly RequestData[];
}

const ATTESTING = [
  functions.attest,
  functions.multiAttest,
  functions.attestByDelegation,
  functions.multiAttestByDelegation,
];

/** What a call of EAS asks it to attest, in the order in which it will; empty for any other call. */
export function readAttestCalls(input: string): AttestRequest[] {
  const entry = ATTESTING.find(({ selector }) => input.startsWith(selector));
  if (!entry) return [];
  let requests: Request | readonly Request[];
  try {
    // Each of the four takes one request, or one list of them, with the same names within.
    [requests] = Object.values(entry.decode(input)) as [Request | readonly Request[]];
  } catch {
    return [];
  }
  return toList(requests).flatMap(({ schema, data }) =>
    toList(data).map((one) => ({
      schemaUid: schema,
      recipient: one.recipient,
      expirationSeconds: one.expirationTime,
      isRevocable: one.revocable,
      refUid: one.refUID,
      data: one.data,
    })),
  );
}

function toList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
