import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Log } from './createLog.js';
import { OperationsPortTakenError } from './errors.js';
import { type HealthCheck, HealthChecks } from './HealthChecks.js';
import { redactSecrets } from './redactSecrets.js';

export interface OperationsOptions {
  service: string;
  /** 0 takes any free one. */
  port: number;
  /** Loopback unless told. */
  host?: string;
  registry: Registry;
  /** More metrics as Prometheus text, of a registry that is not ours; families must differ from the registry's. */
  extraMetrics?: () => Promise<string>;
  log: Log;
}

/** Where a process shows its health and its metrics. */
export interface Operations {
  /** `http://host:port`, without a slash at its end. */
  url: string;
  port: number;
  /** From now on it is well when these checks are. Before that it says that it is starting. */
  setRunning(checks: readonly HealthCheck[]): void;
  /** From now on it says that it is stopping. */
  setStopping(): void;
  /** Lets go of the port. */
  close(): Promise<void>;
}

type State = { kind: 'starting' | 'stopping' } | { kind: 'running'; checks: HealthChecks };

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
const REQUEST_WITHIN_MS = 10_000;

/**
 * Serves, for GET and HEAD:
 * - `/healthz`: 200 when every check is well, else 503; `{ service, status, uptimeSeconds, checks: [{ name, ok, detail,
 *   elapsedMs }] }` with status `starting`, `ok`, `failing` or `stopping`.
 * - `/livez`: 200 as long as the process answers at all, whatever it lacks.
 * - `/metrics`: Prometheus text.
 *
 * @throws OperationsPortTakenError
 */
export async function serveOperations(options: OperationsOptions): Promise<Operations> {
  const host = options.host ?? '127.0.0.1';
  let state: State = { kind: 'starting' };
  const server = createServer(
    { requestTimeout: REQUEST_WITHIN_MS, headersTimeout: REQUEST_WITHIN_MS },
    (request, response) => {
      answer(request, response, options, () => state).catch((error: unknown) => {
        options.log('warn', `${request.url?.slice(0, 100)} could not be answered`, { error });
        if (response.headersSent) response.destroy();
        else send(request, response, 500, TEXT, 'this could not be told; the log says why\n');
      });
    },
  );
  await listen(server, host, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    setRunning(checks) {
      if (state.kind === 'starting') state = { kind: 'running', checks: new HealthChecks(checks) };
    },
    setStopping() {
      state = { kind: 'stopping' };
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { service, registry, extraMetrics, log }: OperationsOptions,
  getState: () => State,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(request, response, 405, TEXT, 'only GET\n');
  }
  switch (request.url?.replace(/\?.*$/s, '')) {
    case '/livez':
      return send(request, response, 200, JSON_TYPE, JSON.stringify({ service, status: 'alive' }));
    case '/healthz': {
      const state = getState();
      const checks = state.kind === 'running' ? await state.checks.run() : [];
      const isWell = checks.every(({ ok }) => ok);
      const status = state.kind === 'running' ? (isWell ? 'ok' : 'failing') : state.kind;
      const body = JSON.stringify({ service, status, uptimeSeconds: Math.round(process.uptime()), checks });
      return send(request, response, status === 'ok' ? 200 : 503, JSON_TYPE, body);
    }
    case '/metrics': {
      const [own, extra] = await Promise.all([
        registry.metrics(),
        extraMetrics?.().catch((error: unknown) => {
          log('warn', 'some metrics could not be read', { error });
          return '';
        }) ?? '',
      ]);
      // Labels of a registry that is not ours may hold a node's URL.
      return send(request, response, 200, registry.contentType, own + redactSecrets(extra));
    }
    default:
      return send(request, response, 404, TEXT, 'there are /healthz, /livez and /metrics\n');
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw isTaken ? new OperationsPortTakenError({ host, port }, { cause: error }) : error;
  }
  // Nobody's work waits for it.
  server.unref();
}
