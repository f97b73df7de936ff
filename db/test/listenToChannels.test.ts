import { createPool, listenToChannels, VERDICT_CHANNEL } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';

const listener = {
  channels: [VERDICT_CHANNEL],
  applicationName: 'listen-test',
  onListening: vi.fn(),
  onNotification: vi.fn(),
};
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => vi.clearAllMocks());
afterAll(() => database.close());

it('stops while it is still connecting', async () => {
  await listenToChannels(database.url, listener).stop();
  expect(listener.onListening).not.toHaveBeenCalled();
});

it('listens again after its connection broke', async () => {
  const pool = createPool(database.url, { max: 1 });
  const listening = listenToChannels(database.url, listener);
  await vi.waitFor(() => expect(listener.onListening).toHaveBeenCalledOnce());
  await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listen-test'`);
  await vi.waitFor(() => expect(listener.onListening).toHaveBeenCalledTimes(2), 10_000);
  await pool.query(`SELECT pg_notify($1, '7')`, [VERDICT_CHANNEL]);
  await vi.waitFor(() => expect(listener.onNotification).toHaveBeenCalledExactlyOnceWith('7'));
  await listening.stop();
  await pool.end();
});
