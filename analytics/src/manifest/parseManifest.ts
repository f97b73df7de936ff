import { ANALYTICS_TABLES, type AnalyticsTable, type BlockPoint } from '@tributary/db';
import { ManifestError } from '../errors.js';
import { type Manifest, type Partition, type PartitionFile, SCHEMA_VERSION } from './Manifest.js';

/** A name leads nowhere but into the folder of its table. */
const FILE_NAME = /^(payouts|inferences|verdicts)\/\d{10}-\d{10}\.[0-9a-f]{12}\.parquet$/;

/** Reads what `formatManifest` wrote, trusting nothing of it. @throws ManifestError */
export function parseManifest(text: string, path: string): Manifest {
  const refuse = (reason: string, options?: ErrorOptions): never => {
    throw new ManifestError({ path, reason }, options);
  };
  const check = <Value>(value: unknown, isGood: (value: unknown) => boolean, what: string): Value =>
    isGood(value) ? (value as Value) : refuse(`${what} is not as it should be`);
  const integer = (value: unknown, what: string): number => check(value, isCount, what);
  const string = (value: unknown, what: string): string => check(value, (text) => typeof text === 'string', what);
  const object = (value: unknown, what: string): Record<string, unknown> =>
    check(value, (item) => typeof item === 'object' && item !== null, what);

  const readPoint = (value: unknown, what: string): BlockPoint => {
    const point = object(value, what);
    return {
      blockNumber: integer(point['blockNumber'], `${what}.blockNumber`),
      blockHash: string(point['blockHash'], `${what}.blockHash`),
    };
  };
  const readFile = (value: unknown, table: AnalyticsTable): PartitionFile => {
    const file = object(value, table);
    const name = string(file['name'], `${table}.name`);
    if (!FILE_NAME.test(name) || !name.startsWith(`${table}/`)) refuse(`${table}.name is not as it should be`);
    const sumWei = check<string>(
      file['sumWei'],
      (sum) => typeof sum === 'string' && /^\d+$/.test(sum),
      `${table}.sumWei`,
    );
    return {
      name,
      rowCount: integer(file['rowCount'], `${table}.rowCount`),
      byteCount: integer(file['byteCount'], `${table}.byteCount`),
      sha256: string(file['sha256'], `${table}.sha256`),
      sumWei: BigInt(sumWei),
      limbCount: check(file['limbCount'], (count) => isCount(count) && count <= 4, `${table}.limbCount`),
    };
  };
  const readPartition = (value: unknown): Partition => {
    const partition = object(value, 'partition');
    const files = ANALYTICS_TABLES.map((table) => [table, readFile(partition[table], table)] as const);
    return {
      fromBlock: integer(partition['fromBlock'], 'fromBlock'),
      toBlock: integer(partition['toBlock'], 'toBlock'),
      edge: readPoint(partition['edge'], 'edge'),
      unlinkedCount: integer(partition['unlinkedCount'], 'unlinkedCount'),
      verdictMark: string(partition['verdictMark'], 'verdictMark'),
      ...(Object.fromEntries(files) as Record<AnalyticsTable, PartitionFile>),
    };
  };

  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refuse('it is no JSON', { cause: error });
  }
  const manifest = object(content, 'it');
  if (manifest['schemaVersion'] !== SCHEMA_VERSION) refuse(`its version is ${String(manifest['schemaVersion'])}`);
  const partitions = check<unknown[]>(manifest['partitions'], Array.isArray, 'partitions').map(readPartition);
  partitions.forEach(({ fromBlock, toBlock }, index) => {
    const previous = partitions[index - 1];
    if (toBlock < fromBlock || fromBlock !== (previous ? previous.toBlock + 1 : 0)) refuse('its partitions have gaps');
  });
  const verdictsAsOf = new Date(string(manifest['verdictsAsOf'], 'verdictsAsOf'));
  if (Number.isNaN(verdictsAsOf.getTime())) refuse('verdictsAsOf is no time');
  return {
    chainId: integer(manifest['chainId'], 'chainId'),
    generation: string(manifest['generation'], 'generation'),
    firstBlock: readPoint(manifest['firstBlock'], 'firstBlock'),
    syntheticReason:
      manifest['syntheticReason'] === null ? null : string(manifest['syntheticReason'], 'syntheticReason'),
    verdictsAsOf,
    partitions,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
