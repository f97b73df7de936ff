import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Results of long computations on disk, each under the digest of everything it depends on. */
export interface StudyCache {
  /** What was computed from these facts before, or what `compute` now gives, which is kept. */
  remember<T>(facts: unknown, compute: () => Promise<T>): Promise<T>;
}

/**
 * Digest of plain data and typed arrays, in hex. Every number counts as float64: the engine's own serialisation tells
 * apart an integer that was computed and the same one that was read back.
 */
export function digestOfFacts(facts: unknown): string {
  const hash = createHash('sha256');
  const add = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      hash.update(`${value.constructor.name} ${value.byteLength} `);
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    } else if (Array.isArray(value)) {
      hash.update(`[${value.length} `);
      if (value.every((item) => typeof item === 'number')) add(Float64Array.from(value));
      else value.forEach(add);
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      hash.update(`{${entries.length} `);
      for (const [key, item] of entries) {
        add(key);
        add(item);
      }
    } else {
      const text = String(value);
      hash.update(`${typeof value} ${text.length} ${text} `);
    }
  };
  add(facts);
  return hash.digest('hex');
}

export function createStudyCache(folder: string): StudyCache {
  mkdirSync(folder, { recursive: true });
  const underWay = new Map<string, Promise<unknown>>();
  const computeOnce = async <T>(file: string, compute: () => Promise<T>): Promise<T> => {
    const result = await compute();
    writeFileSync(`${file}.part`, serialize(result));
    renameSync(`${file}.part`, file);
    return result;
  };
  return {
    async remember<T>(facts: unknown, compute: () => Promise<T>): Promise<T> {
      const file = join(folder, `${digestOfFacts(facts)}.v8`);
      const known = readIfThere(file);
      if (known !== undefined) return deserialize(known) as T;
      const running = underWay.get(file) ?? computeOnce(file, compute).finally(() => underWay.delete(file));
      underWay.set(file, running);
      return (await running) as T;
    },
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
