import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LiveChain } from './LiveChain.js';
import { startTestApi, type TestApi } from './startTestApi.js';
import { follow } from './subscribe.js';

const HALF_OPEN = 2_000;
const PROTOCOL = 'graphql-transport-ws';
let api: TestApi;
let db: Client;
let chain: LiveChain;
const sockets: WebSocket[] = [];
beforeAll(async () => {
  api = await startTestApi(4, {
    live: {
      maxConnections: HALF_OPEN + 5,
      maxConnectionsPerAddress: HALF_OPEN + 5,
      maxSubscriptionsPerConnection: 2,
      maxMessagesPerTenSeconds: 30,
      initWithinMs: 700,
      pingEveryMs: 400,
      takeWithinMs: 300,
    },
  });
  db = new Client({ connectionString: api.database.url });
  await db.connect();
  chain = new LiveChain(db);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  await db?.end();
  await api?.close();
});

async function open(options: { url?: string; protocol?: string; autoPong?: boolean } = {}): Promise<WebSocket> {
  const url = (options.url ?? api.url).replace('http', 'ws');
  const socket = new WebSocket(url, options.protocol ?? PROTOCOL, { autoPong: options.autoPong ?? true });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

async function init(socket: WebSocket, payload?: unknown): Promise<void> {
  socket.send(JSON.stringify({ type: 'connection_init', ...(payload !== undefined && { payload }) }));
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(message.toString())).toEqual({ type: 'connection_ack' });
}

async function getCloseCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

const subscribe = (id: string, query: string, variables: object = {}) =>
  JSON.stringify({ id, type: 'subscribe', payload: { query, variables } });

describe('a connection', () => {
  it.each<[string, string | Buffer, number]>([
    ['no JSON', '{', 4400],
    ['a message that does not exist', '{"type":"drop"}', 4400],
    ['an init payload that is a list', '{"type":"connection_init","payload":[]}', 4400],
    ['an init payload that is text', '{"type":"connection_init","payload":"x"}', 4400],
    ['a subscription before init', subscribe('1', 'subscription { newBlocks { kind } }'), 4401],
    ['bytes', Buffer.from([0, 1, 255]), 4400],
    [
      'more than a message may hold',
      JSON.stringify({ type: 'connection_init', payload: { a: 'a'.repeat(100_000) } }),
      1009,
    ],
  ])('is closed for %s', async (_name, message, code) => {
    const socket = await open();
    socket.send(message);
    expect(await getCloseCode(socket)).toBe(code);
  });

  it('is closed without init in time, for a second init, and for another protocol', async () => {
    const [silent, twice, foreign] = [
      await open(),
      await open(),
      await open({ protocol: 'graphql-ws' }).catch(() => null),
    ];
    await init(twice, { __proto__: null, constructor: { prototype: 1 }, deep: '['.repeat(10_000) });
    twice.send('{"type":"connection_init"}');
    expect(await getCloseCode(twice)).toBe(4429);
    expect(await getCloseCode(silent)).toBe(4408);
    expect(foreign).toBeNull();
  });

  it('holds so many subscriptions and no more, each under its own name', async () => {
    const socket = await open();
    await init(socket);
    const messages: { id?: string; type: string; payload?: { extensions?: { code: string } }[] }[] = [];
    socket.on('message', (message: Buffer) =>
      messages.push(JSON.parse(message.toString()) as (typeof messages)[number]),
    );
    for (const id of ['__proto__', 'b', 'c']) socket.send(subscribe(id, 'subscription { newBlocks { kind } }'));
    await vi.waitFor(() => expect(messages).toHaveLength(1));
    expect(messages[0]).toMatchObject({
      id: 'c',
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    });
    socket.send(subscribe('b', 'subscription { newBlocks { kind } }'));
    expect(await getCloseCode(socket)).toBe(4409);
  });

  it('is closed when it sends too much', async () => {
    const socket = await open();
    await init(socket);
    for (let count = 0; count < 40; count++) socket.send('{"type":"ping"}');
    expect(await getCloseCode(socket)).toBe(4902);
  });

  it('is cut when nobody answers its pings', async () => {
    const socket = await open({ autoPong: false });
    await init(socket);
    expect(await getCloseCode(socket)).toBe(1006);
  });

  it('is closed when it does not take what it is sent; nothing is lost for who resumes', async () => {
    const patient = await startTestApi(4, { live: { takeWithinMs: 300 } });
    const writer = new Client({ connectionString: patient.database.url });
    await writer.connect();
    const after = (await patient.query('{ liveCursor }')).data.liveCursor;
    const ledger = new LiveChain(writer);
    const ids = await ledger.addBlock((await ledger.loadHeight()) + 1, 30);
    await writer.query(`UPDATE inference SET transcript_uri = $1 WHERE id = ANY($2)`, ['u'.repeat(900_000), ids]);
    const query =
      'subscription ($after: String) { inferences(after: $after) { cursor node { inferenceId transcriptUri } } }';
    const socket = await open({ url: patient.url });
    await init(socket);
    const taken: { id: string; cursor: string }[] = [];
    socket.on('message', (message: Buffer) => {
      const { payload } = JSON.parse(message.toString()) as {
        payload: { data: { inferences: { cursor: string; node: { inferenceId: string } } } };
      };
      taken.push({ id: payload.data.inferences.node.inferenceId, cursor: payload.data.inferences.cursor });
    });
    socket.send(subscribe('1', query, { after }));
    await once(socket, 'message');
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    socket.resume();
    expect(await getCloseCode(socket)).toBe(4901);
    expect(taken.length).toBeLessThan(ids.length);
    const rest = follow(patient.url, query, { after: taken.at(-1)?.cursor ?? after });
    const events = await rest.waitFor(ids.length - taken.length);
    const told = events.map(({ data }) => data.inferences!.node!.inferenceId);
    expect([...taken.map(({ id }) => id), ...told]).toEqual(ids);
    await rest.stop();
    await writer.end();
    await patient.close();
  });

  it(`by the thousand and half open is dropped, and hinders nobody (${HALF_OPEN})`, async () => {
    const { hostname, port } = new URL(api.url);
    const upgrade = `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${PROTOCOL}\r\n\r\n`;
    const halves: Socket[] = [];
    let closedCount = 0;
    for (let count = 0; count < HALF_OPEN; count++) {
      const socket = connect(Number(port), hostname, () => socket.write(upgrade));
      socket.on('error', () => undefined).on('close', () => closedCount++);
      socket.resume();
      halves.push(socket);
      if (count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const after = (await api.query('{ liveCursor }')).data.liveCursor;
    const living = follow(api.url, 'subscription ($after: String) { newBlocks(after: $after) { kind } }', { after });
    await chain.addBlock((await chain.loadHeight()) + 1, 0);
    await living.waitFor(1);
    await vi.waitFor(() => expect(closedCount).toBe(HALF_OPEN), { timeout: 30_000, interval: 100 });
    await living.stop();
    for (const socket of halves) socket.destroy();
  });

  it('beyond what an address may hold is refused before it is one', async () => {
    const strict = await startTestApi(1, { live: { maxConnectionsPerAddress: 2 } });
    const url = strict.url.replace('http', 'ws');
    const first = [new WebSocket(url, PROTOCOL), new WebSocket(url, PROTOCOL)];
    await Promise.all(first.map((socket) => once(socket, 'open')));
    const third = new WebSocket(url, PROTOCOL);
    const [, response] = (await once(third, 'unexpected-response')) as [
      unknown,
      { statusCode: number; headers: Record<string, string> },
    ];
    expect(response).toMatchObject({ statusCode: 429, headers: { 'retry-after': '10' } });
    third.on('error', () => undefined).terminate();
    first[0]!.terminate();
    await vi.waitFor(async () => {
      const next = new WebSocket(url, PROTOCOL);
      next.on('error', () => undefined);
      first.push(next);
      await once(next, 'open');
    });
    for (const socket of first) socket.terminate();
    await strict.close();
  });

  it('is told to come again when the server stops', async () => {
    const stopping = await startTestApi(1);
    const socket = new WebSocket(stopping.url.replace('http', 'ws'), PROTOCOL);
    await once(socket, 'open');
    await init(socket);
    socket.send(subscribe('1', 'subscription { newBlocks { kind } }'));
    const closed = getCloseCode(socket);
    await stopping.close();
    expect(await closed).toBe(1001);
  });

  it('at another path is none', async () => {
    const elsewhere = new WebSocket(api.url.replace('http', 'ws').replace('/graphql', '/elsewhere'), PROTOCOL);
    const [, response] = (await once(elsewhere, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
    elsewhere.on('error', () => undefined).terminate();
  });
});
