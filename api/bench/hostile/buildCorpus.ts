import { buildCurious } from './buildCurious.ts';
import { buildDeceitful } from './buildDeceitful.ts';
import { buildExports } from './buildExports.ts';
import { buildMalformed } from './buildMalformed.ts';
import { buildOversized } from './buildOversized.ts';
import type { HostileRequest } from './HostileRequest.ts';

/** More than a thousand requests that must be refused or answered, the same ones every time. */
export function buildCorpus(): HostileRequest[] {
  return [...buildOversized(), ...buildDeceitful(), ...buildCurious(), ...buildMalformed(), ...buildExports()];
}
