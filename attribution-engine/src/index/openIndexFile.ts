import { SafetensorsFile } from '@tributary/lora';
import { hasFamilies, indexWidth, type IndexReader } from './attributionIndex.js';
import { EXAMPLE_TENSORS, decodeExamples } from './exampleTensors.js';
import { MalformedIndexError, checkValues, parseIndexHeader } from './indexFile.js';

/** Opens an index file on disk; only its header and its rows' owners are read at once. @throws MalformedIndexError */
export async function openIndexFile(path: string): Promise<IndexReader> {
  const file = await openFile(path);
  try {
    const { rowCount, tellsExamples, ...header } = parseIndexHeader(file.header);
    const width = indexWidth(header);
    const contributions = new Uint32Array(rowCount);
    const lines = new Uint32Array(rowCount);
    await file.read('contribution', 0, contributions);
    await file.read('line', 0, lines);
    const families = hasFamilies(header) ? new Uint32Array(rowCount) : undefined;
    if (families) await file.read('family', 0, families);
    return {
      ...header,
      contributions,
      lines,
      ...(families && { families }),
      async read(from, { values, exponents }) {
        await file.read('rows', from * width, values);
        await file.read('exponent', from * header.blocks.length, exponents);
        checkValues(values);
      },
      async loadExamples() {
        if (!tellsExamples) return undefined;
        const [tokens, promptEnds, rowEnds] = await Promise.all(
          EXAMPLE_TENSORS.map(async (name) => {
            const values = new Uint32Array(file.header.tensors.get(name)!.shape[0]!);
            await file.read(name, 0, values);
            return values;
          }),
        );
        return decodeExamples(tokens!, promptEnds!, rowEnds!);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openFile(path: string): Promise<SafetensorsFile> {
  try {
    return await SafetensorsFile.open(path);
  } catch (cause) {
    throw new MalformedIndexError(
      { reason: `${path}: ${cause instanceof Error ? cause.message : String(cause)}` },
      { cause },
    );
  }
}
