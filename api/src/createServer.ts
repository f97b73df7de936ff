import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { createReadDatabase, type DatabaseUsage } from '@tributary/db';
import { RetryableError } from '@tributary/protocol';
import express, { type ErrorRequestHandler } from 'express';
import { buildApiSchema } from './buildApiSchema.js';
import { formatApiError, type ReportError } from './formatApiError.js';
import { DEFAULT_OPERATION_LIMITS, limitOperation, type OperationLimits } from './limitOperation.js';
import { Loaders } from './Loaders.js';
import { EXPLORER_PAGE_POLICY, renderExplorerPage } from './renderExplorerPage.js';
import { NetworkStatistics } from './NetworkStatistics.js';
import type { NetworkIdentity, RequestContext } from './RequestContext.js';

export interface ServerConfig {
  /** Of a role that can only read. */
  databaseUrl: string;
  network: NetworkIdentity;
  host?: string;
  /** 0 takes a free one. */
  port: number;
  statementTimeoutMs?: number;
  maxConnections?: number;
  operationLimits?: OperationLimits;
  /** Where errors go that a response must not show. */
  reportError: ReportError;
  /** Sees every SQL statement: tests count them. */
  onStatement?: (text: string) => void;
  /** See every operation. */
  plugins?: readonly ApolloServerPlugin<RequestContext>[];
}

export interface ApiServer {
  /** Address of the GraphQL endpoint. */
  url: string;
  /** Connections to the database. */
  getDatabaseUsage(): DatabaseUsage;
  /** Takes no more requests, lets those that are open end for some seconds, and ends the database connections. */
  close(): Promise<void>;
}

/** Another program listens on the port. */
export class PortTakenError extends RetryableError {
  constructor(facts: { host: string; port: number }, options?: ErrorOptions) {
    super(`port ${facts.port} on ${facts.host} is taken; stop the other program or set API_PORT`, facts, options);
  }
}

/** Bytes of a request body; more is refused with 413. */
const MAX_BODY_BYTES = 64 * 1024;
/** How old counts over the whole network may be. */
const STATISTICS_MAX_AGE_MS = 1_000;
/** How long requests that are open may take when the server is closed: no statement may take longer. */
const CLOSE_WITHIN_MS = 5_500;
/** Lexical tokens of an operation; more is not parsed. */
const MAX_TOKENS = 3_000;

/** Serves `POST /graphql`, GraphiQL at `GET /graphql` for browsers, and `GET /healthz`. Needs no database to start. */
export async function createServer(config: ServerConfig): Promise<ApiServer> {
  const host = config.host ?? '127.0.0.1';
  const db = createReadDatabase({
    url: config.databaseUrl,
    statementTimeoutMs: config.statementTimeoutMs ?? 5_000,
    maxConnections: config.maxConnections ?? 8,
    ...(config.onStatement && { onStatement: config.onStatement }),
  });
  const schema = await buildApiSchema();
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: (formatted, error) => formatApiError(formatted, error, config.reportError),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      limitOperation<RequestContext>(schema, config.operationLimits ?? DEFAULT_OPERATION_LIMITS),
      ...(config.plugins ?? []),
    ],
  });
  await apollo.start();

  const statistics = new NetworkStatistics(db, STATISTICS_MAX_AGE_MS);
  let explorerPage: string | undefined;
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/graphql', (request, response, next) => {
    if (request.query['query'] !== undefined || !request.accepts(['json', 'html']).toString().includes('html'))
      return next();
    explorerPage ??= renderExplorerPage();
    response.set('content-security-policy', EXPLORER_PAGE_POLICY).type('html').send(explorerPage);
  });
  app.use(
    '/graphql',
    express.json({ limit: MAX_BODY_BYTES }),
    expressMiddleware(apollo, {
      context: async () => ({ loaders: new Loaders(db), network: config.network, statistics }),
    }),
  );
  app.use((_request, response) => {
    sendError(response, 404, 'NOT_FOUND', 'there is nothing here; GraphQL is at /graphql');
  });
  app.use(answerBrokenRequest(config.reportError));

  const http = createHttpServer(app);
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(config.port, host, resolve);
    });
  } catch (error) {
    await apollo.stop();
    await db.close();
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw isTaken ? new PortTakenError({ host, port: config.port }, { cause: error }) : error;
  }

  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`,
    getDatabaseUsage: () => db.getUsage(),
    async close() {
      // Node closes idle connections with this; the others close after their answer, or when it takes too long.
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const timer = setTimeout(() => http.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(timer);
      await apollo.stop();
      await db.close();
    },
  };
}

function sendError(response: express.Response, status: number, code: string, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}

/** Body parser errors are the client's and carry a status; anything else is ours. No stack leaves either way. */
function answerBrokenRequest(report: ReportError): ErrorRequestHandler {
  return (error: { status?: number; type?: string }, _request, response, _next) => {
    if (response.headersSent) return response.destroy();
    const status = error.status ?? 500;
    if (status === 413)
      return sendError(response, 413, 'BODY_TOO_LARGE', `a request holds at most ${MAX_BODY_BYTES} bytes`);
    if (status < 500) return sendError(response, status, 'BAD_REQUEST', 'the request body cannot be read; send JSON');
    report({ incidentId: 'http', error });
    return sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'something went wrong here; try again');
  };
}
