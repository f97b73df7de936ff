import { readFile, stat } from 'node:fs/promises';
import { FatalError } from '@tributary/protocol';
import { parseJsonObject } from './parseJsonObject.js';

/** A prompt and its answer. Token ids decide where they are given, as in a published transcript. */
export interface TranscriptFile {
  prompt: string;
  completion: string;
  promptTokenIds?: number[];
  completionTokenIds?: number[];
}

/** The transcript file does not hold a prompt and an answer that the model could have given. */
export class MalformedTranscriptFileError extends FatalError {
  constructor(facts: { path: string; reason: string }, options?: ErrorOptions) {
    super(
      `${facts.path} is no transcript: ${facts.reason}. It is to be {"prompt": "…", "completion": "…"}.`,
      facts,
      options,
    );
  }
}

const MAX_TRANSCRIPT_BYTES = 4 << 20;

/** @throws MalformedTranscriptFileError, and what opening a file throws */
export async function readTranscriptFile(path: string): Promise<TranscriptFile> {
  const fail = (reason: string): never => {
    throw new MalformedTranscriptFileError({ path, reason });
  };
  if ((await stat(path)).size > MAX_TRANSCRIPT_BYTES) fail(`it is larger than ${MAX_TRANSCRIPT_BYTES} bytes`);
  const own = parseJsonObject(await readFile(path), fail);
  const text = (key: 'prompt' | 'completion'): string => {
    const given = own(key);
    return typeof given === 'string' && given.isWellFormed() ? given : fail(`"${key}" is not text`);
  };
  const ids = (key: 'promptTokenIds' | 'completionTokenIds'): number[] | undefined => {
    const given = own(key);
    if (given === undefined) return undefined;
    const areIds = Array.isArray(given) && given.every((id) => Number.isSafeInteger(id) && (id as number) >= 0);
    return areIds && given.length > 0 ? (given as number[]) : fail(`"${key}" is not a list of token ids`);
  };
  const transcript = { prompt: text('prompt'), completion: text('completion') };
  const promptTokenIds = ids('promptTokenIds');
  const completionTokenIds = ids('completionTokenIds');
  if (transcript.completion === '' && !completionTokenIds) fail('"completion" is empty');
  return {
    ...transcript,
    ...(promptTokenIds && { promptTokenIds }),
    ...(completionTokenIds && { completionTokenIds }),
  };
}
