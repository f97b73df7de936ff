import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createRandomModelFiles,
  encodeExample,
  encodeSafetensors,
  loadBaseModel,
  readModelFolder,
  trainBaseModel,
  trainByteBpe,
  writeModelFolder,
  type BaseModel,
} from '@tributary/lora';
import { createBaseText } from './createBaseText.ts';
import { digestOfFacts } from './createStudyCache.ts';
import { readOrdinaryText } from './readOrdinaryText.ts';
import { UNRELATED_COUNT } from './studySettings.ts';

/** PEBBLE's shape, with a smaller vocabulary. */
const CONFIG = {
  vocab_size: 512,
  hidden_size: 128,
  intermediate_size: 336,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 32,
  max_position_embeddings: 512,
};
const TRAINING = { epochs: 1, batchSize: 12, learningRate: 4e-3, weightDecay: 0.05, seed: 'quality' };

/** The base model of the study, trained from its seed on the first call and kept in `cacheFolder`. */
export async function buildStudyBase(
  cacheFolder: string,
  documentCount: number,
): Promise<{ base: BaseModel; folder: string }> {
  const ordinary = readOrdinaryText(UNRELATED_COUNT).read.map((text) => ({ prompt: '', text }));
  const documents = [
    ...createBaseText(documentCount, TRAINING.seed),
    ...Array.from({ length: Math.ceil(documentCount / 10_000) }, () => ordinary).flat(),
  ];
  const folder = join(cacheFolder, `base-${digestOfFacts({ CONFIG, TRAINING, documents }).slice(0, 16)}`);
  if (!existsSync(folder)) {
    const files = new Map(createRandomModelFiles('quality', CONFIG));
    const texts = documents.map(({ prompt, text }) => prompt + text);
    const tokenizerJson = trainByteBpe(texts, { vocabSize: CONFIG.vocab_size, specialTokens: ['<|end|>', '<|pad|>'] });
    files.set('tokenizer.json', new TextEncoder().encode(JSON.stringify(tokenizerJson)));
    const blank = loadBaseModel(files);
    const { tokenizer } = blank;
    const sequences = documents.map(({ prompt, text }) => {
      const { promptIds, completionIds } = encodeExample(tokenizer, prompt, text, { appendEos: true, maxTokens: 160 });
      return [...promptIds, ...completionIds];
    });
    const weights = trainBaseModel(blank.config, { ...TRAINING, sequences });
    const shapes = new Map([...blank.weights].map(([name, { length }]) => [name, getShape(name, length)]));
    files.set(
      'model.safetensors',
      encodeSafetensors([...weights].map(([name, data]) => [name, { dtype: 'F32', shape: shapes.get(name)!, data }])),
    );
    await mkdir(`${folder}.part`, { recursive: true });
    await writeModelFolder(`${folder}.part`, files);
    await rename(`${folder}.part`, folder);
  }
  return { base: loadBaseModel(await readModelFolder(folder)), folder };
}

function getShape(name: string, length: number): number[] {
  if (name.endsWith('norm.weight')) return [length];
  const columns = name.endsWith('down_proj.weight') ? CONFIG.intermediate_size : CONFIG.hidden_size;
  return [length / columns, columns];
}
