import type { AttestedField } from './decodeAttestation.js';

export interface AttestedSubject {
  /** Decimal. */
  datanetId: string | null;
  /** Of that datanet. */
  version: bigint | null;
  /** Decimal. */
  modelId: string | null;
}

/** What an attestation is about, by the names of its fields. Null where it names none. */
export function getSubject(fields: readonly AttestedField[] | null): AttestedSubject {
  const getId = (name: string): string | null => {
    const field = fields?.find((one) => one.name === name && /^uint\d*$/.test(one.type));
    return typeof field?.value === 'string' ? field.value : null;
  };
  const datanetId = getId('datanetId');
  const version = datanetId === null ? null : getId('version');
  return { datanetId, version: version === null ? null : BigInt(version), modelId: getId('modelId') };
}
