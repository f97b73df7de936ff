import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { resetChainTables } from '@tributary/db';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatManifest } from '../src/manifest/formatManifest.js';
import { PAYOUTS_BY_MODEL, type Stage, startStage, VERDICTS } from './startStage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage(11);
});
afterEach(() => stage.close());

/** Both engines give the same, and the partitions had a part in it. */
async function expectSame(partitionsUpToBlock: number, question = PAYOUTS_BY_MODEL): Promise<void> {
  const ours = await stage.duckdb.loadSeries(question);
  expect(ours.cells).toEqual((await stage.postgres.loadSeries(question)).cells);
  expect(ours.place.partitionsUpToBlock).toBe(partitionsUpToBlock);
}

const listFiles = (): string[] =>
  ['payouts', 'inferences', 'verdicts'].flatMap((table) =>
    readdirSync(join(stage.path, table)).map((file) => `${table}/${file}`),
  );

async function readMarks(name: string): Promise<Record<string, string>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(stage.path, name).replaceAll("'", "''");
  const reader = await connection.runAndReadAll(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${file}')`,
  );
  connection.closeSync();
  instance.closeSync();
  return Object.fromEntries(reader.getRowObjectsJS().map(({ key, value }) => [key, value])) as Record<string, string>;
}

describe('PartitionWriter', () => {
  it('writes nothing before anything is final, and then only what is', async () => {
    const writer = await stage.openWriter();
    expect(await writer.runRound()).toMatchObject({ written: 0 });
    expect(writer.manifest).toBeNull();
    await stage.ledger.grow(40);
    await stage.ledger.setFinal(25);
    expect(await writer.runRound()).toMatchObject({ written: 1 });
    const { payouts } = stage.ledger;
    const final = payouts.filter(({ blockNumber }) => blockNumber <= 25);
    expect(writer.manifest!.partitions[0]!.payouts).toMatchObject({
      rowCount: final.length,
      sumWei: final.reduce((sum, { amountWei }) => sum + amountWei, 0n),
    });
    await expectSame(25);
    expect(await writer.runRound()).toEqual({ written: 0, verdictsRewritten: 0, merged: 0, dropped: 0 });
  });

  it('goes on from what another writer left, and merges small partitions', async () => {
    for (let round = 1; round <= 12; round++) {
      await stage.ledger.grow(6);
      await stage.ledger.setFinal(stage.ledger.head);
      await (await stage.openWriter()).runRound();
    }
    const { manifest } = await stage.openWriter();
    expect(manifest!.partitions.length).toBeLessThan(7);
    expect(manifest!.partitions.at(-1)!.toBlock).toBe(stage.ledger.head);
    expect(listFiles().sort()).toEqual(
      manifest!.partitions
        .flatMap(({ payouts, inferences, verdicts }) => [payouts.name, inferences.name, verdicts.name])
        .sort(),
    );
    await expectSame(stage.ledger.head);
  });

  it('drops the partitions of another branch, and only those', async () => {
    const writer = await stage.openWriter(20);
    await stage.ledger.grow(60);
    await stage.ledger.setFinal(60);
    await writer.runRound();
    const before = writer.manifest!.partitions;
    const kept = before.filter(({ toBlock }) => toBlock < 40);
    expect(kept.length).toBeGreaterThan(0);

    await stage.ledger.reorganise(40);
    await stage.ledger.grow(15);
    await stage.ledger.setFinal(50);
    // Before the writer notices, a question uses what is still true.
    await expectSame(kept.at(-1)!.toBlock);
    expect(await writer.runRound()).toMatchObject({ dropped: before.length - kept.length });
    expect(writer.manifest!.partitions.slice(0, kept.length - 1)).toEqual(kept.slice(0, -1));
    await expectSame(50);
    expect(stage.faults).toEqual([]);
  });

  it('starts again when the tables were cleared, although the blocks are the same', async () => {
    const writer = await stage.openWriter();
    await stage.ledger.grow(30);
    await stage.ledger.setFinal(30);
    await writer.runRound();
    await stage.ledger.rebuild(() => resetChainTables(stage.databaseUrl));
    await stage.ledger.setFinal(30);
    await expectSame(-1);
    expect(await writer.runRound()).toMatchObject({ dropped: 1, written: 1 });
    await expectSame(30);
  });

  it('gives payouts their model when their inference settles after them', async () => {
    const writer = await stage.openWriter();
    await stage.ledger.grow(40);
    const { payouts } = stage.ledger;
    await stage.ledger.setFinal(40);
    await writer.runRound();
    const waiting = payouts.find(({ isLinked }) => !isLinked)!;
    expect(writer.manifest!.partitions.some(({ unlinkedCount }) => unlinkedCount > 0)).toBe(true);
    while (!waiting.isLinked) await stage.ledger.grow(1);
    await expectSame(-1);
    await stage.ledger.setFinal(stage.ledger.head);
    expect((await writer.runRound()).dropped).toBeGreaterThan(0);
    await expectSame(stage.ledger.head);
  });

  it('writes verdicts again where they changed, and nothing else', async () => {
    const writer = await stage.openWriter(30);
    await stage.ledger.grow(60);
    await stage.ledger.setFinal(60);
    await stage.ledger.judge(30);
    await writer.runRound();
    await expectSame(60, VERDICTS);
    const before = writer.manifest!.partitions;
    const { id, blockNumber } = stage.ledger.inferences[0]!;
    await stage.ledger.judgeAs(id, 'OVERPAID');
    writer.dirtyVerdicts.note(id);
    writer.dirtyVerdicts.note('no such inference');
    expect(await writer.runRound()).toEqual({ written: 0, verdictsRewritten: 1, merged: 0, dropped: 0 });
    await expectSame(60, VERDICTS);
    const after = writer.manifest!.partitions;
    const changed = after.filter((partition, index) => partition.verdicts.name !== before[index]!.verdicts.name);
    expect(changed).toHaveLength(1);
    expect(changed[0]!.fromBlock <= blockNumber && blockNumber <= changed[0]!.toBlock).toBe(true);
    expect(after.map(({ payouts }) => payouts)).toEqual(before.map(({ payouts }) => payouts));
  });

  it('writes damaged and missing files again', async () => {
    await stage.ledger.grow(60);
    await stage.ledger.setFinal(60);
    const writer = await stage.openWriter(20);
    await writer.runRound();
    const [, second] = writer.manifest!.partitions;
    truncateSync(join(stage.path, second!.payouts.name), second!.payouts.byteCount - 9);
    // Until then Postgres answers, and somebody hears of it.
    await expectSame(-1);
    expect(stage.faults).toHaveLength(1);
    const again = await stage.openWriter(20);
    expect(again.manifest!.partitions).toHaveLength(1);
    await again.runRound();
    await expectSame(60);
  });

  it.each(['', '{', '[]', 'null', '{"schemaVersion":1}', '{"schemaVersion":99,"partitions":[]}'])(
    'starts again from the list %j',
    async (text) => {
      await stage.ledger.grow(20);
      await stage.ledger.setFinal(20);
      writeFileSync(join(stage.path, 'manifest.json'), text);
      await expectSame(-1);
      const writer = await stage.openWriter();
      await writer.runRound();
      await expectSame(20);
    },
  );

  it('leaves partitions of another chain alone until it has its own', async () => {
    await stage.ledger.grow(20);
    await stage.ledger.setFinal(20);
    await (await stage.openWriter(1_000, 8)).runRound();
    await expectSame(-1);
    await (await stage.openWriter()).runRound();
    await expectSame(20);
  });

  it('never lets a list lead out of its folder', async () => {
    await stage.ledger.grow(20);
    await stage.ledger.setFinal(20);
    const writer = await stage.openWriter();
    await writer.runRound();
    const { partitions } = writer.manifest!;
    const elsewhere = { ...partitions[0]!.payouts, name: `payouts/../../${partitions[0]!.payouts.name}` };
    writeFileSync(
      join(stage.path, 'manifest.json'),
      formatManifest({ ...writer.manifest!, partitions: [{ ...partitions[0]!, payouts: elsewhere }] }),
    );
    await expectSame(-1);
    expect(String(stage.faults[0])).toContain('payouts.name');
  });

  it('says of a ledger that nobody settled that it is synthetic, in the list and in every file', async () => {
    await stage.ledger.grow(20);
    await stage.ledger.setFinal(20);
    const honest = await stage.openWriter();
    await honest.runRound();
    expect(honest.manifest!.syntheticReason).toBeNull();
    expect(await readMarks(honest.manifest!.partitions[0]!.payouts.name)).toEqual({ chain_id: '7', synthetic: 'no' });

    await stage.ledger.grow(20);
    await stage.ledger.setFinal(40);
    await stage.ledger.markSynthetic("it's made up");
    const writer = await stage.openWriter();
    await writer.runRound();
    expect(writer.manifest!.syntheticReason).toContain("it's made up");
    for (const { payouts } of writer.manifest!.partitions) {
      expect((await readMarks(payouts.name))['synthetic']).toContain("it's made up");
    }
    await expectSame(40);
  });

  it('says in its list what a reader needs', async () => {
    await stage.ledger.grow(20);
    await stage.ledger.setFinal(20);
    await (await stage.openWriter()).runRound();
    const list = JSON.parse(readFileSync(join(stage.path, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(list).toMatchObject({
      schemaVersion: 1,
      chainId: 7,
      firstBlock: { blockHash: expect.stringMatching(/^0x/) as unknown },
    });
    const [partition] = list['partitions'] as Record<string, Record<string, unknown>>[];
    expect(partition!['payouts']!['sumWei']).toMatch(/^\d+$/);
  });
});
