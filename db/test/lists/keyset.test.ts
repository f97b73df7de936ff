import {
  allLists,
  buildList,
  createReadDatabase,
  type ListQuery,
  loadPages,
  type Page,
  type PageRequest,
  type ReadDatabase,
  type SortKeyValues,
} from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTables, ROWS_PER_REFERENCE } from './fillTables.js';

const PAGE_SIZE = 11;
let database: TestDatabase;
let client: Client;
let db: ReadDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await fillTables(client, 2 * ROWS_PER_REFERENCE);
  await client.query('SET session_replication_role = replica');
  db = createReadDatabase({ url: database.url, statementTimeoutMs: 20_000, maxConnections: 1 });
});
afterAll(async () => {
  await db?.close();
  await client?.end();
  await database?.close();
});

let nextId = 10_000;

/** A row like another one, anywhere among the others. */
async function insertSomewhere(table: string): Promise<void> {
  const id = nextId++;
  const block = (id * 7) % 30;
  const values = {
    ...{ id: String(id), block_number: block, inference_block_number: block, first_seen_block_number: block },
    ...{ log_index: id, transaction_index: id, number: id * (id % 2 === 0 ? 1 : -1) },
    ...{ balance_wei: String(block), fee_wei: String(block), row_count: String(block) },
  };
  await client.query(
    `INSERT INTO "${table}" SELECT (jsonb_populate_record(row, $1)).* FROM "${table}" row WHERE id = '1'`,
    [JSON.stringify(values)],
  );
}

type Entry = Page<{ id: string }>['entries'][number];

async function walk(
  list: ListQuery<{ id: string }>,
  options: { backward: boolean; between?: () => Promise<void> },
): Promise<Entry[]> {
  const found: Entry[] = [];
  let place: SortKeyValues | null = null;
  for (;;) {
    const bounds: Pick<PageRequest, 'after' | 'before'> = options.backward
      ? { after: null, before: place }
      : { after: place, before: null };
    const [page]: Page<{ id: string }>[] = await loadPages(
      db,
      list,
      { size: PAGE_SIZE, backward: options.backward, ...bounds },
      [''],
    );
    // Backward: pages come from the end, each in the order of the list.
    if (options.backward) found.unshift(...page!.entries);
    else found.push(...page!.entries);
    if (!page!.hasMore) return found;
    place = (options.backward ? page!.entries[0] : page!.entries.at(-1))!.keys;
    await options.between?.();
  }
}

function compareKeys(list: ListQuery<object>, left: SortKeyValues, right: SortKeyValues): number {
  const at = list.order.findIndex((_, index) => left[index] !== right[index]);
  const values = [left[at], right[at]].map((value) => (list.order[at]?.type === 'numeric' ? BigInt(value!) : value!));
  const sign = values[0]! < values[1]! ? -1 : 1;
  return list.isAscending ? sign : -sign;
}

const cases = allLists
  .filter(({ isRoot }) => isRoot)
  .flatMap((list) => Object.keys(list.orders).map((order) => [list.name, order, list] as const));

describe.each(cases)('the list %s by %s', (_name, order, definition) => {
  it.each([false, true])('gives everything once and in order while rows arrive; backward: %s', async (backward) => {
    const list = buildList(definition, { order }) as ListQuery<{ id: string }>;
    const table = definition.source.from.split(' ')[0]!.replaceAll('"', '');
    const before = await walk(list, { backward });
    expect(before.length).toBeGreaterThan(2 * PAGE_SIZE);
    const entries = await walk(list, { backward, between: () => insertSomewhere(table) });
    const seen = entries.map(({ row }) => row.id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.map(({ row }) => row.id).filter((id) => !seen.includes(id))).toEqual([]);
    entries.slice(1).forEach(({ keys }, index) => expect(compareKeys(list, entries[index]!.keys, keys)).toBe(-1));
  });
});
