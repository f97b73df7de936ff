import { setTimeout as sleep } from 'node:timers/promises';
import { CHAIN_CHANNEL } from '@tributary/db';
import type { Log } from '@tributary/operations';
import { Client } from 'pg';

const RECONNECT_MS = 1000;

/** Calls back at every change of the chain tables, on a connection of its own that is made anew whenever it breaks. */
export function listenForChanges(databaseUrl: string, onChange: () => void, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let client: Client | undefined;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      client = new Client({ connectionString: databaseUrl, application_name: 'tributary-engine-listen' });
      const ended = new Promise<void>((resolve) => client!.once('end', () => resolve()));
      client.on('notification', onChange);
      client.on('error', (error) => log('warn', `notifications stopped: ${error.message}; connecting again`));
      try {
        await client.connect();
        await client.query(`LISTEN ${CHAIN_CHANNEL}`);
        onChange();
        await ended;
      } catch (error) {
        if (!stopping.signal.aborted)
          log('warn', `cannot listen for changes: ${(error as Error).message}; trying again`);
        await client.end().catch(() => undefined);
      }
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
