import { once } from 'node:events';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { TABLE_COLUMNS, type TableName } from './tableColumns';

/**
 * Sends what a buffer held, a table after the other. FREEZE writes rows as they will be after a vacuum, which the
 * transaction may do because it emptied the tables itself.
 */
export async function copyRows(client: Client, drained: ReadonlyMap<TableName, string>): Promise<void> {
  for (const [table, text] of drained) {
    const columns = TABLE_COLUMNS[table].map(escapeIdentifier).join(', ');
    const stream = client.query(copyFrom(`copy ${escapeIdentifier(table)} (${columns}) from stdin with (freeze)`));
    const finished = once(stream, 'finish');
    stream.end(Buffer.from(text, 'utf8'));
    await finished;
  }
}
