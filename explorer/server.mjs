/**
 * Serves the built explorer. Reads HOST (127.0.0.1), PORT (4600), ORIGIN (the public address, when a proxy stands in
 * front), API_URL and BLOB_GATEWAY. Started with an IPC channel it says when it is ready and ends with its parent.
 */
import http from 'node:http';
import process from 'node:process';

const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 4600);
const originUrl = new URL(process.env.ORIGIN || `http://${host}:${port}`);

// adapter-node derives the request's origin from headers and believes "https" without these.
process.env.PROTOCOL_HEADER = 'x-tributary-protocol';
process.env.HOST_HEADER = 'x-tributary-host';
const { handler } = await import('./build/handler.js');

let stopping = false;
const server = http.createServer((request, response) => {
  if (request.url === '/healthz') {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.statusCode = stopping ? 503 : 200;
    response.end(JSON.stringify({ service: 'explorer', status: stopping ? 'stopping' : 'ok' }));
    return;
  }
  request.headers['x-tributary-protocol'] = originUrl.protocol.slice(0, -1);
  request.headers['x-tributary-host'] = process.env.ORIGIN ? originUrl.host : (request.headers.host ?? originUrl.host);
  handler(request, response, () => {
    response.statusCode = 404;
    response.end();
  });
});

function stop(signal) {
  // A second signal ends at once.
  if (stopping && typeof signal === 'string') process.exit(signal === 'SIGINT' ? 130 : 143);
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 3000).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

server.on('error', (failure) => {
  console.error(`The explorer cannot listen on ${host}:${port} (${failure.message}). Set PORT to a free one.`);
  process.exit(1);
});
server.listen(port, host, () => {
  const address = server.address();
  const url = process.env.ORIGIN
    ? originUrl.origin
    : `http://${host}:${typeof address === 'object' ? address?.port : port}`;
  console.log(`listening ${url}`);
  process.send?.({ ready: true, url });
});
