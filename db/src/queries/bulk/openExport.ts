import type { Readable } from 'node:stream';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { describeDatabaseError } from '../ReadDatabase';
import type { SqlText } from '../sql';
import { type ExportColumn, exportTypeOf } from './ExportColumn';
import { renderStatement } from './renderStatement';

export interface ExportConfig {
  /** Of a role that can only read. */
  url: string;
  /** Of the whole export, the reader's pace included. */
  timeoutMs: number;
}

/** The rows of a statement, read once as a stream. */
export interface OpenExport {
  readonly columns: readonly ExportColumn[];
  /** Bytes as Postgres makes them, no faster than they are read. Once. */
  copy(build: (rows: SqlText, columns: readonly ExportColumn[]) => SqlText): Readable;
  /** After the stream has ended: how many rows it had. */
  finish(): Promise<number>;
  /** Ends the statement also when nothing of it was read. */
  close(): void;
}

/** How often Postgres looks whether the reader is still there, also while it finds no row. */
const CHECK_CLIENT_MS = 1_000;

/** Opens a connection of its own for one export: one snapshot, READ ONLY. Throws what a bad value in the statement causes. */
export async function openExport(config: ExportConfig, rows: SqlText): Promise<OpenExport> {
  const client = new Client({
    connectionString: config.url,
    application_name: 'tributary-export',
    connectionTimeoutMillis: 5_000,
    options:
      `-c default_transaction_read_only=on -c statement_timeout=${config.timeoutMs} ` +
      `-c client_connection_check_interval=${CHECK_CLIENT_MS} -c max_parallel_workers_per_gather=0 -c TimeZone=UTC -c DateStyle=ISO`,
  });
  client.on('error', () => undefined);
  const cut = (): void => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const statement = renderStatement(rows);
    const { fields } = await client.query(`SELECT * FROM (${statement}) AS row LIMIT 0`);
    const columns = fields.map(({ name, dataTypeID }) => ({ name, type: exportTypeOf(dataTypeID) }));
    let stream: ReturnType<typeof copyTo> | undefined;
    return {
      columns,
      copy(build) {
        stream = client.query(copyTo(renderStatement(build(rows, columns))));
        return stream;
      },
      async finish() {
        // Postgres tells the count after the last row; this is answered after that.
        await client.query('COMMIT');
        return stream?.rowCount ?? 0;
      },
      close: cut,
    };
  } catch (error) {
    cut();
    throw describeDatabaseError(error, config.timeoutMs);
  }
}
