import { Agent, request } from 'node:http';

export interface RequestRate {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  requestCount: number;
}

/** Every answer was to hold data and no error. */
class RefusedRequestError extends Error {
  constructor(url: string, answer: string) {
    super(`${url} answered: ${answer.slice(0, 400)}`);
  }
}

/**
 * Keeps `connections` requests under way for so long, each on a connection that stays open, the next as soon as one is
 * answered (a closed loop). The client costs the machine something too, the same for every server.
 */
export async function measureRequests(
  url: string,
  buildBody: () => string,
  { connections, durationMs }: { connections: number; durationMs: number },
): Promise<RequestRate> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const elapsed: number[] = [];
  const startMs = performance.now();
  const work = async (): Promise<void> => {
    while (performance.now() - startMs < durationMs) {
      const sentMs = performance.now();
      const answer = await post(agent, url, buildBody());
      if (!answer.startsWith('{"data"') || answer.includes('"errors"')) throw new RefusedRequestError(url, answer);
      elapsed.push(performance.now() - sentMs);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, work));
  } finally {
    agent.destroy();
  }
  return summarise(elapsed, performance.now() - startMs);
}

/** The rates of several runs of one server as one. */
export function joinRates(rates: readonly RequestRate[]): RequestRate {
  const mean = (get: (rate: RequestRate) => number): number =>
    rates.reduce((sum, rate) => sum + get(rate), 0) / rates.length;
  return {
    requestsPerSecond: mean((rate) => rate.requestsPerSecond),
    p50Ms: mean((rate) => rate.p50Ms),
    p99Ms: mean((rate) => rate.p99Ms),
    requestCount: rates.reduce((sum, rate) => sum + rate.requestCount, 0),
  };
}

export function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.once('error', reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}

function summarise(elapsed: number[], totalMs: number): RequestRate {
  elapsed.sort((a, b) => a - b);
  const at = (quantile: number): number =>
    elapsed[Math.min(elapsed.length - 1, Math.floor(elapsed.length * quantile))]!;
  return {
    requestsPerSecond: (elapsed.length * 1_000) / totalMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    requestCount: elapsed.length,
  };
}
