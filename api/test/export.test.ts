// Longer than 300 lines because every case asks one server over one ledger, which take seconds to start.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPORT_NAMES } from '../src/bulk/parseExportRequest.js';
import { blockHash, blockOf } from './ledger.js';
import { parseCsv } from './parseCsv.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 60;
const FINAL_BLOCK = blockOf(40);
const BIDI = '\u202etxt.exe\u202c';
const FORMULA = '=cmd|\' /C calc\'!A0, "quoted"\r\nand on';
let api: TestApi;
let db: Client;
let base: string;
beforeAll(async () => {
  api = await startTestApi(COUNT, { exports: { maxExports: 3, maxExportsPerAddress: 2 } });
  base = api.url.replace('/graphql', '/export');
  db = new Client({ connectionString: api.database.url });
  await db.connect();
  await setFinal(api.database.url, FINAL_BLOCK);
  await db.query(`UPDATE datanet SET name = $1, metadata_uri = $2`, [FORMULA, BIDI]);
});
afterAll(async () => {
  await db?.end();
  await api?.close();
});

async function setFinal(url: string, blockNumber: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const latest = blockOf(COUNT);
  await client.query(
    `INSERT INTO chain_head SELECT 'head', $1::int, $2::text, $1::int, $2::text, $3::int, $4::text, now()
     ON CONFLICT (id) DO UPDATE SET finalized_block_number = $3`,
    [latest, blockHash(latest), blockNumber, blockHash(blockNumber)],
  );
  await client.query(
    `INSERT INTO squid_processor.status VALUES (0, $1, $2) ON CONFLICT (id) DO UPDATE SET height = $1`,
    [blockNumber, blockHash(blockNumber)],
  );
  await client.end();
}

type Line = Record<string, unknown>;

async function load(
  path: string,
): Promise<{ status: number; headers: Headers; text: string; code: string | undefined }> {
  const response = await fetch(`${base}/${path}`);
  const text = await response.text();
  const code = response.ok
    ? undefined
    : (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
  return { status: response.status, headers: response.headers, text, code };
}

async function loadLines(path: string): Promise<Line[]> {
  const { status, text } = await load(path);
  expect(status, text).toBe(200);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

const withFilter = (path: string, filter: unknown) => `${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

describe('exports', () => {
  it('have the rows of the list up to the final block, field by field', async () => {
    const fields =
      'inferenceId feeWei inputTokens transcriptUri settledAt evidence { blockNumber logIndex transactionHash signer } model { modelId } payer { address }';
    const expected: Line[] = [];
    for (let after: unknown = null; ;) {
      const { data } = await api.query(
        `query ($after: String) { inferences(orderBy: OLDEST, after: $after, filter: {blockNumber: {lte: ${FINAL_BLOCK}}}) { nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      expected.push(...(data.inferences!.nodes as unknown as Line[]));
      if (!data.inferences!.pageInfo!.hasNextPage) break;
      after = data.inferences!.pageInfo!.endCursor;
    }
    expect(expected.length).toBeGreaterThan(30);
    const toNode = (line: Line): Line => ({
      inferenceId: line['inferenceId'],
      feeWei: line['feeWei'],
      inputTokens: line['inputTokens'],
      transcriptUri: line['transcriptUri'],
      settledAt: line['settledAt'],
      evidence: {
        blockNumber: line['blockNumber'],
        logIndex: line['logIndex'],
        transactionHash: line['transactionHash'],
        signer: line['signer'],
      },
      model: { modelId: line['modelId'] },
      payer: { address: line['payerId'] },
    });
    expect((await loadLines('inferences.ndjson')).map(toNode)).toEqual(expected);
    const rows = parseCsv((await load('inferences.csv')).text);
    const typed = rows.map((row) => ({
      ...row,
      blockNumber: Number(row['blockNumber']),
      logIndex: Number(row['logIndex']),
    }));
    expect(typed.map(toNode)).toEqual(expected);
  });

  it.each(EXPORT_NAMES)('of %s say the same in every format', async (name) => {
    const lines = await loadLines(`${name}.ndjson`);
    const { text, headers } = await load(`${name}.csv`);
    const rows = parseCsv(text);
    expect(rows).toHaveLength(lines.length);
    for (const [index, row] of rows.entries()) {
      for (const [field, cell] of Object.entries(row)) {
        const value = lines[index]![field];
        if (value === null || typeof value === 'object') continue;
        expect(cell ?? '', field).toBe(
          /^[=+@\-\t\r\n]/.test(String(value)) && typeof value === 'string' && !/^-\d+$/.test(value)
            ? `'${value}`
            : String(value),
        );
      }
    }
    const cursors = lines.map((line) => line['cursor']);
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(headers.get('content-disposition')).toContain(`-${name}-`);
    const parquet = await fetch(`${base}/${name}.parquet`);
    expect(parquet.status).toBe(200);
    expect(Number(parquet.headers.get('x-row-count'))).toBe(lines.length);
    await parquet.arrayBuffer();
    expect(api.incidents).toEqual([]);
  });

  it('are the same bytes under the same link, whatever comes after; a link without a block names one', async () => {
    const pinned = (await load('payouts.csv')).headers.get('link')!.slice(1).split('>')[0]!;
    expect(pinned).toBe(`/export/payouts.csv?asOf=${FINAL_BLOCK}`);
    const link = pinned.replace('/export/', '');
    const formats = ['csv', 'ndjson', 'parquet'] as const;
    const loadAll = () =>
      Promise.all(
        formats.map(async (format, index) => {
          if (index === 2) await new Promise((resolve) => setTimeout(resolve, 200));
          const response = await fetch(`${base}/${link.replace('csv', format)}`);
          return {
            etag: response.headers.get('etag'),
            bytes: Buffer.from(await response.arrayBuffer()).toString('base64'),
          };
        }),
      );
    const before = await loadAll();
    await setFinal(api.database.url, FINAL_BLOCK + 5);
    const later = await loadAll();
    await setFinal(api.database.url, FINAL_BLOCK);
    expect(later).toEqual(before);
    // Not fetch: that one asks past every cache.
    const status = await new Promise((resolve) =>
      get(`${base}/${link}`, { headers: { 'if-none-match': before[0]!.etag! } }, (response) =>
        resolve(response.resume().statusCode),
      ),
    );
    expect(status).toBe(304);
    expect((await load(`payouts.csv?asOf=${FINAL_BLOCK - 1}`)).headers.get('etag')).not.toBe(before[0]!.etag);
    expect((await load('contributions.csv')).headers.get('etag')).toBeNull();
    expect((await load(withFilter('inferences.csv', { verdict: { eq: 'MATCHED' } }))).headers.get('etag')).toBeNull();
  });

  it('go on after any row, in parts of any size', async () => {
    for (const [name, size] of [
      ['payouts', 7],
      ['reconciliations', 5],
      ['contributionShares', 1],
      ['accounts', 2],
    ] as const) {
      const whole = await loadLines(`${name}.ndjson`);
      const parts: Line[] = [];
      for (;;) {
        const after = parts.length === 0 ? '' : `&after=${String(parts.at(-1)!['cursor'])}`;
        const part = await loadLines(`${name}.ndjson?limit=${size}${after}`);
        parts.push(...part);
        if (part.length < size) break;
      }
      expect(parts).toEqual(whole);
    }
  });

  it('take the filters of the lists', async () => {
    const { data } = await api.query(
      `{ payouts(first: 100, orderBy: OLDEST, filter: {role: {in: [MODEL, STAKER]}, blockNumber: {gte: 105, lte: 110}}) { nodes { role amountWei } } }`,
    );
    const lines = await loadLines(
      withFilter('payouts.ndjson', { role: { in: ['STAKER', 'MODEL'] }, blockNumber: { gte: 105, lte: 110 } }),
    );
    expect(lines.map(({ role, amountWei }) => ({ role, amountWei }))).toEqual(data.payouts!.nodes);
    expect(lines.length).toBeGreaterThan(5);
  });

  it('run no formula of a stranger, and change no text elsewhere', async () => {
    const [row] = parseCsv((await load('datanets.csv')).text);
    expect([row!['name'], row!['metadataUri']]).toEqual([`'${FORMULA}`, BIDI]);
    const [line] = await loadLines('datanets.ndjson');
    expect([line!['name'], line!['metadataUri']]).toEqual([FORMULA, BIDI]);
    for (const start of ['+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
      await db.query('UPDATE datanet SET name = $1', [`${start}1+1`]);
      expect(parseCsv((await load('datanets.csv')).text)[0]!['name']).toBe(`'${start}1+1`);
    }
    await db.query('UPDATE datanet SET name = $1', [FORMULA]);
  });

  it('are Parquet that others read, exact to the wei', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-export-test-'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const file = join(folder, 'inferences.parquet');
      await writeFile(file, Buffer.from(await (await fetch(`${base}/inferences.parquet`)).arrayBuffer()));
      const reader = await connection.runAndReadAll(
        `SELECT "inferenceId", "feeWei", "blockNumber", strftime("settledAt", '%Y-%m-%dT%H:%M:%S.%gZ') AS "settledAt", typeof("settledAt") AS type, "protocolRecipientsId" FROM read_parquet('${file}')`,
      );
      const lines = await loadLines('inferences.ndjson');
      expect(reader.getRowObjects()).toEqual(
        lines.map(({ inferenceId, feeWei, blockNumber, settledAt, protocolRecipientsId }) => ({
          inferenceId,
          feeWei,
          blockNumber,
          settledAt,
          type: 'TIMESTAMP',
          protocolRecipientsId,
        })),
      );
      const datanets = join(folder, 'datanets.parquet');
      await writeFile(datanets, Buffer.from(await (await fetch(`${base}/datanets.parquet`)).arrayBuffer()));
      const names = await connection.runAndReadAll(`SELECT name FROM read_parquet('${datanets}')`);
      expect(new Set(names.getRowObjects().map(({ name }) => name))).toEqual(new Set([FORMULA]));
    } finally {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true });
    }
  });

  it.each<[string, number, string]>([
    ['payouts.exe', 404, 'EXPORT_NOT_FOUND'],
    ['payouts', 404, 'EXPORT_NOT_FOUND'],
    ['payouts.csv.csv', 404, 'EXPORT_NOT_FOUND'],
    ['__proto__.csv', 404, 'EXPORT_NOT_FOUND'],
    ['..%2f..%2fetc%2fpasswd.csv', 404, 'EXPORT_NOT_FOUND'],
    ['payouts.csv?first=10', 400, 'BAD_EXPORT'],
    ['payouts.csv?limit=0', 400, 'BAD_EXPORT'],
    ['payouts.csv?limit=1e3', 400, 'BAD_EXPORT'],
    ['payouts.csv?limit=1&limit=2', 400, 'BAD_EXPORT'],
    ['payouts.csv?asOf=-1', 400, 'BAD_EXPORT'],
    ['payouts.csv?asOf=99999999999', 400, 'BAD_EXPORT'],
    [`payouts.csv?asOf=${FINAL_BLOCK + 1}`, 409, 'NOT_FINAL'],
    ['gOpenHolders.csv?asOf=1', 400, 'BAD_EXPORT'],
    ['payouts.csv?after=1', 400, 'BAD_EXPORT'],
    ['payouts.csv?after=1-2-3', 400, 'BAD_EXPORT'],
    ['payouts.csv?after=9999999999-1', 400, 'BAD_EXPORT'],
    [`payouts.csv?after=${encodeURIComponent("1-1') OR (1=1")}`, 400, 'BAD_EXPORT'],
    [`accounts.csv?after=${encodeURIComponent("1-';DROP TABLE payout;--")}`, 400, 'BAD_EXPORT'],
    ['payouts.csv?filter={', 400, 'BAD_EXPORT'],
    ['payouts.csv?filter=%22%22&filter=1', 400, 'BAD_EXPORT'],
    [`payouts.csv?filter=${'['.repeat(9_000)}`, 400, 'BAD_EXPORT'],
    [withFilter('payouts.csv', []), 400, 'BAD_FILTER'],
    [withFilter('payouts.csv', { nothing: { eq: '1' } }), 400, 'BAD_FILTER'],
    [withFilter('payouts.csv', { role: { eq: 'THIEF' } }), 400, 'BAD_FILTER'],
    [withFilter('payouts.csv', { inferenceId: { eq: 'a\0b' } }), 400, 'BAD_TEXT'],
    [withFilter('payouts.csv', { inferenceId: { eq: '\ud800' } }), 400, 'BAD_TEXT'],
  ])('refuse %s', async (path, status, code) => {
    expect(await load(path)).toMatchObject({ status, code });
    const head = await fetch(`${base}/${path}`, { method: 'HEAD' });
    expect(head.status).toBe(status);
  });

  it.each([
    "'",
    "' OR '1'='1",
    '\\',
    "\\'; DROP TABLE payout; --",
    '$1',
    '{"a"}',
    '"',
    '%',
    '\u202e',
    "E'\\x00'",
    '\u{1f4a7}',
  ])('find nothing, and break nothing, for the value %s', async (value) => {
    expect(await loadLines(withFilter('payouts.ndjson', { claimedInferenceId: { eq: value } }))).toEqual([]);
    expect(await loadLines(withFilter('payouts.ndjson', { claimedInferenceId: { in: [value, 'x'] } }))).toEqual([]);
    expect(await loadLines(withFilter('datanets.ndjson', { name: { prefix: value } }))).toEqual([]);
  });

  it('answer HEAD with what GET would, and nothing final with a code', async () => {
    const head = await fetch(`${base}/payouts.csv`, { method: 'HEAD' });
    const full = await fetch(`${base}/payouts.csv`);
    await full.arrayBuffer();
    for (const name of ['etag', 'link', 'content-type', 'content-disposition', 'x-as-of-block', 'x-newest-block-hash'])
      expect(head.headers.get(name), name).toBe(full.headers.get(name));
    expect(head.headers.get('x-newest-block-hash')).toBe(blockHash(FINAL_BLOCK));
    const young = await startTestApi(1);
    const response = await fetch(young.url.replace('/graphql', '/export/payouts.csv'));
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining('NOT_FINAL')]);
    await young.close();
  });

  it('end in Postgres when the reader goes, and let in so many at once', async () => {
    await db.query(
      `INSERT INTO payout SELECT (jsonb_populate_record(p, jsonb_build_object('id', 'big' || n, 'block_number', 1, 'log_index', n))).*
       FROM payout p, generate_series(1, 200000) AS n WHERE p.id = 'p1-0'`,
    );
    const open = () =>
      new Promise<{ status: number; retryAfter: string | undefined; destroy(): void }>((resolve, reject) => {
        get(`${base}/payouts.csv`, { agent: false }, (response) => {
          response.pause();
          resolve({
            status: response.statusCode!,
            retryAfter: response.headers['retry-after'],
            destroy: () => response.destroy(),
          });
        }).on('error', reject);
      });
    const countStatements = async () => {
      const { rows } = await db.query<{ count: string }>(
        `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tributary-export' AND backend_type = 'client backend' AND datname = current_database()`,
      );
      return Number(rows[0]!.count);
    };
    await vi.waitFor(async () => expect(await countStatements()).toBe(0), { timeout: 5_000, interval: 50 });
    const [first, second] = [await open(), await open()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await countStatements()).toBe(2);
    const third = await open();
    expect([third.status, third.retryAfter]).toEqual([429, '10']);
    first.destroy();
    second.destroy();
    await vi.waitFor(async () => expect(await countStatements()).toBe(0), { timeout: 10_000, interval: 50 });
    const again = await open();
    expect(again.status).toBe(200);
    again.destroy();
    await vi.waitFor(async () => expect(await countStatements()).toBe(0), { timeout: 10_000, interval: 50 });
    expect(api.incidents).toEqual([]);
  });
});
