import { createServer as createHttpServer, globalAgent, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlobTooLargeError, BlobUnavailableError, ForbiddenAddressError, isBlobError } from './errors.js';
import { fetchBounded } from './fetchBounded.js';

const LIMITS = { limitBytes: 1000, timeoutMs: 20_000, allowPrivate: true };
/** For what never ends by itself. */
const SHORT = { ...LIMITS, timeoutMs: 300 };

const opened: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const { server, sockets } of opened.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

/** Listens on a free loopback port until the test is over. */
async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  opened.push({ server, sockets });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (handler: RequestListener): Promise<string> => `http://${await listen(createHttpServer(handler))}`;
/** A server that speaks raw bytes, once it was asked. */
const serveRaw = async (talk: (socket: Socket) => void): Promise<string> =>
  `http://${await listen(createNetServer((socket) => socket.once('data', () => talk(socket))))}`;
const every10Ms = (socket: { on(event: 'close', done: () => void): unknown }, act: () => void): void => {
  const timer = setInterval(act, 10);
  socket.on('close', () => clearInterval(timer));
};
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('fetchBounded', () => {
  it('gives the bytes, whole and as they are', async () => {
    const body = Uint8Array.from({ length: 1000 }, (_, i) => i);
    const url = await serve((_, response) => response.end(body));
    expect(await fetchBounded(`${url}/x`, LIMITS)).toEqual(body);
  });

  it('asks for nothing but the path: no cookies, no names', async () => {
    let seen: IncomingMessage | undefined;
    const url = await serve((request, response) => {
      seen = request;
      response.end();
    });
    expect(await fetchBounded(`${url}/a?b#c`, LIMITS)).toEqual(new Uint8Array());
    expect([seen?.method, seen?.url, Object.keys(seen?.headers ?? {}).sort()]).toEqual([
      'GET',
      '/a?b',
      ['connection', 'host'],
    ]);
  });

  it.each([201, 204, 206, 304, 400, 404, 410, 500, 503])('takes nothing with status %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(BlobUnavailableError);
  });

  it('refuses by the header what is too large, before a byte of it', async () => {
    const url = await serve((_, response) => void response.writeHead(200, { 'content-length': 1001 }).flushHeaders());
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(BlobTooLargeError);
  });

  it('stops a stream that grows too large', async () => {
    let closed = false;
    const url = await serve((_, response) => {
      response.on('close', () => (closed = true));
      every10Ms(response, () => response.write(new Uint8Array(400)));
    });
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(BlobTooLargeError);
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['never ends its status line', (socket) => every10Ms(socket, () => socket.write(' '))],
    [
      'sends headers for ever',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        every10Ms(socket, () => socket.write('a: b\r\n'));
      },
    ],
    ['says "wait" for ever', (socket) => every10Ms(socket, () => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'))],
    ['stops in the middle', (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    [
      'trickles a body for ever',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        every10Ms(socket, () => socket.write('1\r\na\r\n'));
      },
    ],
    ['hangs up', (socket) => void socket.destroy()],
    ['hangs up in the middle', (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    ['does not speak HTTP', (socket) => void socket.end('220 mail.example.org ESMTP\r\n')],
    [
      'lies about its chunks',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
    ],
    [
      'has headers without measure',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\na: ${'b'.repeat(100_000)}\r\n\r\n`),
    ],
    [
      'wants another protocol',
      (socket) => void socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ],
  ])('gives up on a server that %s', async (_, talk) => {
    const url = await serveRaw(talk);
    await expect(fetchBounded(url, SHORT)).rejects.toThrow(BlobUnavailableError);
  });

  it('gives up where nobody listens', async () => {
    const url = await serve(() => undefined);
    await new Promise((done) => opened.pop()!.server.close(done));
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(BlobUnavailableError);
  });

  it.each(['file:///etc/passwd', 'data:,x', 'ftp://example.org/x', 'javascript:0', 'gopher://x', 'x', '', 'http://'])(
    'does not fetch %j',
    async (url) => {
      await expect(fetchBounded(url, LIMITS)).rejects.toThrow(ForbiddenAddressError);
    },
  );
});

describe('redirects', () => {
  it('follows three, absolute and relative', async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url!);
      const to = { '/': '/1', '/1': `${url}/2`, '/2': '3?x' }[request.url!];
      if (to === undefined) response.end('there');
      else response.writeHead(302, { location: to }).end();
    });
    expect(textOf(await fetchBounded(url, LIMITS))).toBe('there');
    expect(paths).toEqual(['/', '/1', '/2', '/3?x']);
  });

  it('leaves a loop', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.writeHead(301, { location: '/' }).end();
    });
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(BlobUnavailableError);
    expect(asked).toBe(4);
  });

  it('counts the time of all hops together', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 200);
    });
    await expect(fetchBounded(url, { ...LIMITS, timeoutMs: 300 })).rejects.toThrow('too long');
    expect(asked).toBeLessThanOrEqual(2);
  });

  it.each(['file:///etc/passwd', 'data:,x', 'ftp://127.0.0.1/'])('does not follow one to %s', async (location) => {
    const url = await serve((_, response) => response.writeHead(302, { location }).end());
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow(ForbiddenAddressError);
  });

  it.each(['http://', 'http://[', 'https://a b/', '//:80'])(
    'takes one to %j for what it is: none',
    async (location) => {
      const url = await serve((_, response) => response.writeHead(302, { location }).end());
      const failed = await fetchBounded(url, LIMITS).catch((error: unknown) => error);
      expect(isBlobError(failed), String(failed)).toBe(true);
    },
  );

  it('takes one to nowhere for a failure', async () => {
    const url = await serve((_, response) => response.writeHead(302).end('x'));
    await expect(fetchBounded(url, LIMITS)).rejects.toThrow('302');
  });
});

describe('public addresses only', () => {
  const PUBLIC = { ...LIMITS, allowPrivate: false };

  /** Leads a public address to the loopback server, as the internet would; everything else goes where it says. */
  function routePublicTo(port: number): string[] {
    const connected: string[] = [];
    vi.spyOn(globalAgent, 'createConnection').mockImplementation((options) => {
      const { host } = options as { host: string };
      connected.push(host);
      return connect(host === '8.8.8.8' ? { port, host: '127.0.0.1' } : (options as never));
    });
    return connected;
  }

  it.each(['127.0.0.1', '[::1]', 'localhost', '2130706433', '0x7f.1', '127.1', '[::ffff:127.0.0.1]', '0', '0.0.0.0'])(
    'refuses %s, and never connects',
    async (host) => {
      let asked = 0;
      const { port } = new URL(await serve((_, response) => response.end(String(++asked))));
      await expect(fetchBounded(`http://${host}:${port}/`, PUBLIC)).rejects.toThrow(ForbiddenAddressError);
      expect(asked).toBe(0);
    },
  );

  it.each([
    'http://127.0.0.1:$/',
    'http://localhost:$/',
    'http://[::1]:$/',
    '//127.0.0.1:$/',
    'http://169.254.169.254/',
  ])('refuses a redirect from a public address to %s', async (template) => {
    const paths: string[] = [];
    const { port } = new URL(
      await serve((request, response) => {
        paths.push(`${request.headers.host} ${request.url}`);
        response.writeHead(302, { location: template.replace('$', port) }).end();
      }),
    );
    const connected = routePublicTo(Number(port));
    await expect(fetchBounded(`http://8.8.8.8:${port}/start`, PUBLIC)).rejects.toThrow(ForbiddenAddressError);
    expect(paths).toEqual([`8.8.8.8:${port} /start`]);
    expect(connected.filter((host) => host !== '8.8.8.8' && host !== 'localhost')).toEqual([]);
  });

  it('fetches from a public address', async () => {
    const { port } = new URL(await serve((_, response) => response.end('hello')));
    routePublicTo(Number(port));
    expect(textOf(await fetchBounded(`http://8.8.8.8:${port}/`, PUBLIC))).toBe('hello');
  });
});
