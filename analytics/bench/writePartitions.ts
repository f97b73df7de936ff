/** Writes every final row of a database into partitions once: `<database URL> <folder> <chain id>`; tells its parent. */
import { ParquetFolder, PartitionWriter } from '@tributary/analytics';

const [databaseUrl, path, chainId] = process.argv.slice(2);
const folder = await ParquetFolder.open(path!, '512MiB');
const writer = new PartitionWriter({
  ...{ databaseUrl: databaseUrl!, chainId: Number(chainId), folder, maxRows: 1_000_000, keepMs: 0 },
  log: (line) => process.stderr.write(`${line}\n`),
});
await writer.open();
const startMs = performance.now();
await writer.runRound();
const elapsedMs = performance.now() - startMs;
const partitions = writer.manifest?.partitions ?? [];
const rowCount = partitions.reduce(
  (sum, { payouts, inferences, verdicts }) => sum + payouts.rowCount + inferences.rowCount + verdicts.rowCount,
  0,
);
folder.close();
process.send?.({ rowCount, partitionCount: partitions.length, elapsedMs });
process.disconnect();
