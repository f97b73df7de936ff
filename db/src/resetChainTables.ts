import { escapeIdentifier } from 'pg';
import { CHAIN_CHANNEL, CHAIN_TABLES, type ChainNotification } from './chainTables';
import { connectClient } from './connectClient';

/**
 * Empties the chain tables and squid's own state in one transaction, so that squid indexes the chain again from its start.
 * Engine tables are kept: their rows name the block hash they are about and show as stale where it changed.
 */
export async function resetChainTables(url: string): Promise<void> {
  const client = await connectClient(url);
  try {
    await client.query('begin');
    await client.query(`truncate ${CHAIN_TABLES.map(escapeIdentifier).join(', ')}`);
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = to_regnamespace('squid_processor')`,
    );
    for (const { name } of rows) await client.query(`delete from squid_processor.${escapeIdentifier(name)}`);
    const payload: ChainNotification = {
      table: 'reset',
      op: 'truncate',
      rowCount: 0,
      minBlockNumber: null,
      maxBlockNumber: null,
    };
    await client.query('select pg_notify($1, $2)', [CHAIN_CHANNEL, JSON.stringify(payload)]);
    await client.query('commit');
  } finally {
    await client.end();
  }
}
