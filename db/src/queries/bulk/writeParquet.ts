import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ExportColumn, ExportType } from './ExportColumn';
import { ExportTooLargeError } from './ExportTooLargeError';

/** Exact integers stay decimal text: Parquet has none of 256 bits, and DuckDB writes its largest as a float. */
const PARQUET_TYPES: Readonly<Record<ExportType, string>> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'INTEGER',
  exact: 'VARCHAR',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
  json: 'VARCHAR',
};
const ROW_GROUP_ROWS = 122_880;
const MEMORY_LIMIT = '256MB';
/** A row holds calldata and evidence at most. */
const MAX_ROW_BYTES = 8 * 1024 * 1024;
const BUFFER_BYTES = 2 * MAX_ROW_BYTES;

export interface ParquetTarget {
  /** An empty folder of its own, which the caller removes. */
  readonly folder: string;
  /** Of what is written there on the way. */
  readonly maximumBytes: number;
  /** Told in the file. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Makes a Parquet file (zstd) of plain CSV with a header, in its order, with little memory: the CSV goes to the disk and
 * DuckDB reads it from there, on one thread, so that equal rows make equal bytes. Gives the path of the file.
 *
 * @throws ExportTooLargeError
 */
export async function writeParquet(
  csv: Readable,
  columns: readonly ExportColumn[],
  target: ParquetTarget,
): Promise<string> {
  const source = join(target.folder, 'rows.csv');
  const file = join(target.folder, 'rows.parquet');
  await pipeline(csv, limitBytes(target.maximumBytes), createWriteStream(source), { signal: target.signal });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY_LIMIT,
    temp_directory: target.folder,
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  target.signal.addEventListener('abort', interrupt, { once: true });
  try {
    target.signal.throwIfAborted();
    // What the rows hold is data in a file that DuckDB reads, never part of a statement.
    await connection.run(`SET allowed_directories = [${quote(target.folder)}]`);
    await connection.run(`SET enable_external_access = false`);
    await connection.run(`SET lock_configuration = true`);
    const types = columns.map(({ name, type }) => `${quote(name)}: ${quote(PARQUET_TYPES[type])}`).join(', ');
    const metadata = Object.entries(target.metadata).map(([name, value]) => `${name}: ${quote(value)}`);
    await connection.run(
      `COPY (SELECT * FROM read_csv(${quote(source)}, auto_detect = false, header = true, columns = {${types}},
         delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, parallel = false,
         timestampformat = '%Y-%m-%dT%H:%M:%S.%gZ', max_line_size = ${MAX_ROW_BYTES}, buffer_size = ${BUFFER_BYTES}))
       TO ${quote(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS},
         KV_METADATA {${metadata.join(', ')}})`,
    );
    return file;
  } finally {
    target.signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    await rm(source, { force: true });
  }
}

function limitBytes(maximumBytes: number): Transform {
  let bytesLeft = maximumBytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytesLeft -= chunk.length;
      if (bytesLeft < 0) done(new ExportTooLargeError({ maximumBytes }));
      else done(null, chunk);
    },
  });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
