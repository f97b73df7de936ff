/** How much an export may take. */
export interface ExportSettings {
  /** At once. */
  readonly maxExports: number;
  readonly maxExportsPerAddress: number;
  /** Parquet files are made on the disk: fewer of them at once. */
  readonly maxParquetExports: number;
  /** Of one export, its reader's pace included. */
  readonly timeoutMs: number;
  /** Of a Parquet export, before it is compressed. */
  readonly maxTemporaryBytes: number;
}

export const DEFAULT_EXPORT_SETTINGS: ExportSettings = {
  maxExports: 6,
  maxExportsPerAddress: 2,
  maxParquetExports: 2,
  timeoutMs: 30 * 60_000,
  maxTemporaryBytes: 8 * 1024 ** 3,
};
