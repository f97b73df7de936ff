import { join } from 'node:path';
import type { BaseModel } from '../model/loadBaseModel.js';
import { createFileSource } from '../model/createFileSource.js';
import { MalformedModelError } from '../errors.js';
import { listFolder } from '../model/readModelFolder.js';
import { loadLoraAdapter } from './loadLoraAdapter.js';
import type { LoraAdapter } from './LoraAdapter.js';

/** Sixteen times the largest adapters published for models of the sizes that fit here. */
const MAX_ADAPTER_BYTES = 2 ** 31 - 1;

/**
 * As `loadLoraAdapter` from a PEFT folder on disk, of which only the two files that matter are read.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export async function readLoraAdapter(folder: string, base: Pick<BaseModel, 'config'>): Promise<LoraAdapter> {
  const files = new Map<string, Uint8Array>();
  for (const name of await listFolder(folder)) {
    if (name === 'adapter_model.bin') files.set(name, new Uint8Array(0));
    if (name !== 'adapter_config.json' && name !== 'adapter_model.safetensors') continue;
    const source = createFileSource(join(folder, name));
    if (source.byteLength > MAX_ADAPTER_BYTES)
      throw new MalformedModelError({ file: name, cause: `${source.byteLength} bytes are too many for an adapter` });
    const bytes = new Uint8Array(source.byteLength);
    source.readInto(bytes, 0);
    files.set(name, bytes);
  }
  return loadLoraAdapter(files, base);
}
