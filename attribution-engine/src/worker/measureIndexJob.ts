import { saveIndexQuality, type IndexQualityToSave, type UnmeasuredIndex } from '@tributary/db';
import { DisposedSessionError } from '@tributary/lora';
import { FatalError } from '@tributary/protocol';
import type { Pool } from 'pg';
import { isBlobError } from '../blobs/errors.js';
import type { GradientModel, ModelLibrary } from '../model/modelLibrary.js';
import { UnmeasurableIndexError } from '../quality/UnmeasurableIndexError.js';
import { measureIndex } from '../quality/measureIndex.js';
import { DisposedError } from '../score/errors.js';
import { ENGINE_VERSION } from './engineVersion.js';

/** What could not be measured is tried again after this. */
const RETRY_MS = 3_600_000;

/**
 * Measures an index and stores the figures, or why there are none. @returns a sentence for the log
 *
 * @throws what kept it from being measured, where another try may help; unless this is the last one
 */
export async function measureIndexJob(
  pool: Pool,
  library: ModelLibrary,
  index: UnmeasuredIndex,
  { isLastTry, signal }: { isLastTry: boolean; signal: AbortSignal },
): Promise<string> {
  const startedAt = performance.now();
  const save = (outcome: Pick<IndexQualityToSave, 'figures' | 'reason' | 'retryAt'>): Promise<void> => {
    const { indexId, indexRoot, modelId } = index;
    const elapsedMs = Math.round(performance.now() - startedAt);
    return saveIndexQuality(pool, {
      indexId,
      indexRoot,
      modelId,
      engineVersion: ENGINE_VERSION,
      elapsedMs,
      ...outcome,
    });
  };
  const giveUp = (reason: string, isFinal = false): Promise<void> =>
    save({ figures: null, reason, retryAt: isFinal ? null : new Date(Date.now() + RETRY_MS) });

  // Should this end the process as it may have ended those before, it is not tried again at once for ever.
  if (isLastTry) await giveUp('Measuring it was begun several times and never came to an end.');
  try {
    const figures = await measureIndex(await getModel(library, index), { seed: index.indexRoot, signal });
    await save({ figures, reason: null, retryAt: null });
    return `${figures.rowsConfirmed} of ${figures.rowsSampled} rows confirmed`;
  } catch (error) {
    if (signal.aborted || !(isLastTry || isLasting(error))) throw error;
    const reason = readable(error);
    await giveUp(reason, error instanceof UnmeasurableIndexError);
    return reason;
  }
}

async function getModel(library: ModelLibrary, index: UnmeasuredIndex): Promise<GradientModel> {
  const { artifact, baseArtifact, indexRoot: root, indexUri: uri, method } = index;
  if (!artifact || !baseArtifact) {
    throw new UnmeasurableIndexError({ reason: `the chain names no ${artifact ? 'base model' : 'model'} for it` });
  }
  // By its name, before anything is fetched: other methods count words or log what was retrieved.
  if (!method.startsWith('gradient/')) {
    throw new UnmeasurableIndexError({ reason: 'its method attributes by words, and only gradients are measured' });
  }
  const { gradient } = await library.getModel(artifact, baseArtifact, { root, uri, method });
  if (!gradient) throw new UnmeasurableIndexError({ reason: 'its method does not work by gradients' });
  return gradient;
}

/** Whether the next try would end the same way. */
function isLasting(error: unknown): boolean {
  // The library drops a model when others are asked for; the next try loads it again.
  const isOfThisMoment = isBlobError(error) || error instanceof DisposedSessionError || error instanceof DisposedError;
  return error instanceof FatalError && !isOfThisMoment;
}

/** It may quote a stranger: Postgres takes neither half a surrogate pair nor a NUL. */
function readable(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD');
}
