import { type Agent, request as openRequest } from 'node:http';
import type { HostileRequest } from './HostileRequest.ts';

/** What came back, or why nothing did. */
export interface FiredRequest {
  readonly request: HostileRequest;
  /** Null when the connection was cut. */
  readonly status: number | null;
  readonly text: string;
  /** `extensions.code` of every error. */
  readonly codes: readonly string[];
  readonly elapsedMs: number;
}

const PATIENCE_MS = 20_000;

/** Sends it as it is: Node's own client checks little, and `fetch` would repair too much. */
export function fireRequest(origin: string, request: HostileRequest, agent?: Agent): Promise<FiredRequest> {
  const startedAtMs = performance.now();
  const { hostname, port } = new URL(origin);
  const { method, path, body } = request;
  return new Promise((resolve) => {
    let isDone = false;
    const end = (status: number | null, text: string) => {
      if (isDone) return;
      isDone = true;
      resolve({ request, status, text, codes: getCodes(text), elapsedMs: performance.now() - startedAtMs });
    };
    const headers = body === null ? request.headers : { ...request.headers, 'content-length': Buffer.byteLength(body) };
    const sent = openRequest({ hostname, port, method, path, headers, ...(agent && { agent }), timeout: PATIENCE_MS });
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => end(response.statusCode ?? null, Buffer.concat(chunks).toString()));
      response.on('error', () => end(response.statusCode ?? null, ''));
    });
    sent.on('timeout', () => sent.destroy());
    // A body above the limit is answered before it has been read; then the connection is cut.
    sent.on('error', () => end(null, ''));
    sent.end(body ?? undefined);
  });
}

function getCodes(text: string): string[] {
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] };
    return errors?.map(({ extensions }) => String(extensions?.code)) ?? [];
  } catch {
    return [];
  }
}
