import {
  compareQuery,
  createFeatureExtractor,
  GRADIENT_1,
  blockDimensions,
  type FeatureExtractor,
  createProjection,
} from '@tributary/attribution-engine';
import { createJaxTwin, restartAdapter, type Example, type LoraAdapter, type LoraGradient } from '@tributary/lora';
import { encodeRow } from './encodeRow.ts';
import type { Study, StudyAnswer } from './prepareStudy.ts';
import type { QualityCase } from './QualityCase.ts';
import { EPOCHS } from './studySettings.ts';

interface Comparison {
  accepted: boolean;
  cosine: number;
  blockError: number;
}

/**
 * What a verifier accepts and refuses, on the model's own greedy answers: honest recomputations in another order, and
 * by the independent twin (jax-js: other kernels, other order of summation, padded), against forged queries.
 */
export async function* measureForgery(study: Study, twinCount: number): AsyncGenerator<QualityCase> {
  const { base, training, features, answers } = study;
  const { toQuery } = study.scorers['gradient/1'];
  const greedy = answers.flatMap((answer, q) =>
    answer.source === 'greedy' && answer.completion.length > 1 ? [{ answer, q }] : [],
  );
  const dimensions = blockDimensions(features.index);
  const committed = new Map(greedy.map(({ q }) => [q, toQuery(features.queries[q]!)]));
  const compare = async (
    chosen: typeof greedy,
    recompute: (answer: StudyAnswer) => Promise<readonly Float64Array[]>,
  ): Promise<Comparison[]> => {
    const comparisons: Comparison[] = [];
    for (const { answer, q } of chosen) {
      comparisons.push(compareQuery(committed.get(q)!, toQuery(await recompute(answer)), dimensions));
    }
    return comparisons;
  };

  const own = createFeatureExtractor(base, training.adapter, GRADIENT_1);
  const backwards = await compare([...greedy].reverse(), ({ example }) => own.extract(example));
  yield* describe('honest: one at a time, in reverse order', backwards, true);
  const twin = await createTwinExtractor(study);
  yield* describe(
    'honest: the jax-js twin, another implementation',
    await compare(greedy.slice(0, twinCount), ({ example }) => twin.extract(example)),
    true,
  );
  twin.dispose();

  const forge = (change: (answer: StudyAnswer) => Example) => compare(greedy, (answer) => own.extract(change(answer)));
  const changeText = (text: string): string => {
    const at = text.length >> 1;
    return text.slice(0, at) + (text[at] === 'e' ? 'a' : 'e') + text.slice(at + 1);
  };
  const encode = ({ prompt, completion }: StudyAnswer): Example => encodeRow(base, { prompt, completion });
  yield* describe(
    'forged: one byte of the prompt changed',
    await forge((answer) => encode({ ...answer, prompt: changeText(answer.prompt) })),
    false,
  );
  yield* describe(
    'forged: one byte of the answer changed',
    await forge((answer) => encode({ ...answer, completion: changeText(answer.completion) })),
    false,
  );
  yield* describe(
    'forged: the last token of the answer dropped',
    await forge(({ example }) => ({ ...example, completionIds: example.completionIds.slice(0, -1) })),
    false,
  );
  own.dispose();

  const older = training.epochs.at(-2)!;
  yield* describe('forged: the adapter one epoch older', await withAdapter(study, older, compare, greedy), false);
  const other = await study.pool.run({
    type: 'train',
    examples: study.indexRows.map(({ example }) => example),
    seed: 'b',
    epochs: EPOCHS,
    measured: [],
  });
  yield* describe(
    'forged: an adapter of another seed',
    await withAdapter(study, other.adapter, compare, greedy),
    false,
  );
}

async function withAdapter<Chosen>(
  study: Study,
  adapter: LoraAdapter,
  compare: (
    chosen: Chosen,
    recompute: (answer: StudyAnswer) => Promise<readonly Float64Array[]>,
  ) => Promise<Comparison[]>,
  chosen: Chosen,
): Promise<Comparison[]> {
  const extractor = createFeatureExtractor(study.base, adapter, GRADIENT_1);
  const comparisons = await compare(chosen, ({ example }) => extractor.extract(example));
  extractor.dispose();
  return comparisons;
}

function* describe(name: string, comparisons: readonly Comparison[], honest: boolean): Generator<QualityCase> {
  const part = 'forgery';
  const right = comparisons.filter(({ accepted }) => accepted === honest).length / comparisons.length;
  yield {
    ...{ part, case: `${name}, ${comparisons.length} queries: ${honest ? 'accepted' : 'refused'}`, unit: 'share' },
    ...{ ours: right, bar: 1, good: 'at least' },
  };
  const cosines = comparisons.map(({ cosine }) => cosine);
  const errors = comparisons.map(({ blockError }) => blockError);
  yield {
    ...{ part, case: `${name}: ${honest ? 'lowest' : 'highest'} cosine (limit 0.99999)`, unit: 'cosine' },
    ours: honest ? Math.min(...cosines) : Math.max(...cosines),
  };
  yield {
    ...{ part, case: `${name}: ${honest ? 'largest' : 'smallest'} block error (limit 0.01)`, unit: 'share' },
    ours: honest ? Math.max(...errors) : Math.min(...errors),
  };
}

/** The rule's features by the twin's gradients. */
async function createTwinExtractor(study: Study): Promise<Pick<FeatureExtractor, 'extract' | 'dispose'>> {
  const { base, training, features } = study;
  const start = await createJaxTwin(base, restartAdapter(training.adapter, 'gradient/1'));
  const final = await createJaxTwin(base, training.adapter);
  const names = features.index.blocks.map(({ name }) => name);
  const project = (name: string, block: Float32Array): Float64Array =>
    createProjection(name, block.length, GRADIENT_1.blockDimension).project(block);
  return {
    async extract(example) {
      const byName = new Map<string, Float64Array>();
      for (const { name, dB } of await start.gradient(example))
        byName.set(`start/${name}`, project(`start/${name}`, dB));
      for (const gradient of await final.gradient(example)) {
        byName.set(`final/${gradient.name}`, project(`final/${gradient.name}`, joinBoth(gradient)));
      }
      return names.map((name) => byName.get(name)!);
    },
    dispose() {
      start.dispose();
      final.dispose();
    },
  };
}

function joinBoth({ dA, dB }: LoraGradient): Float32Array {
  const both = new Float32Array(dA.length + dB.length);
  both.set(dA);
  both.set(dB, dA.length);
  return both;
}
