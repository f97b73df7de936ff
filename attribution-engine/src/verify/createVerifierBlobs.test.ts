import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cidOf, digestOf } from '@tributary/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BlobUnavailableError, ForbiddenAddressError } from '../blobs/errors.js';
import { createVerifierBlobs } from './createVerifierBlobs.js';

const BYTES = new TextEncoder().encode('a transcript');
const DIGEST = digestOf(BYTES);

let server: Server;
let asked: string[];
let hasIt: boolean;
beforeEach(async () => {
  [asked, hasIt] = [[], true];
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (hasIt && request.url === `/ipfs/${cidOf(DIGEST)}`) response.end(BYTES);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise((done) => server.close(done)));

const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const fetchFrom = (uri: string | undefined): Promise<Uint8Array> =>
  createVerifierBlobs({ gateways: [`${origin()}/ipfs/`], timeoutMs: 5000 }).fetch(
    { digest: DIGEST, ...(uri !== undefined && { uri }) },
    1 << 20,
  );

it("asks one's own gateway, on loopback too", async () => {
  expect(await fetchFrom(`ipfs://${cidOf(DIGEST)}`)).toEqual(BYTES);
  expect(await fetchFrom(undefined)).toEqual(BYTES);
});

it('never asks a private address that a stranger wrote on chain', async () => {
  expect(await fetchFrom(`${origin()}/admin/delete`)).toEqual(BYTES);
  expect(asked).toEqual([`/ipfs/${cidOf(DIGEST)}`]);
  hasIt = false;
  await expect(fetchFrom(`${origin()}/admin/delete`)).rejects.toThrow(BlobUnavailableError);
  expect(asked).not.toContain('/admin/delete');
});

it('takes no other kind of URI, as the engine takes none', async () => {
  await expect(fetchFrom('ftp://example.org/x')).rejects.toThrow(ForbiddenAddressError);
  expect(asked).toEqual([]);
});
