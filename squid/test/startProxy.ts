import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  url: string;
  close(): Promise<void>;
}

/** Stands between an indexer and its node; `onRequest` sees every request before the node does, and holds it up. */
export async function startProxy(targetUrl: string, onRequest: (body: string) => Promise<void>): Promise<Proxy> {
  const server = createServer((request, response) => {
    const forward = async (): Promise<void> => {
      const body = await text(request);
      await onRequest(body);
      const reply = await fetch(targetUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      response.setHeader('content-type', 'application/json').end(await reply.text());
    };
    forward().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
