import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { ANALYTICS_TABLES, type AnalyticsTable, type BlockRange } from '@tributary/db';
import { joinLimbs } from '../joinLimbs.js';
import type { PartitionFile } from '../manifest/Manifest.js';
import { syncFolder } from '../manifest/syncFolder.js';
import { quoteSql } from '../quoteSql.js';
import { getLimbNames, LIMB_COUNT, tableColumns } from '../tableColumns.js';

/** Rows that are decoded together; a reader skips those whose blocks it does not want. */
const ROW_GROUP_ROWS = 122_880;
const LOW_BITS = '18446744073709551615';

/** Key-value metadata of a file. */
export interface FileMarks {
  chainId: string;
  /** `no`, or why it is of no chain. */
  synthetic: string;
}

/** The folder of one chain's partitions: makes its Parquet files, in bounded memory, and removes them. */
export class ParquetFolder {
  readonly path: string;
  readonly #instance: DuckDBInstance;

  private constructor(path: string, instance: DuckDBInstance) {
    this.path = path;
    this.#instance = instance;
  }

  /** What an interrupted writer left half done is removed. */
  static async open(path: string, memoryLimit: string): Promise<ParquetFolder> {
    for (const table of ANALYTICS_TABLES) await mkdir(join(path, table), { recursive: true });
    const scratch = join(path, 'tmp');
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch);
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: memoryLimit,
      threads: '2',
      temp_directory: join(scratch, 'duckdb'),
    });
    return new ParquetFolder(path, instance);
  }

  close(): void {
    this.#instance.closeSync();
  }

  /** Turns CSV rows, as Postgres copies them out, into a file of the table. */
  async writeRows(table: AnalyticsTable, range: BlockRange, marks: FileMarks, csv: Readable): Promise<PartitionFile> {
    const csvPath = this.#scratch('csv');
    try {
      await pipeline(csv, createWriteStream(csvPath));
      const { csv: types, kept, amount } = tableColumns[table];
      const columns = Object.entries(types).map(([name, type]) => `${quoteSql(name)}: ${quoteSql(type)}`);
      const limbs = amount === null ? [] : splitSql(amount);
      return await this.#write(
        table,
        range,
        marks,
        `SELECT ${[...kept, ...limbs].join(', ')} FROM read_csv(${quoteSql(csvPath)}, columns = {${columns.join(', ')}},
          header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '',
          allow_quoted_nulls = false, new_line = '\\n')`,
      );
    } finally {
      await rm(csvPath, { force: true });
    }
  }

  /** One file of the rows of several that follow one another. */
  async mergeFiles(
    table: AnalyticsTable,
    range: BlockRange,
    marks: FileMarks,
    files: readonly PartitionFile[],
  ): Promise<PartitionFile> {
    const paths = files.map(({ name }) => quoteSql(join(this.path, name)));
    return this.#write(table, range, marks, `SELECT * FROM read_parquet([${paths.join(', ')}])`);
  }

  /** Whether a file is the one that was written, byte for byte. */
  async isWhole({ name, byteCount, sha256 }: PartitionFile): Promise<boolean> {
    try {
      const path = join(this.path, name);
      return (await stat(path)).size === byteCount && (await hashFile(path)) === sha256;
    } catch {
      return false;
    }
  }

  /** Removes the files that nobody has named for so long that nobody reads them any more. */
  async removeAllBut(names: ReadonlySet<string>, olderThanMs: number): Promise<void> {
    for (const table of ANALYTICS_TABLES) {
      for (const entry of await readdir(join(this.path, table))) {
        if (names.has(`${table}/${entry}`)) continue;
        const path = join(this.path, table, entry);
        const { ctimeMs } = await stat(path);
        if (Date.now() - ctimeMs >= olderThanMs) await rm(path, { force: true });
      }
    }
  }

  async #write(table: AnalyticsTable, range: BlockRange, marks: FileMarks, select: string): Promise<PartitionFile> {
    const scratch = this.#scratch('parquet');
    const connection = await this.#instance.connect();
    try {
      await connection.run(
        `COPY (${select}) TO ${quoteSql(scratch)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS},
          KV_METADATA { chain_id: ${quoteSql(marks.chainId)}, synthetic: ${quoteSql(marks.synthetic)} })`,
      );
      const sums = await readSums(connection, table, scratch);
      const sha256 = await hashFile(scratch);
      const name = `${table}/${pad(range.fromBlock)}-${pad(range.toBlock)}.${sha256.slice(0, 12)}.parquet`;
      const handle = await open(scratch, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      const { size: byteCount } = await stat(scratch);
      await rename(scratch, join(this.path, name));
      await syncFolder(join(this.path, table));
      return { name, byteCount, sha256, ...sums };
    } finally {
      connection.closeSync();
      await rm(scratch, { force: true });
    }
  }

  #scratch(ending: string): string {
    return join(this.path, 'tmp', `${randomUUID()}.${ending}`);
  }
}

/** Read back from the file, so that what it says is what was meant. */
async function readSums(
  connection: DuckDBConnection,
  table: AnalyticsTable,
  path: string,
): Promise<Pick<PartitionFile, 'rowCount' | 'sumWei' | 'limbCount'>> {
  const { amount } = tableColumns[table];
  const limbs = amount === null ? [] : getLimbNames(amount);
  const columns = ['count(*) AS n', ...limbs.map((limb, index) => `coalesce(sum(${limb}), 0)::VARCHAR AS s${index}`)];
  const reader = await connection.runAndReadAll(`SELECT ${columns.join(', ')} FROM read_parquet(${quoteSql(path)})`);
  const row = reader.getRowObjectsJS()[0]!;
  const sums = limbs.map((_, index) => BigInt(String(row[`s${index}`])));
  return {
    rowCount: Number(row['n']),
    sumWei: joinLimbs(sums),
    limbCount: sums.findLastIndex((sum) => sum > 0n) + 1,
  };
}

/** The halves of 128 bits as four limbs of 64. */
function splitSql(amount: string): string[] {
  const names = getLimbNames(amount);
  const halves = ['amount_low', 'amount_low', 'amount_high', 'amount_high'];
  return Array.from({ length: LIMB_COUNT }, (_, limb) =>
    limb % 2 === 0
      ? `(${halves[limb]} & ${LOW_BITS}::UHUGEINT)::UBIGINT AS ${names[limb]}`
      : `(${halves[limb]} >> 64::UHUGEINT)::UBIGINT AS ${names[limb]}`,
  );
}

function pad(blockNumber: number): string {
  return String(blockNumber).padStart(10, '0');
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
