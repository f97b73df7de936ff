import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MalformedDigestError, cidOf, digestOf } from '@tributary/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortTakenError } from '../errors.js';
import { BlobStore } from './blobStore.js';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => i * 7);
const DIGEST = digestOf(BYTES);
const CID = cidOf(DIGEST);

let root: string;
let store: BlobStore;
let served: { gateway: string; close(): Promise<void> };

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tributary-blobs-'));
  writeFileSync(join(root, 'secret'), 'outside');
  store = new BlobStore(join(root, 'made', 'blobs'));
  served = await store.serve(0);
});

afterEach(async () => {
  await served.close();
  rmSync(root, { recursive: true });
});

/** Asks for exactly this path: nothing is normalised on the way. */
function ask(
  path: string,
  method = 'GET',
): Promise<{ status: number; body: Uint8Array; headers: IncomingMessage['headers'] }> {
  const { hostname: host, port } = new URL(served.gateway);
  return new Promise((resolve, reject) => {
    request({ host, port, path, method, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          body: new Uint8Array(Buffer.concat(chunks)),
          headers: response.headers,
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('BlobStore', () => {
  it('keeps bytes under the CID of their digest, once', () => {
    expect(store.put(BYTES)).toBe(DIGEST);
    expect(store.put(BYTES.slice())).toBe(DIGEST);
    expect(readdirSync(join(root, 'made', 'blobs'))).toEqual([CID]);
    expect(store.get(DIGEST)).toEqual(BYTES);
    expect(new BlobStore(join(root, 'made', 'blobs')).get(DIGEST)).toEqual(BYTES);
  });

  it('has not what was not put in, and knows no names but digests', () => {
    expect(store.get(DIGEST)).toBeUndefined();
    for (const name of ['', '../secret', CID, `${DIGEST}/..`])
      expect(() => store.get(name)).toThrow(MalformedDigestError);
  });

  it('holds nothing at all, too', async () => {
    const digest = store.put(new Uint8Array());
    expect(store.get(digest)).toEqual(new Uint8Array());
    expect(await ask(`/ipfs/${cidOf(digest)}`)).toMatchObject({ status: 200, body: new Uint8Array() });
  });
});

describe('over HTTP', () => {
  it('serves a blob as bytes that never change', async () => {
    store.put(BYTES);
    expect(served.gateway).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ipfs\/$/);
    const { status, body, headers } = await ask(`/ipfs/${CID}`);
    expect([status, digestOf(body)]).toEqual([200, DIGEST]);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': expect.stringContaining('immutable'),
      'x-content-type-options': 'nosniff',
    });
    expect(new Uint8Array(await (await fetch(served.gateway + CID)).arrayBuffer())).toEqual(BYTES);
  });

  it.each([
    '/',
    '/ipfs',
    '/ipfs/',
    '/ipfs//',
    `/${CID}`,
    `//ipfs/${CID}`,
    `/ipfs/${CID}/`,
    `/ipfs/${CID}/x`,
    `/ipfs/./${CID}`,
    `/ipfs/x/../${CID}`,
    '/ipfs/secret',
    '/ipfs/../secret',
    '/ipfs/../../secret',
    '/ipfs/..%2f..%2fsecret',
    '/ipfs/%2e%2e/%2e%2e/secret',
    '/ipfs/..%5c..%5csecret',
    '/ipfs/....//....//secret',
    '/ipfs//etc/passwd',
    '/ipfs/secret%00',
    '/ipfs/%',
    '/ipfs/%ff',
    `/ipfs/${CID.slice(0, -1)}`,
    `/ipfs/${CID}a`,
    `/ipfs/${CID.toUpperCase()}`,
    `/ipfs/${'a'.repeat(129)}`,
    `/ipfs/${'b'.repeat(5000)}`,
    '/ipfs/QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n',
    '/ipfs/bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
    '/ipfs/bafkqaaa',
    'http://127.0.0.1/secret',
    '*',
  ])('has nothing at %s', async (path) => {
    store.put(BYTES);
    const { status, body } = await ask(path);
    expect([status, new TextDecoder().decode(body)]).toEqual([404, 'no such blob\n']);
  });

  it('lets nobody write', async () => {
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) await ask(`/ipfs/${CID}`, method);
    expect(store.get(DIGEST)).toBeUndefined();
    store.put(BYTES);
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) await ask(`/ipfs/${CID}`, method);
    expect(store.get(DIGEST)).toEqual(BYTES);
  });

  it('survives what cannot be read, and a client that goes away', async () => {
    mkdirSync(join(root, 'made', 'blobs', CID));
    await ask(`/ipfs/${CID}`).catch(() => undefined);
    const large = cidOf(store.put(new Uint8Array(20_000_000)));
    const { hostname: host, port } = new URL(served.gateway);
    await new Promise<void>((gone) => {
      request({ host, port, path: `/ipfs/${large}`, agent: false }, (response) =>
        response.once('data', () => response.destroy()),
      )
        .on('error', () => undefined)
        .on('close', gone)
        .end();
    });
    const digest = store.put(Uint8Array.of(1));
    expect((await ask(`/ipfs/${cidOf(digest)}`)).body).toEqual(Uint8Array.of(1));
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(served.gateway).port);
    await expect(store.serve(port)).rejects.toThrow(PortTakenError);
  });

  it('can be closed while somebody waits', async () => {
    const large = cidOf(store.put(new Uint8Array(20_000_000)));
    const { hostname: host, port } = new URL(served.gateway);
    const started = new Promise<IncomingMessage>((resolve, reject) => {
      request({ host, port, path: `/ipfs/${large}`, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    const response = await started;
    response.on('error', () => undefined);
    await served.close();
    await expect(ask('/ipfs/')).rejects.toThrow('ECONNREFUSED');
    served = await store.serve(0);
  });
});
