import { FatalError, RetryableError } from '@tributary/protocol';
import { Pool } from 'pg';
import { exactTypes } from '../createPool';
import type { SqlText } from './sql';

/** A database that can only be read. Every statement is a READ ONLY transaction of its own with a time limit. */
export interface ReadDatabase {
  load<Row extends object>(question: SqlText): Promise<Row[]>;
  close(): Promise<void>;
}

/** Connections of a pool, and questions that wait for one. */
export interface DatabaseUsage {
  busyCount: number;
  idleCount: number;
  waitingCount: number;
}

/** A {@link ReadDatabase} with connections of its own. */
export interface PooledReadDatabase extends ReadDatabase {
  getUsage(): DatabaseUsage;
}

export interface ReadDatabaseConfig {
  url: string;
  statementTimeoutMs: number;
  maxConnections: number;
  /** Sees every statement before it is sent: tests count them. */
  onStatement?: (text: string) => void;
  /** An idle connection broke; the pool replaces it. */
  onConnectionLost?: (error: Error) => void;
}

/** No connection, or the server is starting, stopping or not migrated yet. */
export class DatabaseUnavailableError extends RetryableError {
  constructor(facts: { sqlState?: string | undefined; reason: string }, options?: ErrorOptions) {
    super(`the database cannot be reached (${facts.reason}); try again when Postgres runs`, facts, options);
  }
}

/** The statement ran past its time limit and was cancelled by the server. */
export class StatementTimeoutError extends RetryableError {
  constructor(facts: { statementTimeoutMs: number }, options?: ErrorOptions) {
    super(`the question took longer than ${facts.statementTimeoutMs} ms; ask for less`, facts, options);
  }
}

/** Text that Postgres cannot hold: a NUL character or invalid Unicode. */
export class UnstorableTextError extends FatalError {
  constructor(options?: ErrorOptions) {
    super('the text holds a NUL character or invalid Unicode; remove it', {}, options);
  }
}

export function createReadDatabase(config: ReadDatabaseConfig): PooledReadDatabase {
  const pool = new Pool({
    connectionString: config.url,
    max: config.maxConnections,
    connectionTimeoutMillis: 5_000,
    application_name: 'tributary-api',
    options: `-c default_transaction_read_only=on -c statement_timeout=${config.statementTimeoutMs}`,
    types: exactTypes,
  });
  pool.on('error', (error) => config.onConnectionLost?.(error));

  return {
    async load<Row extends object>(question: SqlText): Promise<Row[]> {
      const { text, values } = question.render();
      config.onStatement?.(text);
      try {
        return (await pool.query<Row>(text, values)).rows;
      } catch (error) {
        throw describeDatabaseError(error, config.statementTimeoutMs);
      }
    },
    getUsage: () => ({
      busyCount: pool.totalCount - pool.idleCount,
      idleCount: pool.idleCount,
      waitingCount: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

function describeDatabaseError(error: unknown, statementTimeoutMs: number): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '57014') return new StatementTimeoutError({ statementTimeoutMs }, { cause: error });
  if (code === '22021' || code === '22P05') return new UnstorableTextError({ cause: error });
  // 08 connection, 57P0x shutdown or start, 53300 too many connections, 42P01/3D000 not migrated, 28xxx role not made yet.
  const isUnavailable = /^(08|57P|28|53300|42P01|3D000|3F000|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT|EAI_AGAIN)/.test(
    code,
  );
  if (isUnavailable || /connection (terminated|timeout)|timeout exceeded when trying to connect/i.test(message)) {
    return new DatabaseUnavailableError({ sqlState: code || undefined, reason: code || message }, { cause: error });
  }
  return error;
}
