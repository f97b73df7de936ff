import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CHAIN_CHANNEL, VERDICT_CHANNEL } from '../../chainTables';

const RECONNECT_MS = 1_000;

export interface ChangeListener {
  /** Called at every change of chain or verdicts, and after a time in which none could be heard. */
  onChange(): void;
  /** The connection broke or could not be made; it is tried again. */
  onTrouble?(error: Error): void;
}

/** Listens on a connection of its own, made anew whenever it breaks, until it is stopped. */
export function listenToChanges(url: string, listener: ChangeListener): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let client: Client | undefined;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const current = new Client({ connectionString: url, application_name: 'tributary-api-listen' });
      client = current;
      const ended = new Promise<void>((resolve) => current.once('end', () => resolve()));
      current.on('notification', () => listener.onChange());
      current.on('error', (error) => listener.onTrouble?.(error));
      try {
        await current.connect();
        await current.query(`LISTEN ${CHAIN_CHANNEL}; LISTEN ${VERDICT_CHANNEL}`);
        listener.onChange();
        await ended;
      } catch (error) {
        if (!stopping.signal.aborted) listener.onTrouble?.(error as Error);
        await current.end().catch(() => undefined);
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
