/** What one run from an empty database to the end of the chain took. */
export interface Ingestion {
  /** Events that are in the database at the end. */
  eventCount: number;
  elapsedMs: number;
  peakRssMb: number;
}
