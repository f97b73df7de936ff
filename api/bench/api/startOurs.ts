import { fileURLToPath } from 'node:url';
import { forkTarget } from './forkTarget.ts';
import type { GraphQLTarget } from './GraphQLTarget.ts';

const MAIN = fileURLToPath(new URL('../../lib/main.js', import.meta.url));

/** The API as it is deployed. */
export function startOurs(databaseUrl: string): Promise<GraphQLTarget> {
  const env = { API_DATABASE_URL: databaseUrl, API_PORT: '0', CHAIN_ID: '31337', METRICS_PORT: '0' };
  return forkTarget('tributary', MAIN, { env });
}
