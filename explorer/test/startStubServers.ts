import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphql } from 'graphql';

const schemaUrl = new URL('../../api/schema.generated.graphql', import.meta.url);

/** The API and the blob gateway that a test explorer talks to. */
export interface StubServers {
  apiUrl: string;
  blobGateway: string;
  /** While false, every request is answered 500. */
  healthy: boolean;
  close(): Promise<void>;
}

/** Serves `ledger` as GraphQL under the API's own schema, and `blobs` by CID, on a free port. */
export async function startStubServers(ledger: object, blobs: ReadonlyMap<string, string>): Promise<StubServers> {
  const schema = buildSchema(readFileSync(schemaUrl, 'utf8'));
  const server = createServer(async (request, response) => {
    if (!stub.healthy) return response.writeHead(500).end('down');
    const cid = /^\/ipfs\/(.+)$/.exec(request.url ?? '')?.[1];
    if (cid !== undefined) {
      const blob = blobs.get(cid);
      return response.writeHead(blob === undefined ? 404 : 200).end(blob);
    }
    const { query, variables } = JSON.parse(await readBody(request)) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const answer = await graphql({ schema, source: query, rootValue: ledger, variableValues: variables });
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: StubServers = {
    apiUrl: `${origin}/graphql`,
    blobGateway: `${origin}/ipfs/`,
    healthy: true,
    close: () => closeServer(server),
  };
  return stub;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
