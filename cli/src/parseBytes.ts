import { UsageError } from './errors.js';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/**
 * A number of bytes given as text: `512M`, `2G`, `1.5GiB`, in powers of 1,024.
 *
 * @throws UsageError
 */
export function parseBytes(verb: string, name: string, text: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  const bytes = match ? Math.floor(Number(match[1]) * UNITS[match[2]!.toUpperCase()]!) : 0;
  if (bytes < 2 ** 20) {
    throw new UsageError({ problem: `--${name} takes a size such as 512M or 2G, at least 1M, not "${text}"`, verb });
  }
  return bytes;
}
