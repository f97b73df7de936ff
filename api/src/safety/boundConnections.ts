import type { Server, ServerOptions } from 'node:http';

/** Sockets that are open at once; more are dropped, which a client sees as a connection that was reset. */
const MAX_CONNECTIONS = 5_000;
/** How often slow senders are looked for, at most. */
const CHECK_EVERY_MS = 2_000;
/** A connection between two requests; longer than the usual 60 s of proxies, which would else reuse a closed one. */
const KEEP_ALIVE_MS = 65_000;
/** Neither side says anything: a reader that does not read. */
const SILENT_MS = 120_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADER_COUNT = 100;

/** Options of `http.createServer`: whoever sends a request byte by byte is cut off with 408. */
export function getConnectionOptions({ requestWithinMs }: { readonly requestWithinMs: number }): ServerOptions {
  return {
    headersTimeout: requestWithinMs,
    requestTimeout: requestWithinMs,
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, requestWithinMs),
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
}

/** Bounds what one server holds open. */
export function boundConnections(server: Server): void {
  server.maxConnections = MAX_CONNECTIONS;
  server.maxHeadersCount = MAX_HEADER_COUNT;
  server.setTimeout(SILENT_MS);
}
