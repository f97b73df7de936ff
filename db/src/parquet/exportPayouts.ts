import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTimestampValue, type DuckDBAppender } from '@duckdb/node-api';
import type { Pool } from 'pg';
import { NothingFinalError, ParquetSumError } from '../errors';
import { loadFinalHeight, loadFinalPayouts, type FinalPayout } from '../queries/loadFinalPayouts';

const PAGE_ROWS = 5000;

/** What was written. */
export interface PayoutExport {
  file: string;
  fromBlock: number;
  toBlock: number;
  rowCount: number;
  /** Sum over the file, read back from it. */
  totalWei: bigint;
}

/**
 * Writes the payouts of a finalised range of blocks as one Parquet file, `payouts/blocks=<from>-<to>.parquet`. Such a
 * range never changes, so files can be kept, concatenated and read by DuckDB, ClickHouse or Spark alike. Amounts are
 * decimal text: Parquet has no 256-bit integer, and no float ever holds wei. The sum is read back from the file and
 * compared with Postgres before this returns.
 *
 * @param range `toBlock` defaults to the newest final block and is lowered to it
 * @throws NothingFinalError, ParquetSumError
 */
export async function exportPayouts(
  pool: Pool,
  folder: string,
  range: { fromBlock?: number; toBlock?: number } = {},
): Promise<PayoutExport> {
  const finalHeight = await loadFinalHeight(pool);
  const fromBlock = range.fromBlock ?? 0;
  const toBlock = Math.min(range.toBlock ?? Infinity, finalHeight ?? -1);
  if (toBlock < fromBlock) throw new NothingFinalError({ fromBlock, finalHeight });

  await mkdir(join(folder, 'payouts'), { recursive: true });
  const file = join(folder, 'payouts', `blocks=${fromBlock}-${toBlock}.parquet`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE payouts (
      id VARCHAR, block_number INTEGER, transaction_hash VARCHAR, inference_id VARCHAR, settled_at TIMESTAMP,
      model_id VARCHAR, role VARCHAR, recipient VARCHAR, contribution_id VARCHAR, datanet_id VARCHAR, license VARCHAR,
      amount_wei VARCHAR, verdict VARCHAR)`);
    const appender = await connection.createAppender('payouts');
    let rowCount = 0;
    let expectedWei = 0n;
    for (let afterId = ''; ;) {
      const page = await loadFinalPayouts(pool, { fromBlock, toBlock }, afterId, PAGE_ROWS);
      for (const payout of page) {
        append(appender, payout);
        expectedWei += payout.amountWei;
      }
      rowCount += page.length;
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
    }
    appender.closeSync();
    const target = file.replaceAll("'", "''");
    await connection.run(`COPY payouts TO '${target}' (FORMAT parquet, COMPRESSION zstd)`);
    // BIGNUM adds exactly at any size; HUGEINT and DECIMAL would overflow, DOUBLE would round.
    const read = await connection.runAndReadAll(
      `SELECT coalesce(sum(amount_wei::BIGNUM), '0'::BIGNUM)::VARCHAR AS total FROM read_parquet('${target}')`,
    );
    const totalWei = BigInt(String(read.getRowObjects()[0]?.['total']));
    if (totalWei !== expectedWei) throw new ParquetSumError({ file, expectedWei, totalWei });
    return { file, fromBlock, toBlock, rowCount, totalWei };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function append(appender: DuckDBAppender, payout: FinalPayout): void {
  const text = (value: string | null): void => (value === null ? appender.appendNull() : appender.appendVarchar(value));
  text(payout.id);
  appender.appendInteger(payout.blockNumber);
  text(payout.transactionHash);
  text(payout.inferenceId);
  if (payout.settledAt) appender.appendTimestamp(new DuckDBTimestampValue(BigInt(payout.settledAt.getTime()) * 1000n));
  else appender.appendNull();
  text(payout.modelId);
  text(payout.role);
  text(payout.recipient);
  text(payout.contributionId);
  text(payout.datanetId);
  text(payout.license);
  text(payout.amountWei.toString());
  text(payout.verdict);
  appender.endRow();
}
