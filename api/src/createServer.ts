import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { createReadDatabase, type DatabaseUsage } from '@tributary/db';
import { RetryableError } from '@tributary/protocol';
import express from 'express';
import type { DocumentNode } from 'graphql/index.js';
import { openAnalytics } from './analytics/openAnalytics.js';
import { answerBrokenRequest } from './answerBrokenRequest.js';
import { buildApiSchema } from './buildApiSchema.js';
import { createExportHandler } from './bulk/createExportHandler.js';
import { DEFAULT_EXPORT_SETTINGS, type ExportSettings } from './bulk/ExportSettings.js';
import { formatApiError, type ReportError } from './formatApiError.js';
import {
  createOperationLimit,
  DEFAULT_OPERATION_LIMITS,
  limitOperation,
  type OperationLimits,
} from './limitOperation.js';
import { getAddress } from './live/getAddress.js';
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from './live/LiveSettings.js';
import { openLive } from './live/openLive.js';
import { serveLive } from './live/serveLive.js';
import { Loaders } from './Loaders.js';
import { NetworkStatistics } from './NetworkStatistics.js';
import type { NetworkIdentity, RequestContext } from './RequestContext.js';
import { SharedLoads } from './SharedLoads.js';
import { BoundedCache } from './safety/BoundedCache.js';
import { boundConnections, getConnectionOptions } from './safety/boundConnections.js';
import { checkGraphQLRequest } from './safety/checkGraphQLRequest.js';
import { createCostBudget } from './safety/CostBudget.js';
import { endWithSignal } from './safety/endWithSignal.js';
import { HeavyLane } from './safety/HeavyLane.js';
import { limitDatabase } from './safety/limitDatabase.js';
import { limitResponse } from './safety/limitResponse.js';
import { openOperationSignal } from './safety/openOperationSignal.js';
import { protectApp } from './safety/protectApp.js';
import { DEFAULT_SAFETY, type SafetySettings } from './safety/SafetySettings.js';
import { sendError } from './sendError.js';
import { serveExplorerPage } from './serveExplorerPage.js';

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
  /** Absent ones are those of {@link DEFAULT_SAFETY}. */
  safety?: Partial<SafetySettings>;
  /** Limits of exports; absent ones are those of {@link DEFAULT_EXPORT_SETTINGS}. */
  exports?: Partial<ExportSettings>;
  /** Folder of the analytics partitions; without it Postgres answers alone. */
  analyticsDir?: string;
  /** Limits of subscriptions; absent ones are those of {@link DEFAULT_LIVE_SETTINGS}. */
  live?: Partial<LiveSettings>;
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
/** Operations that ask for much: half of the connections to the database stay free for the others. */
const HEAVY_OPERATIONS = { running: 4, waiting: 64 };
/** Rows are loaded whole, and an answer shows parts of them: so many bytes may be read for each that it may have. */
const LOADED_FOR_SHOWN = 4;
/** Lexical tokens of an operation; more is not parsed. */
const MAX_TOKENS = 3_000;
/** Of the documents that are kept parsed, which takes some fifty times as much, and of those that are kept by their hash. */
const MAX_CACHED_CHARACTERS = 512 * 1024;

/** Serves `POST /graphql`, GraphiQL at `GET /graphql` for browsers, and `GET /healthz`. Needs no database to start. */
export async function createServer(config: ServerConfig): Promise<ApiServer> {
  const host = config.host ?? '127.0.0.1';
  const safety: SafetySettings = { ...DEFAULT_SAFETY, ...config.safety };
  const budget = createCostBudget(safety);
  const db = createReadDatabase({
    url: config.databaseUrl,
    statementTimeoutMs: config.statementTimeoutMs ?? 5_000,
    maxConnections: config.maxConnections ?? 8,
    ...(config.onStatement && { onStatement: config.onStatement }),
  });
  const schema = await buildApiSchema();
  const assertOperationSize = createOperationLimit(schema, config.operationLimits ?? DEFAULT_OPERATION_LIMITS);
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: safety.isIntrospectionOn,
    hideSchemaDetailsFromClientErrors: !safety.isIntrospectionOn,
    documentStore: new BoundedCache<DocumentNode>(MAX_CACHED_CHARACTERS, ({ loc }) => loc?.source.body.length ?? 0),
    persistedQueries:
      safety.safelist === null
        ? { cache: new BoundedCache<string>(MAX_CACHED_CHARACTERS, (text) => text.length) }
        : false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: (formatted, error) => formatApiError(formatted, error, config.reportError),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // Would watch every field of every answer, for hints that nothing gives.
      ApolloServerPluginCacheControlDisabled(),
      limitOperation(assertOperationSize),
      limitResponse(safety.maxResponseBytes),
      ...(config.plugins ?? []),
    ],
  });
  await apollo.start();

  // The port is taken before anything is opened. What answers is attached in the turn in which it is: nothing can be asked yet.
  const http = createHttpServer(getConnectionOptions(safety));
  boundConnections(http);
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

  const heavyLane = new HeavyLane(HEAVY_OPERATIONS);
  const sharedLoads = new SharedLoads(db);
  const statistics = new NetworkStatistics(db, STATISTICS_MAX_AGE_MS);
  const analytics = openAnalytics({
    db,
    analyticsDir: config.analyticsDir,
    chainId: config.network.chainId,
    timeoutMs: config.statementTimeoutMs ?? 5_000,
    reportError: config.reportError,
  });
  const live = openLive({
    databaseUrl: config.databaseUrl,
    statementTimeoutMs: config.statementTimeoutMs ?? 5_000,
    onTrouble: (error) => config.reportError({ incidentId: 'live', error }),
  });
  const app = express();
  protectApp(app, safety);
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  // The page asks for the schema and for whatever its reader writes.
  if (safety.isIntrospectionOn && safety.safelist === null) app.get('/graphql', serveExplorerPage());
  app.use(
    '/graphql',
    express.json({ limit: MAX_BODY_BYTES }),
    checkGraphQLRequest(budget, safety.safelist),
    expressMiddleware(apollo, {
      async context({ req: request, res: response }) {
        const signal = openOperationSignal(response, safety.operationTimeoutMs);
        const payer = budget?.getPayer(request) ?? null;
        const limited = limitDatabase(db, { signal, maximumBytes: LOADED_FOR_SHOWN * safety.maxResponseBytes });
        return {
          loaders: new Loaders(limited, { loads: sharedLoads, charge: limited.charge, signal }),
          network: config.network,
          statistics: endWithSignal(statistics, signal),
          analytics,
          live: live.hub,
          signal,
          async enterHeavyLane() {
            const leave = await heavyLane.enter(signal);
            if (response.closed) leave();
            else response.once('close', leave);
          },
          ...(budget && payer !== null && { spend: (points: number) => budget.spend(payer, points) }),
        };
      },
    }),
  );
  app.get(
    '/export/:file',
    createExportHandler({
      db,
      databaseUrl: config.databaseUrl,
      chainId: config.network.chainId,
      settings: { ...DEFAULT_EXPORT_SETTINGS, ...config.exports },
      reportError: config.reportError,
    }),
  );
  app.use((_request, response) => {
    sendError(response, 404, 'NOT_FOUND', 'there is nothing here; GraphQL is at /graphql');
  });
  app.use(answerBrokenRequest(config.reportError, MAX_BODY_BYTES));

  const sockets = serveLive(http, {
    path: '/graphql',
    rules: { schema, assertOperationSize, maxTokens: MAX_TOKENS, safelist: safety.safelist },
    settings: { ...DEFAULT_LIVE_SETTINGS, ...config.live },
    db,
    context: { network: config.network, statistics, analytics, live: live.hub },
    getAddress: (request) => getAddress(app, request),
    ...(budget && {
      async spend(request, points) {
        const payer = budget.getPayer({ ip: getAddress(app, request), headers: request.headers });
        if (payer !== null) await budget.spend(payer, points);
      },
    }),
    reportError: config.reportError,
  });
  http.on('request', app);

  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`,
    getDatabaseUsage: () => db.getUsage(),
    async close() {
      // Node closes idle connections with this; the others close after their answer, or when it takes too long.
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const timer = setTimeout(() => http.closeAllConnections(), CLOSE_WITHIN_MS);
      await sockets.close();
      await closed;
      clearTimeout(timer);
      await live.close();
      await analytics.close();
      await apollo.stop();
      await db.close();
    },
  };
}
