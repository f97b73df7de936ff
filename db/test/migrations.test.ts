import {
  CHAIN_CHANNEL,
  CHAIN_TABLES,
  ENGINE_TABLES,
  HEAD_TABLES,
  ORIGIN_TABLES,
  VERDICT_CHANNEL,
  applyMigrations,
  createDataSource,
  createPool,
  getMigrations,
  resetChainTables,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Runs `work` and returns what arrived on `channel` by the time a marker sent after it arrives. */
async function listen(channel: string, work: (client: Client) => Promise<unknown>): Promise<string[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const payloads: string[] = [];
  const marked = new Promise<void>((resolve) => {
    client.on('notification', ({ channel: from, payload = '' }) => {
      if (from === 'marker') resolve();
      else payloads.push(payload);
    });
  });
  await client.query(`listen ${channel}; listen marker`);
  await work(client);
  await client.query('notify marker');
  await marked;
  await client.end();
  return payloads;
}

const insertBlocks = `insert into block (id, number, hash, parent_hash, timestamp)
  select n, n, '0x' || n, '0x', now() from generate_series(1, 3) n`;

describe('migrations', () => {
  it('give the schema that the entities describe', async () => {
    const dataSource = createDataSource(database.url);
    await dataSource.initialize();
    const pending = await dataSource.driver.createSchemaBuilder().log();
    const tables = dataSource.entityMetadatas.map((metadata) => metadata.tableName).sort();
    await dataSource.destroy();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
    expect([...CHAIN_TABLES, ...HEAD_TABLES, ...ORIGIN_TABLES, ...ENGINE_TABLES].sort()).toEqual(tables);
  });

  it('give the indexes of expressions, which entities cannot describe, and no others', async () => {
    const pool = createPool(database.url);
    const { rows } = await pool.query<{ definition: string }>(
      `select pg_get_indexdef(indexrelid) as definition from pg_index
       where indexprs is not null and indrelid::regclass::text not like 'pg_%' order by 1`,
    );
    await pool.end();
    expect(rows.map(({ definition }) => definition)).toEqual([
      'CREATE INDEX contribution_license_prefix ON public.contribution USING btree (lower(license) text_pattern_ops)',
      'CREATE INDEX datanet_name_prefix ON public.datanet USING btree (lower(name) text_pattern_ops)',
      'CREATE INDEX model_name_prefix ON public.model USING btree (lower(name) text_pattern_ops)',
    ]);
  });

  it('may be applied by several processes at once, and again', async () => {
    const empty = await createTestDatabase({ migrated: false });
    const ran = await Promise.all([applyMigrations(empty.url), applyMigrations(empty.url), applyMigrations(empty.url)]);
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, getMigrations().length]);
    expect(await applyMigrations(empty.url)).toEqual([]);
    await empty.close();
  });

  it('announce changes of chain tables once a statement', async () => {
    const payloads = await listen(CHAIN_CHANNEL, async (client) => {
      await client.query(insertBlocks);
      await client.query(`update block set hash = '0xff' where number = 2`);
      await client.query('delete from block where number > 1');
      await client.query('delete from block where number > 99');
    });
    expect(payloads.map((payload) => JSON.parse(payload) as unknown)).toEqual([
      { table: 'block', op: 'insert', rowCount: 3, minBlockNumber: 1, maxBlockNumber: 3 },
      { table: 'block', op: 'update', rowCount: 1, minBlockNumber: 2, maxBlockNumber: 2 },
      { table: 'block', op: 'delete', rowCount: 2, minBlockNumber: 2, maxBlockNumber: 3 },
    ]);
  });

  it('announce verdicts by inference id; a reset clears the chain tables and keeps the verdicts', async () => {
    const verdicts = await listen(VERDICT_CHANNEL, (client) =>
      client.query(`insert into reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict,
        reason, fee_wei, paid_wei, engine_version, elapsed_ms, attempts, decided_at, evidence, evidence_digest)
        values ('7', 1, '0x', '0x', 'MATCHED', '', 115792089237316195423570985008687907853269984665640564039457584007913129639935,
        0, '0', 1, 1, now(), '{}', '0x')`),
    );
    expect(verdicts).toEqual(['7']);

    const resets = await listen(CHAIN_CHANNEL, () => resetChainTables(database.url));
    expect(resets.map((payload) => (JSON.parse(payload) as { table: string }).table)).toEqual(['reset']);
    const pool = createPool(database.url);
    expect((await pool.query('select id, fee_wei from reconciliation')).rows).toEqual([
      { id: '7', fee_wei: 2n ** 256n - 1n },
    ]);
    expect((await pool.query('select count(*) as count from block')).rows).toEqual([{ count: 0n }]);
    expect((await pool.query(`select array[1, null, 2^70::numeric]::numeric[] as many`)).rows[0].many).toEqual([
      1n,
      null,
      2n ** 70n,
    ]);
    await pool.end();
  });
});
