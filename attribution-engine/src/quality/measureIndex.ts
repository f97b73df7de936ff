import type { IndexQualityFigures } from '@tributary/db';
import { InvalidExampleError, createSession, type Example, type LoraModelSession } from '@tributary/lora';
import type { AttributionResult } from '../attribute.js';
import { compareQuery } from '../features/compareQuery.js';
import { allocateRows } from '../index/attributionIndex.js';
import type { GradientModel } from '../model/modelLibrary.js';
import { UnmeasurableIndexError } from './UnmeasurableIndexError.js';
import { sampleRows } from './sampleRows.js';
import { unrelatedAnswers } from './unrelatedAnswers.js';

/** Rows that are looked at; of a smaller index, all. */
const SAMPLED_ROWS = 24;
const MAX_ANSWER_TOKENS = 48;

/** Whose the rows are, and how to stop. */
export interface MeasureOptions {
  /** Names the sample; the root of the index. */
  seed: string;
  /** Ends the measurement between two rows. */
  signal?: AbortSignal;
}

/**
 * Measures how far to trust the shares of an index, with the model itself: whether its rows are the model's gradients
 * of the tokens that it tells, who is paid for answers of which is known whose prompt was asked, and how often somebody
 * is paid for words that nobody's data shaped. The same figures on every machine, up to the last bits of floats.
 *
 * @throws UnmeasurableIndexError when the index does not tell what its rows were
 */
export async function measureIndex(model: GradientModel, options: MeasureOptions): Promise<IndexQualityFigures> {
  const { base, adapter, index, attribution } = model;
  const examples = await index.loadExamples();
  if (!examples) throw new UnmeasurableIndexError({ reason: 'it does not tell what its rows were trained on' });
  const rows = sampleRows(examples.length, SAMPLED_ROWS, options.seed);

  let rowsConfirmed = 0;
  for (const row of rows) {
    await letOthers(options.signal);
    if (await isConfirmed(model, row, examples[row]!)) rowsConfirmed++;
  }

  const session = createSession(base, adapter);
  const shares: bigint[] = [];
  let answersAsked = 0;
  try {
    for (const row of rows) {
      await letOthers(options.signal);
      const answer = await answerTo(session, examples[row]!, base.tokenizer.eosId);
      if (!answer) continue;
      answersAsked++;
      await letOthers(options.signal);
      const result = await attribution.attribute(await attribution.computeQuery(answer));
      if (!result.unattributed) shares.push(bpsOf(index.contributions[row]!, result));
    }
  } finally {
    session.dispose();
  }

  let unrelatedAsked = 0;
  let unrelatedAttributed = 0;
  for (const answer of unrelatedAnswers(base.tokenizer)) {
    await letOthers(options.signal);
    const query = await orNothing(attribution.computeQuery(answer));
    if (!query) continue;
    unrelatedAsked++;
    if (!(await attribution.attribute(query)).unattributed) unrelatedAttributed++;
  }

  return {
    rowsSampled: rows.length,
    rowsConfirmed,
    answersAsked,
    answersAttributed: shares.length,
    rightContributionBps:
      shares.length === 0 ? null : Number(shares.reduce((sum, bps) => sum + bps, 0n) / BigInt(shares.length)),
    contributionCount: new Set(index.contributions).size,
    unrelatedAsked,
    unrelatedAttributed,
  };
}

/** Whether the model gives the committed row for its tokens; tokens that the model cannot take gave no row. */
async function isConfirmed({ index, attribution }: GradientModel, row: number, example: Example): Promise<boolean> {
  const committed = allocateRows(index, 1);
  await index.read(row, committed);
  const own = await orNothing(attribution.computeRow(example));
  return own !== undefined && compareQuery(committed, own, attribution.dimensions).accepted;
}

/** The model's likeliest answer to a row's prompt; undefined where the prompt leaves no room for one. */
async function answerTo(
  session: LoraModelSession,
  { promptIds }: Example,
  endToken: number,
): Promise<Example | undefined> {
  const generation = await orNothing(
    session.generate(promptIds, { maxTokens: MAX_ANSWER_TOKENS, temperature: 0, seed: 0 }),
  );
  if (!generation) return undefined;
  const completionIds = generation.finish === 'eos' ? [...generation.ids, endToken] : generation.ids;
  return completionIds.length === 0 ? undefined : { promptIds, completionIds };
}

/** The share of one contribution, rounded down. */
function bpsOf(contributionId: number, { shares }: AttributionResult): bigint {
  const own = shares.find((share) => share.contributionId === BigInt(contributionId))?.weight ?? 0n;
  return (10_000n * own) / shares.reduce((sum, { weight }) => sum + weight, 0n);
}

/** Undefined where a stranger's tokens are none that the model can take. */
async function orNothing<T>(computed: Promise<T>): Promise<T | undefined> {
  try {
    return await computed;
  } catch (error) {
    if (error instanceof InvalidExampleError) return undefined;
    throw error;
  }
}

/** Gradients are computed on this thread: verdicts, timers and sockets have their turn in between. */
async function letOthers(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
