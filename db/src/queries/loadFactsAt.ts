import type { ReadDatabase } from './ReadDatabase';
import { allLists } from './lists/allLists';
import { joinSql, sql, sqlLiteral } from './sql';

/** Where an event stands. */
export interface EventPlace {
  readonly blockNumber: number;
  readonly logIndex: number;
}

/** What an event recorded in the ledger: a type of the API and the key of the row. */
export interface FactKey {
  readonly kind: string;
  readonly id: string;
}

/** Kinds of rows that an event records, and where they stand: `table alias`. */
const factTables = allLists
  .filter(({ node, filters }) => node !== 'ProtocolEvent' && filters['transactionHash']?.index === 'lookup')
  .map(({ node, source }) => ({
    node,
    from: source.from,
    alias: source.from.split(' ').at(-1) ?? '',
    key: source.key,
  }));

/** For each place what its event recorded, in the order of `places`; mostly one row, none when it contradicts the ledger. */
export async function loadFactsAt(db: ReadDatabase, places: readonly EventPlace[]): Promise<FactKey[][]> {
  const questions = factTables.map(
    ({ node, from, alias, key }) => sql`SELECT ${node}::text AS kind, ${sqlLiteral(key)}::text AS id
      FROM ${sqlLiteral(from)} WHERE ${sqlLiteral(`${alias}.block_number = place.block_number`)}
      AND ${sqlLiteral(`${alias}.log_index = place.log_index`)}`,
  );
  const rows = await db.load<FactKey & { position: number }>(sql`
    SELECT place.position::int, fact.kind, fact.id
    FROM unnest(${places.map(({ blockNumber }) => blockNumber)}::int[], ${places.map(({ logIndex }) => logIndex)}::int[])
      WITH ORDINALITY AS place(block_number, log_index, position)
    CROSS JOIN LATERAL (${joinSql(questions, ' UNION ALL ')}) AS fact
    ORDER BY place.position, fact.kind, fact.id`);
  const byPosition = Map.groupBy(rows, ({ position }) => position);
  return places.map((_, index) => (byPosition.get(index + 1) ?? []).map(({ kind, id }) => ({ kind, id })));
}
