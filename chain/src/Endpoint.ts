import {
  BaseError as ViemError,
  HttpRequestError,
  ResponseBodyTooLargeError,
  RpcRequestError,
  TimeoutError,
  http,
} from 'viem';
import { EndpointFailureError, RangeTooLargeError } from './errors.js';
import { MalformedReply } from './Fields.js';
import { redact } from './redactUrl.js';

/** How one endpoint is asked. */
export interface EndpointOptions {
  url: string;
  /** What logs and errors call it; never holds a key. */
  name: string;
  /** For a whole reply, its body included. */
  timeoutMs: number;
  maxReplyBytes: number;
  /** Requests that go out together in one JSON-RPC batch. */
  batchSize: number;
}

type Ask = (request: { method: string; params: unknown }) => Promise<unknown>;

const LONGEST_REST_MS = 60_000;
/** JSON-RPC's own number for a limit (EIP-1474), and what some providers put there instead. */
const LIMIT_CODES = new Set([-32005, -32029, 429]);
const LIMIT_WORDS = /rate.?limit|too many requests|request (count|limit)|throughput|compute units|capacity/i;
const RANGE_WORDS =
  /more than [\d,]+ (results|logs)|max(imum)? (results|logs|block)|block range|range (is )?too|too (large|wide|many (logs|results))|response size|size exceeded|limited to|exceeds? .*(results|range|blocks|logs)/i;

/** One RPC endpoint: viem's HTTP transport, with every failure told in two kinds and without its URL. */
export class Endpoint {
  readonly name: string;
  readonly #options: EndpointOptions;
  readonly #alone: Ask;
  readonly #batched: Ask;
  /** False once it was seen not to understand batches. */
  #takesBatches = true;

  constructor(options: EndpointOptions) {
    this.name = options.name;
    this.#options = options;
    this.#alone = openTransport(options, false);
    this.#batched = openTransport(options, { batchSize: options.batchSize, wait: 0 });
  }

  /** @throws EndpointFailureError, RangeTooLargeError */
  async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.#takesBatches) {
      try {
        return await this.#batched({ method, params });
      } catch (error) {
        // An answer that is no list: asked one by one it may still tell.
        if (error instanceof ViemError) throw this.#explain(method, error);
        this.#takesBatches = false;
      }
    }
    try {
      return await this.#alone({ method, params });
    } catch (error) {
      throw this.#explain(method, error);
    }
  }

  /** Asks and reads: what cannot be read is a failure of the endpoint like any other. */
  async fetch<T>(method: string, params: readonly unknown[], read: (reply: unknown) => T): Promise<T> {
    const reply = await this.request(method, params);
    try {
      return read(reply);
    } catch (error) {
      if (!(error instanceof MalformedReply)) throw error;
      throw new EndpointFailureError({ endpoint: this.name, method, reason: `it gave ${error.message}` });
    }
  }

  #explain(method: string, error: unknown): EndpointFailureError | RangeTooLargeError {
    const { name, url } = { name: this.name, url: this.#options.url };
    const walk = <T extends Error>(type: abstract new (...args: never[]) => T): T | undefined =>
      error instanceof ViemError
        ? ((error.walk((inner) => inner instanceof type) as T | null) ?? undefined)
        : undefined;

    const httpError = walk(HttpRequestError);
    const rpcError = walk(RpcRequestError);
    const text = redact(textOf(error), url);
    if (walk(TimeoutError) || (httpError && isAbort(httpError.cause))) {
      return this.#fail(method, `no answer within ${this.#options.timeoutMs} ms`);
    }
    if (walk(ResponseBodyTooLargeError)) {
      const reason = `the answer is larger than ${this.#options.maxReplyBytes} bytes`;
      return method === 'eth_getLogs' ? new RangeTooLargeError({ endpoint: name, reason }) : this.#fail(method, reason);
    }
    if (method === 'eth_getLogs' && RANGE_WORDS.test(text) && httpError?.status !== 429) {
      return new RangeTooLargeError({ endpoint: name, reason: text });
    }
    if (httpError?.status === 429 || (rpcError && LIMIT_CODES.has(rpcError.code)) || LIMIT_WORDS.test(text)) {
      return this.#fail(method, 'too many requests', retryAfterOf(httpError) ?? 1000);
    }
    if (httpError?.status !== undefined) {
      return this.#fail(method, `HTTP status ${httpError.status}`, retryAfterOf(httpError));
    }
    return this.#fail(method, text || 'no reason was given', undefined, rpcError !== undefined);
  }

  #fail(method: string, reason: string, retryAfterMs?: number, isRefused = false): EndpointFailureError {
    return new EndpointFailureError({ endpoint: this.name, method, reason, retryAfterMs, isRefused });
  }
}

function openTransport(options: EndpointOptions, batch: false | { batchSize: number; wait: number }): Ask {
  const { url, timeoutMs, maxReplyBytes } = options;
  const transport = http(url, {
    batch,
    retryCount: 0,
    timeout: timeoutMs,
    maxResponseBodySize: maxReplyBytes,
    // viem's own limit ends with the headers; a body may drip for ever.
    fetchFn: (input, init) => {
      const limits = [AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(limits) });
    },
  })({ retryCount: 0 });
  return transport.request as Ask;
}

/** The innermost reason, which is what the network or the node said. */
function textOf(error: unknown): string {
  if (error instanceof ViemError) {
    const cause = error.walk((inner) => !(inner instanceof ViemError));
    return (cause instanceof Error ? messageOf(cause) : '') || error.details || error.shortMessage;
  }
  return error instanceof Error ? messageOf(error) : String(error);
}

function messageOf(error: Error): string {
  const { message, cause } = error;
  return cause instanceof Error ? `${message}: ${cause.message || cause.name}` : message;
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3), never longer than a minute. */
function retryAfterOf(error: HttpRequestError | undefined): number | undefined {
  const text = error?.headers?.get('retry-after');
  if (!text) return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), LONGEST_REST_MS);
}
