import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';

const RECONNECT_MS = 1_000;
/** A server that takes a connection and says nothing is given up. */
const CONNECT_WITHIN_MS = 5_000;

export interface ChannelListener {
  channels: readonly string[];
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** It listens from now on, for the first time or again: anything may have happened before. */
  onListening(): void;
  onNotification(payload: string): void;
  /** The connection broke or could not be made; it is tried again. */
  onTrouble?(error: Error): void;
}

/** Listens on a connection of its own, made anew whenever it breaks, until it is stopped. */
export function listenToChannels(url: string, listener: ChannelListener): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let connected: Client | undefined;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const current = new Client({
        connectionString: url,
        application_name: listener.applicationName,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
      });
      const ended = new Promise<void>((resolve) => current.once('end', () => resolve()));
      current.on('notification', ({ payload = '' }) => listener.onNotification(payload));
      current.on('error', (error) => listener.onTrouble?.(error));
      try {
        await current.connect();
        connected = current;
        stopping.signal.throwIfAborted();
        await current.query(listener.channels.map((channel) => `LISTEN ${escapeIdentifier(channel)}`).join('; '));
        listener.onListening();
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
