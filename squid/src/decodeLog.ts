import * as AttributionSettlement from './abi/AttributionSettlement.js';
import * as DatanetRegistry from './abi/DatanetRegistry.js';
import * as InferenceMarket from './abi/InferenceMarket.js';
import * as ModelRegistry from './abi/ModelRegistry.js';
import type { ContractName } from './loadDeployment.js';

/** What the generated decoders have in common. */
interface EventDecoder {
  topic: string;
  params: Record<string, { baseType: string }>;
  decode(log: RawLog): Record<string, unknown>;
}

export interface RawLog {
  topics: string[];
  data: string;
}

export type EventArgs = Record<string, unknown>;

export type DecodedLog = { name: string; args: EventArgs } | { name: string | null; args: null; problem: string };

const decoders: Record<ContractName, Record<string, EventDecoder>> = {
  AttributionSettlement: AttributionSettlement.events,
  DatanetRegistry: DatanetRegistry.events,
  InferenceMarket: InferenceMarket.events,
  ModelRegistry: ModelRegistry.events,
};

const PROBLEM_LENGTH = 300;

/** Decodes a log of `contract` by its first topic. Never throws: what is unknown or malformed says why. */
export function decodeLog(contract: ContractName, log: RawLog): DecodedLog {
  const topic = log.topics[0];
  const found = Object.entries(decoders[contract]).find(([, decoder]) => decoder.topic === topic);
  if (!found) return { name: null, args: null, problem: `${contract} has no event with topic ${topic ?? '(none)'}` };
  const [name, decoder] = found;
  try {
    const args = decoder.decode(log);
    const malformed = Object.keys(args).find((key) => !hasItsWidth(decoder.params[key]?.baseType, args[key]));
    if (malformed) return { name, args: null, problem: `${malformed} of ${name} is not encoded as its type demands` };
    return { name, args };
  } catch (error) {
    const reason = (error as Error).message.slice(0, PROBLEM_LENGTH);
    return { name, args: null, problem: `${name} cannot be decoded: ${reason}` };
  }
}

/** The decoder accepts addresses with foreign high bytes and digests that the data ends in the middle of. */
function hasItsWidth(baseType: string | undefined, value: unknown): boolean {
  if (baseType === 'address') return typeof value === 'string' && value.length === 42;
  if (baseType === 'bytes') return typeof value === 'string' && value.length === 66;
  return true;
}
