import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tableColumns } from '../src/tableColumns.js';
import { type Stage, startStage } from './startStage.js';

const DOCS = readFileSync(fileURLToPath(new URL('../../docs/analytics.md', import.meta.url)), 'utf8');

let stage: Stage;
beforeEach(async () => {
  stage = await startStage(3);
  stage.ledger.largestWei = 10n ** 30n;
  await stage.ledger.grow(40);
  await stage.ledger.setFinal(40);
  await (await stage.openWriter(20)).runRound();
});
afterEach(() => stage.close());

it('reads the files with DuckDB as docs/analytics.md says', async () => {
  const [, statements] = /-- DuckDB:[^\n]*\n([\s\S]*?)\n\n/.exec(DOCS)!;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const sql = statements!.replaceAll('analytics/31337/', `${stage.path.replaceAll("'", "''")}/`);
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS() as {
      day: bigint;
      role: string;
      wei: bigint;
    }[];
    const expected = new Map<string, bigint>();
    for (const { timeSeconds, role, amountWei } of stage.ledger.payouts) {
      const key = `${Math.floor(timeSeconds / 86_400)} ${role}`;
      expected.set(key, (expected.get(key) ?? 0n) + amountWei);
    }
    expect(new Map(rows.map(({ day, role, wei }) => [`${day} ${role}`, wei]))).toEqual(expected);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

it('names every column in docs/analytics.md', () => {
  for (const { kept, amount } of Object.values(tableColumns)) {
    for (const name of [...kept, ...(amount === null ? [] : [`${amount}_0`])]) expect(DOCS).toContain(`\`${name}\``);
  }
});
