import { TooManyExportsError } from './errors.js';
import type { ExportSettings } from './ExportSettings.js';

/** Lets in as many exports at once as there is room for. */
export class ExportDesk {
  readonly #byClient = new Map<string, number>();
  #total = 0;
  #parquet = 0;

  constructor(readonly settings: ExportSettings) {}

  /** Gives what ends the export; throws {@link TooManyExportsError}. */
  enter(client: string, isParquet: boolean): () => void {
    const { maxExports, maxExportsPerAddress, maxParquetExports } = this.settings;
    const count = this.#byClient.get(client) ?? 0;
    const isFull = this.#total >= maxExports || (isParquet && this.#parquet >= maxParquetExports);
    if (isFull || count >= maxExportsPerAddress)
      throw new TooManyExportsError({ total: maxExports, perClient: maxExportsPerAddress });
    this.#byClient.set(client, count + 1);
    this.#total++;
    if (isParquet) this.#parquet++;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#byClient.get(client) ?? 1) - 1;
      if (left === 0) this.#byClient.delete(client);
      else this.#byClient.set(client, left);
      this.#total--;
      if (isParquet) this.#parquet--;
    };
  }
}
