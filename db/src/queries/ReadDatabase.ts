import { FatalError, RetryableError } from '@tributary/protocol';
import { Pool, type QueryConfig } from 'pg';
import { exactTypes } from '../createPool';
import type { SqlText } from './sql';
import { StatementNames } from './StatementNames';

/** A database that can only be read. Every statement is a READ ONLY transaction of its own with a time limit. */
export interface ReadDatabase {
  /** Once `signal` is aborted the statement is cancelled in Postgres, and this rejects with the signal's reason. */
  load<Row extends object>(question: SqlText, options?: { readonly signal?: AbortSignal }): Promise<Row[]>;
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
  const poolConfig = {
    connectionString: config.url,
    connectionTimeoutMillis: 5_000,
    application_name: 'tributary-api',
    options: `-c default_transaction_read_only=on -c statement_timeout=${config.statementTimeoutMs}`,
    types: exactTypes,
  };
  const pool = new Pool({ ...poolConfig, max: config.maxConnections });
  pool.on('error', (error) => config.onConnectionLost?.(error));
  // Cancelling must not wait for those it would free. Connects on first use, and closes again soon.
  const cancelPool = new Pool({ ...poolConfig, max: 1, idleTimeoutMillis: 1_000, allowExitOnIdle: true });
  cancelPool.on('error', () => undefined);

  const names = new StatementNames();
  const prepare = (text: string, values: unknown[]): QueryConfig => {
    const name = names.get(text);
    return name === undefined ? { text, values } : { name, text, values };
  };

  async function loadUntil(signal: AbortSignal, text: string, values: unknown[]): Promise<object[]> {
    signal.throwIfAborted();
    const client = await pool.connect();
    let cancelled: Promise<unknown> | undefined;
    const cancel = () => {
      const processId = (client as unknown as { processID: number | null }).processID;
      cancelled = cancelPool.query('SELECT pg_cancel_backend($1)', [processId]).catch(() => undefined);
    };
    // The connection may break while it is in use; the question hears of it too.
    const ignore = () => undefined;
    client.on('error', ignore);
    let failure: Error | undefined;
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', cancel, { once: true });
      return (await client.query<object>(prepare(text, values))).rows;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      // A late cancellation would hit the next question of this connection.
      await cancelled;
      client.off('error', ignore);
      client.release(signal.aborted ? undefined : failure);
    }
  }

  return {
    async load<Row extends object>(question: SqlText, { signal }: { signal?: AbortSignal } = {}): Promise<Row[]> {
      const { text, values } = question.render();
      config.onStatement?.(text);
      try {
        if (signal !== undefined) return (await loadUntil(signal, text, values)) as Row[];
        return (await pool.query<Row>(prepare(text, values))).rows;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw describeDatabaseError(error, config.statementTimeoutMs);
      }
    },
    getUsage: () => ({
      busyCount: pool.totalCount - pool.idleCount,
      idleCount: pool.idleCount,
      waitingCount: pool.waitingCount,
    }),
    async close() {
      await Promise.all([pool.end(), cancelPool.end()]);
    },
  };
}

/** What of a driver's error its reader can do something about, as a typed error; else the error itself. */
export function describeDatabaseError(error: unknown, statementTimeoutMs: number): unknown {
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
