import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CHAIN_CHANNEL, VERDICT_CHANNEL } from '../../chainTables';

const RECONNECT_MS = 1_000;
/** A server that takes a connection and says nothing is given up. */
const CONNECT_WITHIN_MS = 5_000;

export interface ChangeListener {
  /** Called at every change of chain or verdicts, and after a time in which none could be heard. */
  onChange(): void;
  /** The connection broke or could not be made; it is tried again. */
  onTrouble?(error: Error): void;
}

/** Listens on a connection of its own, made anew whenever it breaks, until it is stopped. */
export function listenToChanges(url: string, listener: ChangeListener): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let connected: Client | undefined;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const current = new Client({
        connectionString: url,
        application_name: 'tributary-api-listen',
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
      });
      const ended = new Promise<void>((resolve) => current.once('end', () => resolve()));
      current.on('notification', () => listener.onChange());
      current.on('error', (error) => listener.onTrouble?.(error));
      try {
        await current.connect();
        connected = current;
        stopping.signal.throwIfAborted();
        await current.query(`LISTEN ${CHAIN_CHANNEL}; LISTEN ${VERDICT_CHANNEL}`);
        listener.onChange();
        await ended;
      } catch (error) {
        if (!stopping.signal.aborted) listener.onTrouble?.(error as Error);
        await current.end().catch(() => undefined);
      }
      connected = undefined;
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      // One that is still connecting sees it when it is done: ended halfway, its `connect` would never settle.
      await connected?.end().catch(() => undefined);
      await running;
    },
  };
}
