import { Counter, Gauge, type Registry } from '@tributary/operations';
import { ANALYTICS_TABLES } from '@tributary/db';
import { getLastBlock, type Manifest } from './manifest/Manifest.js';
import type { RoundResult } from './write/PartitionWriter.js';

export interface WriterMetrics {
  noteRound(elapsedMs: number, result: RoundResult): void;
  noteFailure(): void;
}

/** @param getManifest asked at every scrape */
export function createWriterMetrics(registry: Registry, getManifest: () => Manifest | null): WriterMetrics {
  const registers = [registry];
  const rounds = new Counter({
    name: 'tributary_analytics_rounds_total',
    help: 'Rounds of the partition writer, by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const files = new Counter({
    name: 'tributary_analytics_partitions_total',
    help: 'Partitions that were written, whose verdicts were rewritten, that were merged, or dropped.',
    labelNames: ['what'],
    registers,
  });
  const seconds = new Gauge({
    name: 'tributary_analytics_round_seconds',
    help: 'How long the last round took.',
    registers,
  });
  new Gauge({
    name: 'tributary_analytics_block',
    help: 'Up to this block everything final is in partitions; -1 before the first.',
    registers,
    collect() {
      this.set(getLastBlock(getManifest()?.partitions ?? []));
    },
  });
  const size = (name: string, help: string, pick: 'rowCount' | 'byteCount'): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: ['table'],
      registers,
      collect() {
        for (const table of ANALYTICS_TABLES) {
          const partitions = getManifest()?.partitions ?? [];
          this.set(
            { table },
            partitions.reduce((sum, partition) => sum + partition[table][pick], 0),
          );
        }
      },
    });
  size('tributary_analytics_rows', 'Rows in partitions.', 'rowCount');
  size('tributary_analytics_bytes', 'Bytes of the files of partitions.', 'byteCount');
  return {
    noteRound(elapsedMs, { written, verdictsRewritten, merged, dropped }) {
      rounds.inc({ outcome: 'ok' });
      seconds.set(elapsedMs / 1000);
      for (const [what, count] of Object.entries({ written, verdictsRewritten, merged, dropped })) {
        files.inc({ what }, count);
      }
    },
    noteFailure: () => rounds.inc({ outcome: 'failed' }),
  };
}
