import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { AnalyticsMemoryError, AnalyticsTimeoutError, QuestionAbandonedError } from '../errors.js';
import { quoteSql } from '../quoteSql.js';

export interface DuckDbReaderOptions {
  /** The only folder it may touch. */
  folder: string;
  memoryLimit: string;
  threads: number;
  /** From when a question starts until it is stopped. */
  timeoutMs: number;
}

/** DuckDB over the files of one folder: no other file, no network, no extension, no setting can be reached from its SQL. */
export class DuckDbReader {
  readonly #options: DuckDbReaderOptions;
  #instance: Promise<DuckDBInstance> | undefined;

  constructor(options: DuckDbReaderOptions) {
    this.#options = options;
  }

  /**
   * Rows as objects of JavaScript values; BIGINT and wider as bigint.
   *
   * @param signal nobody waits for the answer any more
   * @throws AnalyticsTimeoutError, AnalyticsMemoryError, QuestionAbandonedError
   */
  async load<Row extends object>(
    sql: string,
    values: Record<string, DuckDBValue>,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    this.#instance ??= openInstance(this.#options);
    const connection = await (await this.#instance).connect();
    let isLate = false;
    const stop = (): void => connection.interrupt();
    const timer = setTimeout(() => {
      isLate = true;
      stop();
    }, this.#options.timeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      return (await connection.runAndReadAll(sql, values)).getRowObjectsJS() as Row[];
    } catch (error) {
      if (signal?.aborted) throw new QuestionAbandonedError();
      if (isLate) throw new AnalyticsTimeoutError({ timeoutMs: this.#options.timeoutMs });
      throw isOutOfMemory(error) ? new AnalyticsMemoryError({ cause: error }) : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      connection.closeSync();
    }
  }

  async close(): Promise<void> {
    (await this.#instance)?.closeSync();
    this.#instance = undefined;
  }
}

/** DuckDB names the kind of an error at the start of its message only. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error');
}

async function openInstance({ folder, memoryLimit, threads }: DuckDbReaderOptions): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: String(threads),
    // Nothing is spilled: what does not fit in memory is refused.
    max_temp_directory_size: '0KiB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run('SET parquet_metadata_cache = true');
    await connection.run(`SET allowed_directories = [${quoteSql(folder.replace(/\/*$/, '/'))}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    connection.closeSync();
  }
}
