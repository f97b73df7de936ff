import { env } from 'node:process';
import { startTestPostgres } from './startTestPostgres';
import { TEST_SERVER_VARIABLE } from './createTestDatabase';

/**
 * For vitest's `globalSetup`: one server for the whole run. Workers inherit the environment, and `createTestDatabase`
 * finds the server there.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestPostgres();
  env[TEST_SERVER_VARIABLE] = server.url;
  return () => server.stop();
}
