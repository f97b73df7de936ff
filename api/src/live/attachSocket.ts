import type { IncomingMessage } from 'node:http';
import type { Server } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_INTERNAL, CLOSE_SLOW_CONSUMER, CLOSE_TOO_MANY_MESSAGES, type LiveSettings } from './LiveSettings.js';

/** How long a closing handshake may take before the connection is cut. */
const CLOSE_WITHIN_MS = 2_000;
const MESSAGE_WINDOW_MS = 10_000;

export interface SocketExtra extends Record<PropertyKey, unknown> {
  readonly request: IncomingMessage;
}

/**
 * Joins a WebSocket to the protocol graphql-transport-ws. It is cut when its client does not answer pings, does not take
 * what it is sent, or sends too much: nothing is buffered for a client beyond the message under way.
 */
export function attachSocket(
  socket: WebSocket,
  request: IncomingMessage,
  protocol: Server<SocketExtra>,
  settings: LiveSettings,
  onFault: (error: unknown) => void,
): void {
  const close = (code: number, reason: string): void => {
    socket.close(code, reason);
    // Whoever does not read does not read this either.
    setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS).unref();
  };
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const pinging = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, settings.pingEveryMs);

  let messageCount = 0;
  let windowStart = performance.now();
  const isTooMany = (): boolean => {
    if (performance.now() - windowStart > MESSAGE_WINDOW_MS) {
      windowStart = performance.now();
      messageCount = 0;
    }
    return ++messageCount > settings.maxMessagesPerTenSeconds;
  };

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      close,
      send(text) {
        if (socket.readyState !== socket.OPEN) return;
        return new Promise<void>((resolve) => {
          const waiting = setTimeout(() => {
            close(CLOSE_SLOW_CONSUMER, 'slow consumer; resume after your last cursor');
            resolve();
          }, settings.takeWithinMs);
          // Called when the text has left for the network; with an error when the connection is gone, which `close` tells.
          socket.send(text, () => {
            clearTimeout(waiting);
            resolve();
          });
        });
      },
      onMessage(receive) {
        socket.on('message', (data: RawData, isBinary: boolean) => {
          if (socket.readyState !== socket.OPEN) return;
          if (isTooMany()) return close(CLOSE_TOO_MANY_MESSAGES, 'too many messages');
          const text = isBinary ? '' : (data as Buffer).toString('utf8');
          receive(text).catch((error: unknown) => {
            onFault(error);
            close(CLOSE_INTERNAL, 'something went wrong here');
          });
        });
      },
    },
    { request },
  );
  // The library closes it by itself, with the code of what the client did: too large, no UTF-8, a broken frame.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    clearInterval(pinging);
    closed(code, reason.toString()).catch(onFault);
  });
}
