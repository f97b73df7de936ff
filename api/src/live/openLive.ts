import { CHAIN_CHANNEL, createSnapshotReader, listenToChannels, VERDICT_CHANNEL } from '@tributary/db';
import { LiveHub } from './LiveHub.js';

/** Connections that read what is new; those that follow at one place share a read. */
const MAX_CONNECTIONS = 3;

export interface LiveConfig {
  /** Of a role that can only read. */
  databaseUrl: string;
  statementTimeoutMs: number;
  /** Changes cannot be heard; told once until they can again. */
  onTrouble(error: Error): void;
}

/** Follows the database for all subscriptions of this process. */
export function openLive(config: LiveConfig): { hub: LiveHub; close(): Promise<void> } {
  const hub = new LiveHub(
    createSnapshotReader({
      url: config.databaseUrl,
      statementTimeoutMs: config.statementTimeoutMs,
      maxConnections: MAX_CONNECTIONS,
    }),
  );
  let isTroubled = false;
  const listener = listenToChannels(config.databaseUrl, {
    channels: [CHAIN_CHANNEL, VERDICT_CHANNEL],
    applicationName: 'tributary-api-listen',
    onListening() {
      isTroubled = false;
      hub.notify();
    },
    onNotification: () => hub.notify(),
    onTrouble(error) {
      if (!isTroubled) config.onTrouble(error);
      isTroubled = true;
    },
  });
  return {
    hub,
    async close() {
      await listener.stop();
      await hub.close();
    },
  };
}
