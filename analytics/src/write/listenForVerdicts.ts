import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, VERDICT_CHANNEL } from '@tributary/db';
import type { DirtyVerdicts } from './DirtyVerdicts.js';

const RECONNECT_MS = 1_000;

/** Notes every verdict that changes, on a connection of its own; after one that broke, all of them may have. */
export async function listenForVerdicts(databaseUrl: string, dirty: DirtyVerdicts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(databaseUrl, dirty, signal);
    } catch {
      // Postgres is away: rounds say so.
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Until the connection breaks, or the signal. */
async function listenOnce(databaseUrl: string, dirty: DirtyVerdicts, signal: AbortSignal): Promise<void> {
  const client = await connectClient(databaseUrl);
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  const end = (): void => void client.end().catch(() => undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) return;
    client.on('notification', ({ payload }) => payload !== undefined && dirty.note(payload));
    await client.query(`LISTEN ${VERDICT_CHANNEL}`);
    dirty.noteAll();
    await ended;
  } finally {
    signal.removeEventListener('abort', end);
    await client.end().catch(() => undefined);
  }
}
