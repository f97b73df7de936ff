import type { RpcClient } from '@subsquid/rpc-client';
import { functions } from '../abi/EAS.js';
import { AttestationUnavailableError } from '../errors.js';
import type { AttestedContent } from './AttestedContent.js';

/** An attestation of which only the event is known. */
export interface AttestedEvent {
  uid: string;
  schemaUid: string;
  recipient: string;
  attester: string;
  blockNumber: number;
  blockHash: string;
  timeSeconds: bigint;
}

export interface FetchOptions {
  rpc: RpcClient;
  /** Of EAS. */
  address: string;
  /** Whether this is what the event is about. */
  isProven(event: AttestedEvent, content: AttestedContent): boolean;
}

type Answer = { kind: 'told'; content: AttestedContent | null } | { kind: 'refused'; reason: string };

interface State {
  nameBlock(event: AttestedEvent): unknown;
  /** Whether an attestation that the contract does not know in this state is one that it never knew. */
  isConclusive(event: AttestedEvent): boolean;
}

/**
 * Asks EAS what attestations say, at the block of each event. What was attested never changes nor goes, and its uid proves
 * it, so where the node has forgotten the state of that block, or knows blocks by number only, a later state does as well.
 * Null for an attestation that the contract does not know.
 *
 * @throws AttestationUnavailableError when the node cannot tell
 */
export async function fetchAttestations(
  events: readonly AttestedEvent[],
  { rpc, address, isProven }: FetchOptions,
): Promise<Map<string, AttestedContent | null>> {
  const found = new Map<string, AttestedContent | null>();
  const reasons = new Map<string, string>();

  const ask = async ({ nameBlock, isConclusive }: State): Promise<void> => {
    const missing = events.filter(({ uid }) => !found.has(uid));
    const calls = missing.map((event) => ({
      method: 'eth_call',
      params: [{ to: address, data: functions.getAttestation.encode({ uid: event.uid }) }, nameBlock(event)],
    }));
    const answers = await rpc.batchCall<Answer>(calls, { validateResult: readAnswer, validateError: readError });
    missing.forEach((event, i) => {
      const answer = answers[i]!;
      if (answer.kind === 'refused') reasons.set(event.uid, answer.reason);
      else if (answer.content && isProven(event, answer.content)) found.set(event.uid, answer.content);
      else if (isConclusive(event)) found.set(event.uid, null);
    });
  };

  if (events.length === 0) return found;
  await ask({ nameBlock: ({ blockHash }) => ({ blockHash }), isConclusive: () => true });
  if (found.size === events.length) return found;
  await ask({ nameBlock: ({ blockNumber }) => `0x${blockNumber.toString(16)}`, isConclusive: () => false });
  if (found.size === events.length) return found;
  const height = Number(await rpc.call<string>('eth_blockNumber'));
  await ask({ nameBlock: () => 'latest', isConclusive: ({ blockNumber }) => height >= blockNumber });

  const lost = events.find(({ uid }) => !found.has(uid));
  if (!lost) return found;
  const { uid, blockNumber } = lost;
  throw new AttestationUnavailableError({ uid, blockNumber, reason: reasons.get(uid) ?? 'it is not that far' });
}

/** A contract that is not EAS may answer anything, also nothing. */
function readAnswer(result: unknown): Answer {
  try {
    const told = functions.getAttestation.decodeResult(result as string);
    return {
      kind: 'told',
      content: {
        schemaUid: told.schema,
        recipient: told.recipient,
        attester: told.attester,
        timeSeconds: told.time,
        expirationSeconds: told.expirationTime,
        isRevocable: told.revocable,
        refUid: told.refUID,
        data: told.data,
      },
    };
  } catch {
    return { kind: 'told', content: null };
  }
}

/** How nodes say that a contract failed, as opposed to that they have no such state. */
const FAILED = /revert|EVM error|out of gas|invalid (opcode|jump)|stack (under|over)flow|gas uint64 overflow/i;

function readError({ code, message }: { code: number; message: string }): Answer {
  return code === 3 || FAILED.test(message) ? { kind: 'told', content: null } : { kind: 'refused', reason: message };
}
