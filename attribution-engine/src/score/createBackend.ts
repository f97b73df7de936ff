import { FatalError } from '@tributary/protocol';
import { createReferenceBackend } from './referenceBackend.js';
import type { ScoringBackend } from './scoringBackend.js';
import { createWasmBackend } from './wasmBackend.js';

/** Names a person can choose from. */
export const BACKENDS = ['wasm', 'reference'] as const;

/** A backend was asked for that does not exist. */
export class UnknownBackendError extends FatalError {
  constructor(facts: { name: string }) {
    super(`There is no scoring backend "${facts.name}". Choose one of auto, ${BACKENDS.join(', ')}.`, facts);
  }
}

/** The backend of that name; `auto` is the fastest one present. */
export function createBackend(name = 'auto'): ScoringBackend {
  if (name === 'auto' || name === 'wasm') return createWasmBackend();
  if (name === 'reference') return createReferenceBackend();
  throw new UnknownBackendError({ name });
}
