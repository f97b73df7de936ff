import type { IncomingMessage } from 'node:http';
import type { Express } from 'express';

/** Who a request comes from that Express does not see, by the same rule: the first address that is no trusted proxy's. */
export function getAddress(app: Express, request: IncomingMessage): string | undefined {
  const isTrusted = app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .reverse();
  const hops = [request.socket.remoteAddress, ...forwarded];
  return hops.find((address, hop) => !isTrusted(address, hop)) ?? hops.at(-1);
}
