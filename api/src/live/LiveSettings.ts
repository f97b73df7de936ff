/** How much the WebSocket side of a server takes on. */
export interface LiveSettings {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly maxSubscriptionsPerConnection: number;
  /** Operations and pings that a connection may send in ten seconds. */
  readonly maxMessagesPerTenSeconds: number;
  /** Bytes of one message of a client. */
  readonly maxMessageBytes: number;
  /** From the opening of a connection to its connection_init. */
  readonly initWithinMs: number;
  /** A connection whose pong does not come before the next ping is dead. */
  readonly pingEveryMs: number;
  /** A client that has not taken an event by then is closed with {@link CLOSE_SLOW_CONSUMER}. */
  readonly takeWithinMs: number;
  /** Of the whole answer to one event. */
  readonly eventTimeoutMs: number;
}

export const DEFAULT_LIVE_SETTINGS: LiveSettings = {
  maxConnections: 2_000,
  maxConnectionsPerAddress: 100,
  maxSubscriptionsPerConnection: 20,
  maxMessagesPerTenSeconds: 100,
  maxMessageBytes: 64 * 1024,
  initWithinMs: 3_000,
  pingEveryMs: 12_000,
  takeWithinMs: 20_000,
  eventTimeoutMs: 10_000,
};

/** The client did not take what it was sent. It may connect again and resume after its last cursor. */
export const CLOSE_SLOW_CONSUMER = 4901;
/** The client sent more messages than it may. */
export const CLOSE_TOO_MANY_MESSAGES = 4902;
/** A fault here, or a message that the protocol does not know; nothing of it is shown. */
export const CLOSE_INTERNAL = 4500;
/** The server stops; connect again and resume. */
export const CLOSE_GOING_AWAY = 1001;
