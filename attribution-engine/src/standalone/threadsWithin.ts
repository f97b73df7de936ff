import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a thread takes beside the weights: activations, the runtime, a batch of rows. */
const THREAD_BYTES = 128 << 20;
/** A small model's bfloat16 weights are widened to twice their size. */
const WIDENING = 2;

/** How many threads, of those asked for, may each hold the model in a folder; at least one. */
export async function threadsWithin(memoryBytes: number, asked: number, baseFolder: string): Promise<number> {
  let weightBytes = 0;
  for (const name of await readdir(baseFolder)) {
    if (name.endsWith('.safetensors')) weightBytes += (await stat(join(baseFolder, name))).size;
  }
  return Math.max(1, Math.min(asked, Math.floor(memoryBytes / (THREAD_BYTES + WIDENING * weightBytes))));
}
