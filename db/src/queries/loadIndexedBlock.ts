import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';

export interface IndexedBlock {
  blockNumber: number;
  blockHash: string;
}

/**
 * The highest block that the index has seen; null before the first. squid keeps its final height in
 * `squid_processor.status` and newer blocks in `hot_block`; tables that do not exist yet or that the role may not read
 * are left out, and then the newest block that holds an event stands in.
 */
export async function loadIndexedBlock(db: ReadDatabase): Promise<IndexedBlock | null> {
  const readable = await db.load<{ name: string }>(sql`
    SELECT name FROM unnest(ARRAY['status', 'hot_block']) AS name
    WHERE to_regclass('squid_processor.' || name) IS NOT NULL
      AND has_schema_privilege('squid_processor', 'USAGE')
      AND has_table_privilege('squid_processor.' || name, 'SELECT')`);
  const progress = readable.map(({ name }) => ` UNION ALL SELECT height, hash FROM squid_processor.${name}`).join('');
  const [block] = await db.load<IndexedBlock>(sql`
    SELECT number AS "blockNumber", hash AS "blockHash" FROM (
      (SELECT number, hash FROM block ORDER BY number DESC LIMIT 1) ${sqlLiteral(progress)}
    ) AS seen(number, hash) WHERE number >= 0 ORDER BY number DESC LIMIT 1`);
  return block ?? null;
}
