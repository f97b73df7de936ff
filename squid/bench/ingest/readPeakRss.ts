import { readFileSync } from 'node:fs';

/** The most memory that a process held so far, in MB; NaN where the system does not tell. */
export function readPeakRssMb(pid: number): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return peak ? Number(peak[1]) / 1024 : NaN;
  } catch {
    return NaN;
  }
}
