import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a writer did on its own. */
export interface WriterRun {
  rowCount: number;
  partitionCount: number;
  elapsedMs: number;
  peakRssMb: number;
}

const SAMPLE_MS = 50;

/** Writes all partitions in a process of its own, so that its memory is its own. */
export async function runWriter(databaseUrl: string, folder: string, chainId: number): Promise<WriterRun> {
  const child = fork(fileURLToPath(new URL('./writePartitions.ts', import.meta.url)), [
    databaseUrl,
    folder,
    String(chainId),
  ]);
  let peakRssMb = 0;
  const sampling = setInterval(() => (peakRssMb = Math.max(peakRssMb, readRssMb(child.pid!))), SAMPLE_MS);
  try {
    return await new Promise<WriterRun>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the writer ended with ${code}`)));
      child.once('message', (run: Omit<WriterRun, 'peakRssMb'>) => resolve({ ...run, peakRssMb }));
    });
  } finally {
    clearInterval(sampling);
  }
}

function readRssMb(pid: number): number {
  try {
    const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0;
  }
}
