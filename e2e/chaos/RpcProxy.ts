import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RpcFault } from './ChaosEvent.ts';
import { OldAnswers } from './OldAnswers.ts';
import { askWithLag } from './askWithLag.ts';
import { damageAnswers } from './damageAnswers.ts';

export interface RpcRequest {
  id: unknown;
  method: string;
  params?: unknown[];
}
export interface RpcAnswer {
  id: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}
export type Ask = (requests: readonly RpcRequest[]) => Promise<RpcAnswer[]>;

/** An RPC endpoint on loopback before a real node, which fails or lies as it is told. */
export class RpcProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #nodeUrl: string;
  readonly #oldAnswers = new OldAnswers();
  readonly #held = new Set<ServerResponse>();
  #fault: RpcFault | undefined;
  #timer: NodeJS.Timeout | undefined;
  #requestCount = 0;
  #spoiltCount = 0;

  private constructor(server: Server, nodeUrl: string) {
    this.#server = server;
    this.#nodeUrl = nodeUrl;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async open(nodeUrl: string): Promise<RpcProxy> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new RpcProxy(server, nodeUrl);
  }

  /** Requests so far, and how many of them met a fault. */
  get counts(): { requests: number; spoilt: number } {
    return { requests: this.#requestCount, spoilt: this.#spoiltCount };
  }

  /** In place of the fault before, until `durationMs` have passed. */
  fail(fault: RpcFault, durationMs: number): void {
    this.heal();
    if (fault.kind === 'stale') this.#oldAnswers.freeze();
    this.#fault = fault;
    this.#timer = setTimeout(() => this.heal(), durationMs);
  }

  heal(): void {
    clearTimeout(this.#timer);
    this.#fault = undefined;
    this.#oldAnswers.thaw();
    for (const response of this.#held) response.destroy();
    this.#held.clear();
  }

  async close(): Promise<void> {
    this.heal();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requestCount++;
    const fault = this.#fault;
    if (fault) this.#spoiltCount++;
    try {
      const text = await readText(request);
      if (!fault || !refuse(fault, response, this.#held)) await this.#answer(text, fault, response);
    } catch {
      // The node or the client went away.
      response.destroy();
    }
  }

  async #answer(text: string, fault: RpcFault | undefined, response: ServerResponse): Promise<void> {
    const body = JSON.parse(text) as RpcRequest | RpcRequest[];
    const requests = Array.isArray(body) ? body : [body];
    const answers = await this.#ask(requests, fault);
    const answerText = JSON.stringify(Array.isArray(body) ? answers : answers[0]);
    response.setHeader('content-type', 'application/json');
    response.end(fault?.kind === 'cut short' ? answerText.slice(0, answerText.length / 2) : answerText);
  }

  async #ask(requests: readonly RpcRequest[], fault: RpcFault | undefined): Promise<RpcAnswer[]> {
    if (fault?.kind === 'lagging') return askWithLag(requests, fault.blocks, this.#forward);
    if (fault?.kind === 'stale') {
      const fresh = await this.#forward(requests);
      return fresh.map((answer, i) => this.#oldAnswers.get(requests[i]!) ?? answer);
    }
    const answers = await this.#forward(requests);
    if (fault) return damageAnswers(requests, answers, fault);
    this.#oldAnswers.keep(requests, answers);
    return answers;
  }

  readonly #forward: Ask = async (requests) => {
    if (requests.length === 0) return [];
    const response = await fetch(this.#nodeUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(requests.map((request) => ({ jsonrpc: '2.0', ...request }))),
    });
    const answers = (await response.json()) as RpcAnswer[];
    return requests.map(({ id }) => answers.find((answer) => answer.id === id) ?? { id, error: NO_ANSWER });
  };
}

const NO_ANSWER = { code: -32603, message: 'the node gave no answer' };

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Ends a request without an answer of the node, where that is the fault. A request without an answer is kept open. */
function refuse({ kind }: RpcFault, response: ServerResponse, held: Set<ServerResponse>): boolean {
  switch (kind) {
    case 'too many requests':
      response.writeHead(429, { 'retry-after': '1' }).end('slow down');
      return true;
    case 'server error':
      response.writeHead(500).end('<h1>Internal Server Error</h1>');
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>\u0000 not what you asked for');
      return true;
    case 'dropped connection':
      response.destroy();
      return true;
    case 'no answer':
      held.add(response);
      return true;
    default:
      return false;
  }
}
