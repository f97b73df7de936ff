import { contractAbis, type AbiCodec, type EventAbi } from './contractAbis.js';
import type { ContractName } from './loadDeployment.js';

export interface RawLog {
  topics: string[];
  data: string;
}

export type EventArgs = Record<string, unknown>;

export type DecodedLog = { name: string; args: EventArgs } | { name: string | null; args: null; problem: string };

const PROBLEM_LENGTH = 300;

/** Contract → first topic → event. */
const events = new Map(
  Object.entries(contractAbis).map(([contract, abi]) => [
    contract,
    new Map(
      Object.entries(abi.events).map(([name, event]): [string, [string, EventAbi]] => [event.topic, [name, event]]),
    ),
  ]),
);

/** Decodes a log of `contract` by its first topic. Never throws: what is unknown or malformed says why. */
export function decodeLog(contract: ContractName, log: RawLog): DecodedLog {
  const topic = log.topics[0];
  const found = events.get(contract)?.get(topic ?? '');
  if (!found) return { name: null, args: null, problem: `${contract} has no event with topic ${topic ?? '(none)'}` };
  const [name, event] = found;
  try {
    const args = event.decode(log);
    const malformed = Object.keys(args).find((key) => !hasItsWidth(event.params[key], args[key]));
    if (malformed) return { name, args: null, problem: `${malformed} of ${name} is not encoded as its type demands` };
    return { name, args };
  } catch (error) {
    const reason = (error as Error).message.slice(0, PROBLEM_LENGTH);
    return { name, args: null, problem: `${name} cannot be decoded: ${reason}` };
  }
}

/** The decoder accepts addresses with foreign high bytes and digests that the data ends in the middle of. */
function hasItsWidth(type: (AbiCodec & { indexed?: boolean }) | undefined, value: unknown): boolean {
  if (type?.item) return (value as unknown[]).every((element) => hasItsWidth(type.item, element));
  if (type?.components) {
    return Object.entries(type.components).every(([key, part]) => hasItsWidth(part, (value as EventArgs)[key]));
  }
  if (type?.baseType === 'address') return typeof value === 'string' && value.length === 42;
  // Of an indexed text or byte string the log holds the hash. Static bytes are digests, in all events there are.
  const isDigest = type?.baseType === 'bytes' && (!type.isDynamic || type.indexed);
  return !isDigest || (typeof value === 'string' && value.length === 66);
}
