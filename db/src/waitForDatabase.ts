import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const PAUSE_MS = 300;

/** Postgres is there and does not let us in, or has no such database: waiting will not change it. */
export function isAccessRefused(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(28|3D)[0-9A-Z]{3}$/.test(code);
}

/**
 * Waits for a server that is starting, recovering or away. Rejects when it refuses access.
 *
 * @param onWaiting is told once why
 */
export async function waitForDatabase(pool: Pool, onWaiting: (reason: string) => void): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (isAccessRefused(error)) throw error;
      if (isFirst) onWaiting((error as Error).message || String((error as { code?: unknown }).code));
    }
    await sleep(PAUSE_MS);
  }
}
