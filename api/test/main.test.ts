import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@tributary/db/testing';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../lib/main.js', import.meta.url));

it('announces itself, answers, and exits when its parent is gone', async () => {
  const database = await createTestDatabase();
  const child = fork(MAIN, {
    silent: true,
    env: { ...process.env, API_DATABASE_URL: await database.createReadOnlyUrl(), API_PORT: '0', CHAIN_ID: '31337' },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { ready, url } = await new Promise<{ ready: boolean; url: string }>((resolve) =>
    child.once('message', (message) => resolve(message as never)),
  );
  expect(ready).toBe(true);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ network { chainId nativeSymbol indexedBlockNumber } }"}',
  });
  expect(await response.json()).toEqual({
    data: { network: { chainId: 31_337, nativeSymbol: 'OPEN', indexedBlockNumber: null } },
  });
  child.disconnect();
  expect(await exited).toBe(0);
  await database.close();
});

it('says in one line what is missing', async () => {
  const child = fork(MAIN, { silent: true, env: { ...process.env, API_DATABASE_URL: '' } });
  let shown = '';
  child.stderr?.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(shown.trim()).toBe('API_DATABASE_URL is not set; set it to a Postgres URL of a read-only role');
});
