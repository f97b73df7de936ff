import { Pool } from 'pg';
import { exactTypes } from '../../createPool';
import { describeDatabaseError, type ReadDatabase } from '../ReadDatabase';

/** Reads of the database in which several questions see one state. */
export interface SnapshotReader {
  /** `work` asks its questions of one snapshot; it waits for a connection. */
  read<Answer>(work: (db: ReadDatabase) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export interface SnapshotReaderConfig {
  url: string;
  statementTimeoutMs: number;
  maxConnections: number;
  onStatement?: (text: string) => void;
}

/** Every read is a REPEATABLE READ, READ ONLY transaction. */
export function createSnapshotReader(config: SnapshotReaderConfig): SnapshotReader {
  const pool = new Pool({
    connectionString: config.url,
    max: config.maxConnections,
    connectionTimeoutMillis: 5_000,
    application_name: 'tributary-api-live',
    options: `-c default_transaction_read_only=on -c statement_timeout=${config.statementTimeoutMs}`,
    types: exactTypes,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async read(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw describeDatabaseError(error, config.statementTimeoutMs);
      });
      let isBroken = true;
      try {
        const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
          config.onStatement?.(text);
          return (await client.query<Row>(text, values)).rows;
        };
        await ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const answer = await work({
          load<Row extends object>(question: Parameters<ReadDatabase['load']>[0]): Promise<Row[]> {
            const { text, values } = question.render();
            return ask<Row>(text, values);
          },
          close: () => Promise.resolve(),
        });
        await ask('COMMIT');
        isBroken = false;
        return answer;
      } catch (error) {
        throw describeDatabaseError(error, config.statementTimeoutMs);
      } finally {
        client.release(isBroken);
      }
    },
    close: () => pool.end(),
  };
}
