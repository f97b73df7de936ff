import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartitionEdges } from '@tributary/db';
import { loadManifest } from '../manifest/loadManifest.js';
import { type Manifest, MANIFEST_NAME, type Partition } from '../manifest/Manifest.js';

/** The partitions that a folder has now; read again only when its manifest is another file. */
export class PartitionSource {
  readonly folder: string;
  readonly #chainId: number;
  #known: { mark: string; manifest: Promise<Manifest | null> } | undefined;

  constructor(folder: string, chainId: number) {
    this.folder = folder;
    this.#chainId = chainId;
  }

  /** Null without any, or when they are of another chain. @throws ManifestError once for each list that is none */
  async load(): Promise<Manifest | null> {
    const mark = await this.#loadMark();
    if (this.#known?.mark === mark) return this.#known.manifest;
    const loading = mark === '' ? Promise.resolve(null) : this.#loadOwn();
    this.#known = { mark, manifest: loading.catch(() => null) };
    return loading;
  }

  async #loadOwn(): Promise<Manifest | null> {
    const manifest = await loadManifest(this.folder);
    return manifest?.chainId === this.#chainId ? manifest : null;
  }

  /** Every save makes another file. */
  async #loadMark(): Promise<string> {
    try {
      const { ino, mtimeMs, size } = await stat(join(this.folder, MANIFEST_NAME));
      return [ino, mtimeMs, size].join('.');
    } catch {
      return '';
    }
  }
}

/** What Postgres compares with what it has. */
export function getEdges({ generation, partitions }: Manifest): PartitionEdges {
  return {
    generation,
    toBlocks: partitions.map(({ toBlock }) => toBlock),
    edgeBlockNumbers: partitions.map(({ edge }) => edge.blockNumber),
    edgeBlockHashes: partitions.map(({ edge }) => edge.blockHash),
    unlinked: partitions.filter(({ unlinkedCount }) => unlinkedCount > 0),
  };
}

/** The partitions up to a block that is the end of one of them. */
export function getPartitionsUpTo(partitions: readonly Partition[], toBlock: number): readonly Partition[] {
  return partitions.filter((partition) => partition.toBlock <= toBlock);
}
