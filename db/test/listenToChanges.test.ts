import { listenToChanges } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it('stops while it is still connecting', async () => {
  const onChange = vi.fn();
  const listener = listenToChanges(database.url, { onChange });
  await listener.stop();
  expect(onChange).not.toHaveBeenCalled();
});

it('stops once it listens', async () => {
  const onChange = vi.fn();
  const listener = listenToChanges(database.url, { onChange });
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
  await listener.stop();
});
