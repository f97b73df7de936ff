import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One JSON-RPC exchange, as it passes by. */
export interface Exchange {
  method: string;
  params: unknown[];
  result: unknown;
}

/** What to do to an answer: give another result, or take over the whole HTTP answer. */
export type Trick = (exchange: Exchange, response: ServerResponse) => unknown | Promise<unknown>;

/** The trick has answered, or never will. */
export const TAKEN = Symbol('taken');

/** An RPC endpoint on loopback that passes everything to an honest one, and its answers through a trick. */
export class LyingProxy {
  readonly #server: Server;
  readonly #target: string;
  /** Methods in the order they were asked. */
  readonly asked: string[] = [];
  trick: Trick = ({ result }) => result;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => void this.#answer(body, response));
    });
  }

  static async open(target: string, trick?: Trick): Promise<LyingProxy> {
    const proxy = new LyingProxy(target);
    if (trick) proxy.trick = trick;
    await new Promise<void>((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  /** With a path and a query as a provider's key would stand in. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v2/s3cr3t-k3y?token=t0k3n-in-query`;
  }

  get name(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(body: string, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(body) as Request | Request[];
    const requests = Array.isArray(asked) ? asked : [asked];
    const answers: unknown[] = [];
    for (const request of requests) {
      this.asked.push(request.method);
      const honest = await ask(this.#target, request);
      if (honest.error) {
        answers.push({ jsonrpc: '2.0', id: request.id, error: honest.error });
        continue;
      }
      const result = await this.trick(
        { method: request.method, params: request.params, result: honest.result },
        response,
      );
      if (result === TAKEN) return;
      const isError = typeof result === 'object' && result !== null && 'rpcError' in result;
      answers.push({ jsonrpc: '2.0', id: request.id, ...(isError ? { error: result.rpcError } : { result }) });
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
  }
}

interface Request {
  id: number;
  method: string;
  params: unknown[];
}

/** Asks a node directly. */
export async function ask(
  url: string,
  request: { id?: number; method: string; params: unknown[] },
): Promise<{ result?: unknown; error?: { code: number; message: string } }> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...request }),
  });
  return (await reply.json()) as { result?: unknown };
}
