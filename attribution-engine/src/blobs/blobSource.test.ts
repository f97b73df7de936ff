import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { MalformedDigestError, cidOf, digestOf } from '@tributary/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { createBlobSource, digestOfUri } from './blobSource.js';
import { BlobDigestError, BlobTooLargeError, BlobUnavailableError, ForbiddenAddressError } from './errors.js';

const BYTES = new TextEncoder().encode('what was committed');
const DIGEST = digestOf(BYTES);
const CID = cidOf(DIGEST);
const OPTIONS = { allowPrivate: true, timeoutMs: 20_000 };

const opened: Server[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A gateway on loopback that notes what it was asked for. */
async function serve(handler: RequestListener): Promise<{ gateway: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    handler(request, response);
  });
  opened.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ipfs/`, asked };
}
const good: RequestListener = (_, response) => response.end(BYTES);
const missing: RequestListener = (_, response) => response.writeHead(404).end();
const wrong: RequestListener = (_, response) => response.end('something else');

describe('createBlobSource', () => {
  it('asks a gateway for the CID of the digest', async () => {
    const { gateway, asked } = await serve(good);
    expect(await createBlobSource({ ...OPTIONS, gateways: [gateway] }).fetch({ digest: DIGEST }, 100)).toEqual(BYTES);
    expect(asked).toEqual([`/ipfs/${CID}`]);
  });

  it.each([
    ['has it not', missing],
    ['gives other bytes', wrong],
    ['gives too many', (_, response) => response.end(new Uint8Array(101))] satisfies [string, RequestListener],
    ['hangs up', (request) => request.socket.destroy()] satisfies [string, RequestListener],
    ['redirects in a circle', (_, response) => response.writeHead(302, { location: '' }).end()] satisfies [
      string,
      RequestListener,
    ],
    [
      'redirects to nothing that is a URL',
      (_, response) => response.writeHead(302, { location: 'http://[' }).end(),
    ] satisfies [string, RequestListener],
    [
      'redirects to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    ] satisfies [string, RequestListener],
  ] as [string, RequestListener][])('goes on to the next gateway when the first one %s', async (_, handler) => {
    const [first, second, third] = [await serve(handler), await serve(good), await serve(good)];
    const source = createBlobSource({ ...OPTIONS, gateways: [first.gateway, second.gateway, third.gateway] });
    expect(await source.fetch({ digest: DIGEST }, 100)).toEqual(BYTES);
    expect(first.asked.length).toBeGreaterThan(0);
    expect([second.asked.length, third.asked.length]).toEqual([1, 0]);
  });

  it('goes on when the first one takes too long', async () => {
    const [first, second] = [await serve(() => undefined), await serve(good)];
    const source = createBlobSource({ ...OPTIONS, timeoutMs: 500, gateways: [first.gateway, second.gateway] });
    expect(await source.fetch({ digest: DIGEST }, 100)).toEqual(BYTES);
  });

  it.each([
    ['nobody has it', [wrong, missing], BlobUnavailableError],
    ['everybody gives other bytes', [missing, wrong], BlobDigestError],
    ['it is too large', [(_, response) => response.end(new Uint8Array(101))], BlobTooLargeError],
    ['there is no gateway', [], BlobUnavailableError],
  ] as [string, RequestListener[], new (...facts: never[]) => Error][])('says when %s', async (_, handlers, error) => {
    const gateways: string[] = [];
    for (const handler of handlers) gateways.push((await serve(handler)).gateway);
    await expect(createBlobSource({ ...OPTIONS, gateways }).fetch({ digest: DIGEST }, 100)).rejects.toThrow(error);
  });

  it('takes exactly as many bytes as are allowed', async () => {
    const { gateway } = await serve(good);
    const source = createBlobSource({ ...OPTIONS, gateways: [gateway] });
    expect(await source.fetch({ digest: DIGEST }, BYTES.length)).toEqual(BYTES);
    await expect(source.fetch({ digest: DIGEST }, BYTES.length - 1)).rejects.toThrow(BlobTooLargeError);
  });

  it('asks the host of a web URI first, and the gateways when it fails', async () => {
    const [host, gateway] = [await serve(good), await serve(good)];
    const source = createBlobSource({ ...OPTIONS, gateways: [gateway.gateway] });
    const uri = `${host.gateway}anything`;
    expect(await source.fetch({ digest: DIGEST, uri }, 100)).toEqual(BYTES);
    expect([host.asked, gateway.asked]).toEqual([['/ipfs/anything'], []]);
    for (const dead of [uri.replace('http:', 'https:'), uri.replace('http:', 'HTTPS:')]) {
      gateway.asked.length = 0;
      expect(await source.fetch({ digest: DIGEST, uri: dead }, 100)).toEqual(BYTES);
      expect(gateway.asked).toEqual([`/ipfs/${CID}`]);
    }
  });

  it('believes the digest, not the CID in an ipfs URI', async () => {
    const { gateway, asked } = await serve(good);
    const source = createBlobSource({ ...OPTIONS, gateways: [gateway] });
    await source.fetch({ digest: DIGEST, uri: `ipfs://${cidOf(digestOf(new Uint8Array()))}` }, 100);
    expect(asked).toEqual([`/ipfs/${CID}`]);
  });

  it.each([
    'file:///etc/passwd',
    'data:,what%20was%20committed',
    'ftp://example.org/x',
    'javascript:0',
    '/etc/passwd',
    'x',
  ])('refuses the URI %s whoever else has the bytes', async (uri) => {
    const { gateway, asked } = await serve(good);
    const source = createBlobSource({ ...OPTIONS, gateways: [gateway] });
    await expect(source.fetch({ digest: DIGEST, uri }, 100)).rejects.toThrow(ForbiddenAddressError);
    expect(asked).toEqual([]);
  });

  it('refuses what is no digest', async () => {
    const source = createBlobSource({ ...OPTIONS, gateways: ['http://127.0.0.1:9/'] });
    for (const digest of ['0x', '0x12', `0x${'g'.repeat(64)}`, `${DIGEST}/..`] as (typeof DIGEST)[]) {
      await expect(source.fetch({ digest }, 100)).rejects.toThrow(MalformedDigestError);
    }
  });

  it('does not talk to loopback unless it is told to', async () => {
    const { gateway, asked } = await serve(good);
    const source = createBlobSource({ ...OPTIONS, allowPrivate: false, gateways: [gateway] });
    for (const uri of [undefined, gateway.replace('127.0.0.1', 'localhost')]) {
      await expect(source.fetch(uri ? { digest: DIGEST, uri } : { digest: DIGEST }, 100)).rejects.toThrow(
        ForbiddenAddressError,
      );
    }
    expect(asked).toEqual([]);
  });

  it('leaves no connection behind that keeps what it refused coming', async () => {
    const sockets: boolean[] = [];
    const { gateway } = await serve((_, response) => {
      response.on('close', () => sockets.push(response.writableFinished));
      response.writeHead(200, { 'content-length': 1e9 }).flushHeaders();
    });
    const source = createBlobSource({ ...OPTIONS, gateways: [gateway] });
    await expect(source.fetch({ digest: DIGEST }, 100)).rejects.toThrow(BlobTooLargeError);
    await expect.poll(() => sockets).toEqual([false]);
  });
});

describe('digestOfUri', () => {
  it('reads ipfs URIs only', () => {
    expect(digestOfUri(`ipfs://${CID}`)).toBe(DIGEST);
    expect(digestOfUri(`https://example.org/${CID}`)).toBeUndefined();
    expect(() => digestOfUri('ipfs://')).toThrow(MalformedDigestError);
  });
});
