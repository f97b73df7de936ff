import { type IncomingMessage, type Server as HttpServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ReadDatabase } from '@tributary/db';
// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { type ExecutionArgs, GraphQLError } from 'graphql/index.js';
import { handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { formatApiError, type ReportError } from '../formatApiError.js';
import { Loaders } from '../Loaders.js';
import type { RequestContext } from '../RequestContext.js';
import { OperationTimeoutError } from '../safety/errors.js';
import { getClientKey } from '../safety/getClientKey.js';
import { limitDatabase } from '../safety/limitDatabase.js';
import { attachSocket, type SocketExtra } from './attachSocket.js';
import { ConnectionCounter } from './ConnectionCounter.js';
import { TooManySubscriptionsError } from './errors.js';
import { CLOSE_GOING_AWAY, type LiveSettings } from './LiveSettings.js';
import { prepareSubscription, type SubscriptionRules } from './prepareSubscription.js';
import { type EventContext, subscribeFresh } from './subscribeFresh.js';

/** What one event may read, bytes, about. */
const MAX_EVENT_BYTES = 1024 * 1024;
const CLOSE_WITHIN_MS = 1_000;
const RETRY_AFTER_SECONDS = 10;

export interface LiveServerParts {
  readonly path: string;
  readonly rules: SubscriptionRules;
  readonly settings: LiveSettings;
  readonly db: ReadDatabase;
  /** What all events share; loaders and signal are made for each. */
  readonly context: Omit<RequestContext, 'loaders' | 'signal' | 'spend'>;
  /** Who a request comes from, past trusted proxies. */
  getAddress(request: IncomingMessage): string | undefined;
  /** Spends points of the client behind a request; throws CostBudgetSpentError. */
  spend?(request: IncomingMessage, points: number): Promise<unknown>;
  reportError: ReportError;
}

export interface LiveServer {
  getConnectionCount(): number;
  /** Tells every client to come again, and cuts those that do not hang up. */
  close(): Promise<void>;
}

/** Serves subscriptions over WebSockets, protocol graphql-transport-ws, beside what the HTTP server serves. */
export function serveLive(http: HttpServer, parts: LiveServerParts): LiveServer {
  const { rules, settings } = parts;
  const connections = new ConnectionCounter({
    total: settings.maxConnections,
    perClient: settings.maxConnectionsPerAddress,
  });
  /** Every event costs what the subscription did. */
  const payments = new WeakMap<ExecutionArgs, () => Promise<unknown> | undefined>();
  const format = (errors: readonly GraphQLError[]) =>
    errors.map((error) => formatApiError(error.toJSON(), error, parts.reportError));

  const protocol = makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: settings.initWithinMs,
    async onSubscribe({ subscriptions, extra: { request } }, _id, payload) {
      const maximum = settings.maxSubscriptionsPerConnection;
      if (Object.keys(subscriptions).length > maximum) return [refuse(new TooManySubscriptionsError({ maximum }))];
      const prepared = prepareSubscription(rules, payload);
      if (!('args' in prepared)) return prepared;
      try {
        await parts.spend?.(request, prepared.cost);
      } catch (error) {
        return [refuse(error as Error)];
      }
      const args: ExecutionArgs = { ...prepared.args, contextValue: parts.context };
      payments.set(args, () => parts.spend?.(request, prepared.cost));
      return args;
    },
    subscribe: (args: ExecutionArgs) =>
      subscribeFresh(args, async () => {
        await payments.get(args)?.();
        return openEvent(parts);
      }),
    onNext: (_context, _id, _payload, _args, { errors, ...result }) => ({
      ...result,
      ...(errors && { errors: format(errors) }),
    }),
    onError: (_context, _id, _payload, errors) => format(errors),
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: settings.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (getPath(request) !== parts.path)
      return refuseUpgrade(socket, 404, 'NOT_FOUND', `WebSockets are at ${parts.path}`);
    const client = getClientKey(parts.getAddress(request));
    if (!connections.open(client)) {
      return refuseUpgrade(
        socket,
        429,
        'TOO_MANY_CONNECTIONS',
        'too many connections are open; close some or try again later',
      );
    }
    socket.once('close', () => connections.close(client));
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      attachSocket(webSocket, request, protocol, settings, (error) => {
        parts.reportError({ incidentId: 'websocket', error });
      }),
    );
  };
  http.on('upgrade', onUpgrade);

  return {
    getConnectionCount: () => connections.total,
    async close() {
      http.off('upgrade', onUpgrade);
      for (const socket of sockets.clients)
        socket.close(CLOSE_GOING_AWAY, 'the server stops; resume after your last cursor');
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, CLOSE_WITHIN_MS);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      await Promise.all([...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
      clearTimeout(cut);
    },
  };
}

/** A context for the answer to one event, with its own time limit. */
function openEvent({ context, db, settings }: LiveServerParts): EventContext {
  const controller = new AbortController();
  const { eventTimeoutMs: timeoutMs } = settings;
  const timer = setTimeout(() => controller.abort(new OperationTimeoutError({ timeoutMs })), timeoutMs);
  const { signal } = controller;
  return {
    context: { ...context, signal, loaders: new Loaders(limitDatabase(db, { signal, maximumBytes: MAX_EVENT_BYTES })) },
    close: () => clearTimeout(timer),
  };
}

function refuse(error: Error): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}

function refuseUpgrade(socket: Duplex, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const retry = status === 429 ? `retry-after: ${RETRY_AFTER_SECONDS}\r\n` : '';
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n${retry}connection: close\r\n\r\n${body}`,
  );
}

function getPath({ url }: IncomingMessage): string {
  return (url ?? '').split('?')[0] ?? '';
}
