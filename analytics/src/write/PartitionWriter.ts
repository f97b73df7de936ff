import { AnalyticsSnapshot, type BlockRange } from '@tributary/db';
import { ManifestError, PartitionSumError } from '../errors.js';
import { loadManifest } from '../manifest/loadManifest.js';
import { getLastBlock, type Manifest, type Partition, type PartitionFile } from '../manifest/Manifest.js';
import { saveManifest } from '../manifest/saveManifest.js';
import { DirtyVerdicts } from './DirtyVerdicts.js';
import { findMerge } from './findMerge.js';
import type { FileMarks, ParquetFolder } from './ParquetFolder.js';
import { addVerdictMarks } from './verdictMark.js';

export interface PartitionWriterOptions {
  /** Of a role that can read. */
  databaseUrl: string;
  chainId: number;
  folder: ParquetFolder;
  /** Rows of a partition, about. */
  maxRows: number;
  /** How long files stay after nothing names them: readers may still be at them. */
  keepMs: number;
  log: (line: string) => void;
}

/** What one round did. */
export interface RoundResult {
  written: number;
  verdictsRewritten: number;
  merged: number;
  dropped: number;
}

/**
 * Keeps the partitions of one chain true: writes what became final, rewrites verdicts that changed, merges small
 * partitions, and drops those of a chain that is not there any more. Every step ends with one new manifest, so that it may
 * be interrupted anywhere. One writer a folder.
 */
export class PartitionWriter {
  readonly dirtyVerdicts = new DirtyVerdicts();
  readonly #options: PartitionWriterOptions;
  #manifest: Manifest | null = null;

  constructor(options: PartitionWriterOptions) {
    this.#options = options;
  }

  get manifest(): Manifest | null {
    return this.#manifest;
  }

  /** Takes over what is in the folder, as far as its files are whole. */
  async open(): Promise<void> {
    const { folder, log, chainId } = this.#options;
    try {
      this.#manifest = await loadManifest(folder.path);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      log(`${error.message}. Starting again.`);
    }
    if (this.#manifest && this.#manifest.chainId !== chainId) this.#manifest = null;
    const partitions = this.#manifest?.partitions ?? [];
    for (const [index, partition] of partitions.entries()) {
      const files = [partition.payouts, partition.inferences, partition.verdicts];
      const areWhole = await Promise.all(files.map((file) => folder.isWhole(file)));
      if (areWhole.every(Boolean)) continue;
      log(`files of blocks ${partition.fromBlock} to ${partition.toBlock} are missing or damaged; writing them again`);
      await this.#save({ ...this.#manifest!, partitions: partitions.slice(0, index) });
      return;
    }
  }

  /** Everything there is to do now. */
  async runRound(signal?: AbortSignal): Promise<RoundResult> {
    const result: RoundResult = { written: 0, verdictsRewritten: 0, merged: 0, dropped: 0 };
    for (let isMore = true; isMore && !signal?.aborted;) {
      isMore = await this.#inSnapshot(result, (snapshot) => this.#writeNext(snapshot, result));
    }
    const dirty = this.dirtyVerdicts.take();
    try {
      await this.#rewriteVerdicts(dirty, result, signal);
    } catch (error) {
      if (dirty.isAll) this.dirtyVerdicts.noteAll();
      else for (const id of dirty.ids) this.dirtyVerdicts.note(id);
      throw error;
    }
    while (!signal?.aborted && (await this.#mergeNext())) result.merged++;
    const { folder, keepMs } = this.#options;
    const named = (this.#manifest?.partitions ?? []).flatMap(({ payouts, inferences, verdicts }) => [
      payouts.name,
      inferences.name,
      verdicts.name,
    ]);
    await folder.removeAllBut(new Set(named), keepMs);
    return result;
  }

  /** Opens a snapshot and first drops what it does not agree with. */
  async #inSnapshot<Outcome>(
    result: RoundResult,
    act: (snapshot: AnalyticsSnapshot) => Promise<Outcome>,
  ): Promise<Outcome> {
    const snapshot = await AnalyticsSnapshot.open(this.#options.databaseUrl);
    try {
      const { chainId, log } = this.#options;
      const partitions = this.#manifest?.partitions ?? [];
      const isSame =
        this.#manifest?.generation === snapshot.generation &&
        this.#manifest.syntheticReason === snapshot.syntheticReason;
      const matchCount = isSame ? await this.#countTrue(snapshot, partitions) : 0;
      if (matchCount < partitions.length) {
        log(`the index is another from block ${partitions[matchCount]!.fromBlock} on; writing it again from there`);
        result.dropped += partitions.length - matchCount;
      }
      if (snapshot.firstBlock !== null && (!isSame || matchCount < partitions.length)) {
        const { generation, firstBlock, syntheticReason, takenAt } = snapshot;
        this.dirtyVerdicts.noteAll();
        await this.#save({
          ...{ chainId, generation, firstBlock, syntheticReason },
          verdictsAsOf: this.#manifest?.verdictsAsOf ?? takenAt,
          partitions: partitions.slice(0, matchCount),
        });
      }
      return await act(snapshot);
    } finally {
      await snapshot.close();
    }
  }

  /** How many of the partitions, from the first on, are as they would be written now. */
  async #countTrue(snapshot: AnalyticsSnapshot, partitions: readonly Partition[]): Promise<number> {
    const matchCount = await snapshot.loadMatchCount(partitions.map(({ edge }) => edge));
    const matching = partitions.slice(0, matchCount);
    const lateLink = await snapshot.loadLateLink(matching.filter(({ unlinkedCount }) => unlinkedCount > 0));
    return lateLink === null ? matchCount : matching.findIndex(({ toBlock }) => toBlock === lateLink);
  }

  /** Writes the next partition; false when nothing more is final. */
  async #writeNext(snapshot: AnalyticsSnapshot, result: RoundResult): Promise<boolean> {
    const manifest = this.#manifest;
    const fromBlock = getLastBlock(manifest?.partitions ?? []) + 1;
    if (manifest === null || (snapshot.settledBlockNumber ?? -1) < fromBlock) return false;
    const range = { fromBlock, toBlock: await snapshot.loadCut(fromBlock, this.#options.maxRows) };
    const totals = await snapshot.loadTotals(range);
    const edge = await snapshot.loadNewestBlock(range.toBlock);
    if (edge === null || totals.payoutCount + totals.inferenceCount === 0) return false;

    const payouts = await this.#write(snapshot, 'payouts', range, totals.payoutCount, totals.paidWei);
    const inferences = await this.#write(snapshot, 'inferences', range, totals.inferenceCount, totals.feesWei);
    const verdicts = await this.#write(snapshot, 'verdicts', range, totals.inferenceCount, 0n);
    const verdictMark = await snapshot.loadVerdictMark(range);
    const { unlinkedCount } = totals;
    const written = { ...range, edge, unlinkedCount, verdictMark, payouts, inferences, verdicts };

    // What was paid just now may be about older inferences: their verdicts are of another state then.
    const older = [...manifest.partitions];
    for (const blockNumber of await snapshot.loadBlocksPaidLater(range)) {
      const index = older.findIndex(({ fromBlock, toBlock }) => blockNumber >= fromBlock && blockNumber <= toBlock);
      if (index === -1 || older[index] !== manifest.partitions[index]) continue;
      older[index] = await this.#withVerdicts(snapshot, older[index]!);
      result.verdictsRewritten++;
    }
    await this.#save({ ...manifest, partitions: [...older, written] });
    result.written++;
    return true;
  }

  async #rewriteVerdicts(
    dirty: { isAll: boolean; ids: readonly string[] },
    result: RoundResult,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    let asOf: Date | undefined;
    let index = 0;
    let blocks: readonly number[] | undefined;
    for (let isMore = true; isMore;) {
      isMore = await this.#inSnapshot(result, async (snapshot) => {
        asOf ??= snapshot.takenAt;
        blocks ??= dirty.isAll ? [] : await snapshot.loadInferenceBlocks(dirty.ids);
        const partitions = this.#manifest?.partitions ?? [];
        for (; index < partitions.length && !signal?.aborted; index++) {
          const partition = partitions[index]!;
          const isNamed = blocks.some((block) => block >= partition.fromBlock && block <= partition.toBlock);
          if (!dirty.isAll && !isNamed) continue;
          if ((await snapshot.loadVerdictMark(partition)) === partition.verdictMark) continue;
          const rewritten = await this.#withVerdicts(snapshot, partition);
          await this.#save({ ...this.#manifest!, partitions: partitions.with(index, rewritten) });
          result.verdictsRewritten++;
          index++;
          // A snapshot keeps the tables from being cleared: the next partition gets one of its own.
          return true;
        }
        return false;
      });
    }
    if (this.#manifest && asOf && !signal?.aborted) await this.#save({ ...this.#manifest, verdictsAsOf: asOf });
  }

  async #withVerdicts(snapshot: AnalyticsSnapshot, partition: Partition): Promise<Partition> {
    const verdictMark = await snapshot.loadVerdictMark(partition);
    const verdicts = await this.#write(snapshot, 'verdicts', partition, partition.inferences.rowCount, 0n);
    return { ...partition, verdictMark, verdicts };
  }

  async #mergeNext(): Promise<boolean> {
    const { folder, maxRows } = this.#options;
    const partitions = this.#manifest?.partitions ?? [];
    const index = findMerge(partitions, maxRows);
    if (index === -1) return false;
    const [older, newer] = [partitions[index]!, partitions[index + 1]!];
    const range = { fromBlock: older.fromBlock, toBlock: newer.toBlock };
    const marks = this.#getMarks();
    const merged: Partition = {
      ...range,
      edge: newer.edge,
      unlinkedCount: older.unlinkedCount + newer.unlinkedCount,
      verdictMark: addVerdictMarks(older.verdictMark, newer.verdictMark),
      payouts: await folder.mergeFiles('payouts', range, marks, [older.payouts, newer.payouts]),
      inferences: await folder.mergeFiles('inferences', range, marks, [older.inferences, newer.inferences]),
      verdicts: await folder.mergeFiles('verdicts', range, marks, [older.verdicts, newer.verdicts]),
    };
    for (const table of ['payouts', 'inferences', 'verdicts'] as const) {
      const rowCount = older[table].rowCount + newer[table].rowCount;
      assertSame(table, range, merged[table], rowCount, older[table].sumWei + newer[table].sumWei);
    }
    await this.#save({ ...this.#manifest!, partitions: partitions.toSpliced(index, 2, merged) });
    return true;
  }

  async #write(
    snapshot: AnalyticsSnapshot,
    table: 'payouts' | 'inferences' | 'verdicts',
    range: BlockRange,
    rowCount: number,
    sumWei: bigint,
  ): Promise<PartitionFile> {
    const file = await this.#options.folder.writeRows(table, range, this.#getMarks(), snapshot.copy(table, range));
    assertSame(table, range, file, rowCount, sumWei);
    return file;
  }

  /** Every file says for itself where it is from. */
  #getMarks(): FileMarks {
    const { chainId, syntheticReason } = this.#manifest!;
    return { chainId: String(chainId), synthetic: syntheticReason ?? 'no' };
  }

  async #save(manifest: Manifest): Promise<void> {
    await saveManifest(this.#options.folder.path, manifest);
    this.#manifest = manifest;
  }
}

/** @throws PartitionSumError */
function assertSame(table: string, range: BlockRange, file: PartitionFile, rowCount: number, sumWei: bigint): void {
  if (file.rowCount === rowCount && file.sumWei === sumWei) return;
  throw new PartitionSumError({
    table,
    ...{ fromBlock: range.fromBlock, toBlock: range.toBlock },
    expected: `${sumWei} wei in ${rowCount} rows`,
    actual: `${file.sumWei} wei in ${file.rowCount} rows`,
  });
}
