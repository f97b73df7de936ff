import { setTimeout as sleep } from 'node:timers/promises';
import { type Hex } from 'viem';
import { hashHeader, parseHeader, type BlockHeader } from './BlockHeader.js';
import { type Endpoint } from './Endpoint.js';
import { type EndpointPool } from './EndpointPool.js';
import { EndpointsDisagreeError, LyingEndpointError, NoSuchBlockError } from './errors.js';

/** Until endpoints that just received different blocks, or are in a reorg, are of one mind. */
const PAUSES_MS = [0, 300, 700];
/** Endpoints may be on different branches near the head; this deep under it another block is a lie. */
export const SETTLED_DEPTH = 64;

/** The header of a block as this endpoint has it, its hash recomputed; null when it has none. @throws LyingEndpointError */
export async function fetchCheckedHeader(endpoint: Endpoint, blockNumber: number): Promise<BlockHeader | null> {
  const header = await endpoint.fetch('eth_getBlockByNumber', [toQuantity(blockNumber), false], (reply) =>
    reply === null ? null : parseHeader(reply),
  );
  if (header) checkHeader(endpoint, header, blockNumber);
  return header;
}

/** @throws LyingEndpointError when it is another block than was asked for, or its hash is not that of its fields */
export function checkHeader(endpoint: Endpoint, header: BlockHeader, blockNumber: number): void {
  const facts = { endpoint: endpoint.name, blockNumber };
  if (header.number !== blockNumber) {
    throw new LyingEndpointError({ ...facts, what: `it gives block ${header.number} instead` });
  }
  const actual = hashHeader(header);
  if (actual !== header.hash) {
    throw new LyingEndpointError({
      ...facts,
      what: `it says its hash is ${header.hash}, its fields hash to ${actual}`,
    });
  }
}

/**
 * The header that more than half of the endpoints have at this height. One alone is believed. A minority far below the
 * head is accused of lying; near the head it may just be on another branch.
 *
 * @throws NoSuchBlockError, EndpointsDisagreeError, NoEndpointLeftError
 */
export async function agreeOnHeader(pool: EndpointPool, blockNumber: number): Promise<BlockHeader> {
  let votes = new Map<Hex, { header: BlockHeader; endpoints: Endpoint[] }>();
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs);
    votes = await collectVotes(pool, blockNumber);
    const [only, ...others] = votes.values();
    if (!only) return fetchFromAny(pool, blockNumber);
    if (others.length === 0) return only.header;
  }

  const ranked = [...votes.values()].sort((a, b) => b.endpoints.length - a.endpoints.length);
  const voterCount = ranked.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  const [most, ...others] = ranked as [(typeof ranked)[number], ...typeof ranked];
  if (most.endpoints.length * 2 <= voterCount) {
    throw new EndpointsDisagreeError({
      blockNumber,
      votes: ranked.map(({ header, endpoints }) => ({
        hash: header.hash,
        endpoints: endpoints.map(({ name }) => name),
      })),
    });
  }
  const headNumber = await pool.ask((endpoint) => fetchHeadNumber(endpoint));
  if (blockNumber <= headNumber - SETTLED_DEPTH) {
    for (const { header, endpoints } of others) {
      for (const endpoint of endpoints) {
        const what = `it has ${header.hash}, most others have ${most.header.hash}`;
        pool.accuse(new LyingEndpointError({ endpoint: endpoint.name, blockNumber, what }), endpoint);
      }
    }
  }
  return most.header;
}

async function collectVotes(
  pool: EndpointPool,
  blockNumber: number,
): Promise<Map<Hex, { header: BlockHeader; endpoints: Endpoint[] }>> {
  const votes = new Map<Hex, { header: BlockHeader; endpoints: Endpoint[] }>();
  for (const { endpoint, value: header } of await pool.askAll((one) => fetchCheckedHeader(one, blockNumber))) {
    if (!header) continue;
    const same = votes.get(header.hash);
    if (same) same.endpoints.push(endpoint);
    else votes.set(header.hash, { header, endpoints: [endpoint] });
  }
  return votes;
}

/** Nobody had it, or nobody answered: whoever answers next decides. */
async function fetchFromAny(pool: EndpointPool, blockNumber: number): Promise<BlockHeader> {
  return pool.ask(async (endpoint) => {
    const header = await fetchCheckedHeader(endpoint, blockNumber);
    if (header) return header;
    throw new NoSuchBlockError({ blockNumber, headNumber: await fetchHeadNumber(endpoint) });
  });
}

async function fetchHeadNumber(endpoint: Endpoint): Promise<number> {
  return endpoint.fetch('eth_getBlockByNumber', ['latest', false], (reply) => parseHeader(reply).number);
}

/** An integer as JSON-RPC takes it. */
export function toQuantity(value: number): Hex {
  return `0x${value.toString(16)}`;
}
