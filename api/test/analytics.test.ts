import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPartitionFolder, ParquetFolder, PartitionWriter } from '@tributary/analytics';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, CAROL, FEE_WEI, SHORT_WEI, verdictOf } from './ledger.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 60;
const CHAIN_ID = 31_337;
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
const isPaid = (k: number): boolean => k % 5 !== 0 || k % 7 === 0;
const BOB_WEI = 200_000_000_000_000_000n;

let analyticsDir: string;
let api: TestApi;
/** Without partitions. */
let plain: TestApi;
beforeAll(async () => {
  analyticsDir = mkdtempSync(join(tmpdir(), 'tributary-analytics-'));
  api = await startTestApi(COUNT, { analyticsDir });
  plain = await startTestApi(COUNT);
  for (const { database } of [api, plain]) {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query("INSERT INTO squid_processor.status (id, height, hash) VALUES (0, 115, '0xh')");
    await client.end();
  }
  const folder = await ParquetFolder.open(getPartitionFolder(analyticsDir, CHAIN_ID), '128MiB');
  const writer = new PartitionWriter({
    ...{ databaseUrl: api.readOnlyUrl, chainId: CHAIN_ID, folder, maxRows: 40, keepMs: 0, log: () => undefined },
  });
  await writer.open();
  await writer.runRound();
  folder.close();
});
afterAll(async () => {
  await api?.close();
  await plain?.close();
  rmSync(analyticsDir, { recursive: true, force: true });
});

/** The same question to both; where the rows come from is the only difference. */
async function ask(
  fields: string,
): Promise<TestApi['query'] extends (...args: never[]) => Promise<infer A> ? A : never> {
  const query = `{ analytics { ${fields} } }`;
  const [ours, theirs] = [await api.query(query), await plain.query(query)];
  expect(ours.errors, ours.text).toBeUndefined();
  const withoutPlace = (text: string): string =>
    text.replaceAll(/"(partitionsUpToBlock|verdictsAsOf)":("[^"]*"|\d+|null),?/g, '');
  expect(withoutPlace(ours.text)).toBe(withoutPlace(theirs.text));
  return ours;
}

describe('analytics', () => {
  it('adds fees up by day, from partitions and from Postgres', async () => {
    const { data } = await ask(`timeSeries(metric: FEES, interval: DAY) {
      unit place { upToBlock finalUpToBlock partitionsUpToBlock } points { start startBlock value count group { value } } }`);
    expect(data.analytics!.timeSeries).toEqual({
      unit: 'WEI',
      place: { upToBlock: 130, finalUpToBlock: 115, partitionsUpToBlock: 115 },
      points: [
        {
          start: '2026-01-01T00:00:00.000Z',
          startBlock: null,
          value: String(FEE_WEI * BigInt(COUNT)),
          count: String(COUNT),
          group: null,
        },
      ],
    });
  });

  it('divides payouts by role and blocks', async () => {
    const { data } = await ask(`timeSeries(metric: PAYOUTS, interval: BLOCKS, blocksPerPoint: 10, groupBy: ROLE) {
      points { startBlock value group { by value isOther } } }`);
    const platform = (
      data.analytics!.timeSeries!.points as unknown as { startBlock: number; value: string; group: { value: string } }[]
    ).filter(({ group }) => group.value === 'PLATFORM');
    const expected = [100, 110, 120, 130].map((startBlock) => ({
      startBlock,
      value: String(
        numbers.filter((k) => isPaid(k) && Math.floor((100 + Math.floor(k / 2)) / 10) * 10 === startBlock).length,
      ),
    }));
    expect(platform.map(({ startBlock, value }) => ({ startBlock, value }))).toEqual(
      expected.filter(({ value }) => value !== '0'),
    );
  });

  it('ranks accounts, says who they are, and sums the rest', async () => {
    const { data } = await ask(`top(metric: REWARDS, by: ACCOUNT, first: 1) {
      ranks { value share group { value isOther account { address } } } }`);
    const paid = numbers.filter(isPaid);
    const alice = 300_000_000_000_000_000n * BigInt(paid.length);
    const bob = paid.reduce((sum, k) => sum + BOB_WEI - (k % 7 === 0 ? SHORT_WEI : 0n), 0n);
    const ranks = data.analytics!.top!.ranks as unknown as { value: string; share: number; group: object }[];
    expect(ranks.map(({ value, group }) => ({ value, group }))).toEqual([
      { value: String(alice), group: { value: ALICE, isOther: false, account: { address: ALICE } } },
      { value: String(bob), group: { value: null, isOther: true, account: null } },
    ]);
    expect(ranks[0]!.share + ranks[1]!.share).toBeCloseTo(1, 9);
  });

  it('counts contributors once, whatever holds their payouts', async () => {
    const { data } = await ask(`timeSeries(metric: ACTIVE_CONTRIBUTORS, interval: WEEK, groupBy: LICENSE) {
      unit points { start value group { value } } }`);
    expect(data.analytics!.timeSeries).toEqual({
      unit: 'COUNT',
      points: [
        { start: '2025-12-29T00:00:00.000Z', value: '1', group: { value: 'Apache-2.0' } },
        { start: '2025-12-29T00:00:00.000Z', value: '1', group: { value: 'MIT' } },
      ],
    });
  });

  it('tells how unevenly rewards are spread', async () => {
    const { data } = await ask(`concentration { groupCount amountWei gini topOnePercentCount topOnePercentWei
      shareOfTopOnePercent histogram { fromWei toWei groupCount amountWei } }`);
    const paid = numbers.filter(isPaid);
    const alice = 300_000_000_000_000_000n * BigInt(paid.length);
    const bob = paid.reduce((sum, k) => sum + BOB_WEI - (k % 7 === 0 ? SHORT_WEI : 0n), 0n);
    const spread = data.analytics!.concentration as unknown as Record<string, unknown>;
    expect(spread).toMatchObject({
      groupCount: '2',
      amountWei: String(alice + bob),
      topOnePercentCount: '1',
      topOnePercentWei: String(alice),
    });
    // Of two, the Gini coefficient is half the difference of their shares.
    expect(spread['gini']).toBeCloseTo(Number(alice - bob) / Number(alice + bob) / 2, 9);
  });

  it('counts verdicts and mismatches as the list of inferences has them', async () => {
    const { data } =
      await ask(`timeSeries(metric: VERDICTS, interval: DAY, groupBy: VERDICT) { points { value group { value } } }
      mismatchRates(by: OPERATOR) { rates { group { value account { address } } decidedCount mismatchCount rate } }`);
    const points = data.analytics!.timeSeries!.points as unknown as { value: string; group: { value: string } }[];
    const expected = Map.groupBy(numbers, verdictOf);
    expect(Object.fromEntries(points.map(({ group, value }) => [group.value, Number(value)]))).toEqual(
      Object.fromEntries([...expected].map(([verdict, ids]) => [verdict, ids.length])),
    );
    const decided = numbers.filter((k) => verdictOf(k) !== 'PENDING');
    const wrong = decided.filter((k) => verdictOf(k) !== 'MATCHED');
    expect(data.analytics!.mismatchRates!.rates).toEqual([
      {
        group: { value: CAROL, account: { address: CAROL } },
        decidedCount: String(decided.length),
        mismatchCount: String(wrong.length),
        rate: expect.closeTo(wrong.length / decided.length, 9) as unknown,
      },
    ]);
  });

  it('filters by time, block and value', async () => {
    const { data } = await ask(`timeSeries(metric: PAYOUTS, interval: DAY, fromBlock: 105, toBlock: 119,
      from: "2026-01-01T00:03:32Z", to: "2026-01-01T00:03:50.5Z", filter: { accounts: ["${BOB.toUpperCase().replace('0X', '0x')}"] }) { points { count } }`);
    // Blocks 106 to 115 at two seconds each.
    const count = numbers
      .filter((k) => isPaid(k) && k >= 12 && k <= 231)
      .filter((k) => 100 + Math.floor(k / 2) <= 115).length;
    expect(data.analytics!.timeSeries!.points).toEqual([{ count: String(count) }]);
  });
});

describe('what analytics refuses', () => {
  it.each([
    ['timeSeries(metric: FEES, interval: DAY, groupBy: ROLE) { unit }', 'BAD_GROUP'],
    ['timeSeries(metric: FEES, interval: DAY, filter: { licenses: ["MIT"] }) { unit }', 'BAD_GROUP'],
    ['timeSeries(metric: FEES, interval: DAY, limit: 0) { unit }', 'BAD_ARGUMENT'],
    ['timeSeries(metric: FEES, interval: DAY, limit: 201) { unit }', 'BAD_ARGUMENT'],
    ['timeSeries(metric: FEES, interval: BLOCKS) { unit }', 'BAD_ARGUMENT'],
    ['timeSeries(metric: FEES, interval: DAY, blocksPerPoint: 3) { unit }', 'BAD_ARGUMENT'],
    ['timeSeries(metric: FEES, interval: BLOCKS, blocksPerPoint: -3) { unit }', 'BAD_ARGUMENT'],
    ['top(metric: FEES, by: MODEL, first: -1) { unit }', 'BAD_ARGUMENT'],
    [`top(metric: FEES, by: MODEL, filter: { modelIds: ["${'x'.repeat(257)}"] }) { unit }`, 'BAD_ARGUMENT'],
    ['top(metric: FEES, by: MODEL, filter: { modelIds: ["\\u0000"] }) { unit }', 'BAD_TEXT'],
    ['concentration(among: VERDICT) { gini }', 'BAD_GROUP'],
  ])('%s is %s', async (fields, code) => {
    for (const one of [api, plain]) {
      const { errors, text } = await one.query(`{ analytics { ${fields} } }`);
      expect(
        errors?.map(({ extensions }) => extensions.code),
        text,
      ).toEqual([code]);
    }
  });

  it('takes hostile text for a value, and nothing else', async () => {
    const hostile = `'; DROP TABLE payout; --\\u202e$1 \${x} %' OR 1=1`;
    const { data } = await ask(
      `top(metric: PAYOUTS, by: ROLE, filter: { licenses: ["${hostile}", "MIT"] }) { ranks { count } }`,
    );
    expect(data.analytics!.top!.ranks).toEqual([{ count: String(numbers.filter(isPaid).length) }]);
    expect([...api.incidents, ...plain.incidents]).toEqual([]);
  });

  it('refuses a crowd politely', async () => {
    const query = '{ analytics { timeSeries(metric: PAYOUTS, interval: DAY, groupBy: ROLE) { points { value } } } }';
    const answers = await Promise.all(Array.from({ length: 80 }, () => plain.query(query)));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'answered');
    expect([...new Set(codes)].filter((code) => code !== 'BUSY')).toEqual(['answered']);
    expect((await plain.query(query)).errors).toBeUndefined();
    expect(plain.incidents).toEqual([]);
  });

  it('has no points for ranges without blocks, however odd', async () => {
    const { data } = await ask(`timeSeries(metric: FEES, interval: HOUR, fromBlock: 2147483647, toBlock: -2147483648,
      from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z") { points { value } }`);
    expect(data.analytics!.timeSeries!.points).toEqual([]);
  });
});
