import { join } from 'node:path';
import { openFileSource } from '../span/openFileSource.js';
import { openSpanIndex } from '../span/openSpanIndex.js';
import { MalformedSpanIndexError, type SpanIndex } from '../span/spanIndex.js';
import { MalformedIndexFolderError, malformedFile } from './IndexFolder.js';

/** The one index file of a folder of the method `span/1`. */
export const SPAN_FILE = 'span.safetensors';

/**
 * Lends the span index of a folder, and closes it again.
 *
 * @param tokenizerDigest of the tokenizer that its rows were encoded with
 * @throws MalformedIndexFolderError also when asking finds that the index contradicts itself
 */
export async function withSpanFile<Result>(
  folder: string,
  { tokenizerDigest, memoryBytes }: { tokenizerDigest: string; memoryBytes?: number },
  use: (index: SpanIndex) => Result | Promise<Result>,
): Promise<Result> {
  const source = openSource(folder);
  try {
    const index = openSpanIndex(source, memoryBytes);
    if (index.tokenizerDigest !== tokenizerDigest) {
      throw new MalformedIndexFolderError({ folder, reason: `${SPAN_FILE} is of another tokenizer` });
    }
    return await use(index);
  } catch (error) {
    const isOfFile = error instanceof MalformedSpanIndexError || (error instanceof Error && 'syscall' in error);
    throw isOfFile ? malformedFile(folder, SPAN_FILE, error) : error;
  } finally {
    source.close();
  }
}

function openSource(folder: string): ReturnType<typeof openFileSource> {
  try {
    return openFileSource(join(folder, SPAN_FILE));
  } catch (error) {
    throw malformedFile(folder, SPAN_FILE, error);
  }
}
