import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LiveChain } from './LiveChain.js';
import { startTestApi, type TestApi } from './startTestApi.js';
import { Subscriber } from './Subscriber.js';

// Small, so that what is new is often more than one read.
vi.mock('../src/live/limits.js', () => ({ PAGE_SIZE: 3, MAX_REPLAY: 10_000 }));

const STEPS = 60;
let api: TestApi;
let db: Client;
let engine: Client;
let chain: LiveChain;
beforeAll(async () => {
  api = await startTestApi(4);
  [db, engine] = [
    new Client({ connectionString: api.database.url }),
    new Client({ connectionString: api.database.url }),
  ];
  await db.connect();
  await engine.connect();
  chain = new LiveChain(db);
});
afterAll(async () => {
  await engine?.end();
  await db?.end();
  await api?.close();
});

/** Deterministic (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('whoever resumes after its last cursor', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'holds in the end what the tables hold, whatever happened in between (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const base = (await chain.loadHeight()) + 1;
      const known = new Set(await chain.loadInferenceIds());
      const cursor = (await api.query('{ liveCursor }')).data.liveCursor as unknown as string;
      const subscriber = new Subscriber(api.url, cursor);
      subscriber.connect();
      await chain.addBlock(base, 1);
      const own = async () => (await chain.loadInferenceIds()).filter((id) => !known.has(id));
      let isEngineBusy = false;

      for (let step = 0; step < STEPS; step++) {
        const height = await chain.loadHeight();
        const ids = await own();
        const pick = () => ids[random(ids.length)];
        switch (random(8)) {
          case 0:
          case 1:
            await chain.addBlock(
              height + 1 + random(2),
              random(4),
              [pick()].filter((id) => id !== undefined),
            );
            break;
          case 2: {
            const from = Math.max(base, height - random(6));
            await chain.reorg(
              from,
              Array.from({ length: random(4) }, () => random(3)),
            );
            if ((await chain.loadHeight()) < base) await chain.addBlock(base, 1);
            break;
          }
          case 3:
          case 4: {
            const id = pick();
            if (id !== undefined && !isEngineBusy) await chain.decide(id, ['MATCHED', 'MISPAID', 'UNPAID'][random(3)]!);
            break;
          }
          case 5: {
            // A transaction of the engine that lasts: it is committed when later ones already were.
            const id = pick();
            if (isEngineBusy) await engine.query(random(4) === 0 ? 'ROLLBACK' : 'COMMIT');
            else if (id !== undefined) await chain.decide(id, 'OVERPAID', engine);
            isEngineBusy = !isEngineBusy && id !== undefined;
            break;
          }
          case 6:
            await subscriber.disconnect(random(5));
            subscriber.connect();
            break;
          default:
            if (!isEngineBusy) await chain.settleVerdicts();
            await new Promise((resolve) => setTimeout(resolve, random(60)));
        }
      }
      if (isEngineBusy) await engine.query('COMMIT');
      await chain.settleVerdicts();

      const { rows: blocks } = await db.query<{ number: number; hash: string }>(
        'SELECT number, hash FROM block WHERE number >= $1',
        [base],
      );
      const { rows: inferences } = await db.query<{ id: string }>('SELECT id FROM inference WHERE block_number >= $1', [
        base,
      ]);
      const { rows: verdicts } = await db.query<{ id: string; verdict: string }>(
        'SELECT r.id, r.verdict FROM reconciliation r JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash WHERE i.block_number >= $1',
        [base],
      );
      await vi.waitFor(
        () => {
          subscriber.takeAll();
          expect(subscriber.getState('newBlocks', base)).toEqual(
            Object.fromEntries(blocks.map(({ number, hash }) => [number, hash])),
          );
          expect(Object.keys(subscriber.getState('inferences', base)).sort()).toEqual(
            inferences.map(({ id }) => id).sort(),
          );
          expect(subscriber.getState('verdictChanges', base)).toEqual(
            Object.fromEntries(verdicts.map(({ id, verdict }) => [id, verdict])),
          );
        },
        { timeout: 10_000, interval: 50 },
      );
      await subscriber.disconnect(Infinity);
    },
  );
});
