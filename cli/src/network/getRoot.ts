import { resolve } from 'node:path';

/** The checkout, seen from `cli/lib/network`. */
export function getRoot(): string {
  return resolve(import.meta.dirname, '../../..');
}
