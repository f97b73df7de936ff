import { decodeAbiParameters, encodeAbiParameters, parseAbiParameters, type AbiParameter, type Hex } from 'viem';
import type { AttestedContent } from './facts/AttestedContent.js';
import { toJsonValue } from './toJsonValue.js';

export interface AttestedField {
  name: string;
  type: string;
  /** Integers as decimal strings. */
  value: unknown;
}

/** What an attestation says, as far as it can be told. */
export interface DecodedAttestation {
  /** Null: nobody tells it. */
  content: AttestedContent | null;
  /** Null: not decoded. */
  fields: AttestedField[] | null;
  /** Why it is not decoded. */
  problem: string | null;
}

/** Schemas above this are not parsed: the time that takes grows with the square. */
export const SCHEMA_LENGTH = 1024;
/** Data with lists of lists, texts or bytes above this, in hex digits, is not decoded: their parts may all be the same one. */
const NESTED_LENGTH = 2 * 4096;

/**
 * Decodes attested data by the fields of its schema, such as `uint256 datanetId,string community`. Both are a stranger's.
 * What does not decode to something that encodes to the same bytes stays undecoded, with the reason.
 */
export function decodeFields(schema: string, data: string): Pick<DecodedAttestation, 'fields' | 'problem'> {
  try {
    const types = parseSchema(schema);
    if (data.length > NESTED_LENGTH && types.some(isNested)) {
      return { fields: null, problem: 'the data is too long to decode lists of values without a fixed size' };
    }
    if (types.length === 0)
      return { fields: data === '0x' ? [] : null, problem: data === '0x' ? null : 'no fields, but data' };
    const values = decodeAbiParameters(types, data as Hex) as readonly unknown[];
    if (encodeAbiParameters(types, values) !== data) {
      return { fields: null, problem: 'the data is not as the schema encodes it' };
    }
    const fields = types.map(({ name = '', type }, i) => ({ name, type, value: toJsonValue(toLowerCase(values[i])) }));
    return { fields, problem: null };
  } catch (error) {
    const { shortMessage, message } = error as Error & { shortMessage?: string };
    return { fields: null, problem: `the data cannot be decoded: ${(shortMessage ?? message).slice(0, 200)}` };
  }
}

function parseSchema(schema: string): readonly AbiParameter[] {
  if (schema.length >= SCHEMA_LENGTH) throw new RangeError('the schema is too long');
  const text = schema.replaceAll(/\s+/g, ' ').replaceAll(' ,', ',').trim();
  return text === '' ? [] : (parseAbiParameters(text) as readonly AbiParameter[]);
}

/** Whether it holds a list whose elements have no fixed size. */
function isNested(type: AbiParameter): boolean {
  const isList = type.type.endsWith(']');
  if (isList && isDynamic({ ...type, type: type.type.slice(0, type.type.lastIndexOf('[')) })) return true;
  return getComponents(type).some(isNested);
}

function isDynamic(type: AbiParameter): boolean {
  return /^(string|bytes)$|^(string|bytes)\[|\[\]/.test(type.type) || getComponents(type).some(isDynamic);
}

function getComponents(type: AbiParameter): readonly AbiParameter[] {
  return 'components' in type ? type.components : [];
}

/** Addresses come with capitals as a checksum. */
function toLowerCase(value: unknown): unknown {
  if (typeof value === 'string') return /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(toLowerCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toLowerCase(part)]));
}
