/**
 * Trains the base model `pebble` from the English in this repository's installed packages and writes its folder.
 * Everything is drawn from fixed seeds, so the same lockfile gives the same text and the same course of training; about
 * a quarter of an hour on one core. Run after `tsc -b lora`: node lora/scripts/trainBase.mjs [folder]
 */
import { fileURLToPath } from 'node:url';
import {
  encodeSafetensors,
  loadBaseModel,
  createSession,
  roundToBfloat16,
  trainBaseModel,
  trainByteBpe,
  writeModelFolder,
} from '../lib/index.js';
import { listModelTensors } from '../lib/model/listModelTensors.js';
import { parseLlamaConfig } from '../lib/model/LlamaConfig.js';
import { loadTokenizer } from '../lib/tokenizer/loadTokenizer.js';
import { shuffleIndices } from '../lib/training/shuffleIndices.js';
import { collectCorpus } from './collectCorpus.mjs';
import { renderModelCard } from './renderModelCard.mjs';

const CONTEXT_TOKENS = 192;
const EPOCHS = 2;
/** Of one epoch. */
const MAX_TRAINING_TOKENS = 2_000_000;
const HELD_OUT_EVERY = 100;
const END = '<|end|>';

const config = {
  architectures: ['LlamaForCausalLM'],
  attention_bias: false,
  bos_token_id: null,
  eos_token_id: 0,
  head_dim: 32,
  hidden_act: 'silu',
  hidden_size: 128,
  initializer_range: 0.02,
  intermediate_size: 336,
  max_position_embeddings: 512,
  mlp_bias: false,
  model_type: 'llama',
  num_attention_heads: 4,
  num_hidden_layers: 4,
  num_key_value_heads: 2,
  pad_token_id: 1,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
  vocab_size: 1024,
};

const startedMs = performance.now();
const log = (line) => console.log(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(5)} s  ${line}`);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL('../models/pebble', import.meta.url));
const toBytes = (value, indent) => new TextEncoder().encode(`${JSON.stringify(value, undefined, indent)}\n`);

const documents = collectCorpus(root);
log(`${documents.length} documents, ${documents.reduce((sum, text) => sum + text.length, 0)} characters`);
const tokenizerJson = trainByteBpe(documents, { vocabSize: config.vocab_size, specialTokens: [END, '<|pad|>'] });
const files = new Map([
  ['config.json', toBytes(config, 2)],
  ['tokenizer.json', toBytes(tokenizerJson)],
  [
    'tokenizer_config.json',
    toBytes(
      {
        add_bos_token: false,
        eos_token: END,
        model_max_length: config.max_position_embeddings,
        pad_token: '<|pad|>',
        tokenizer_class: 'PreTrainedTokenizerFast',
      },
      2,
    ),
  ],
]);

const llamaConfig = parseLlamaConfig(files);
const tokenizer = loadTokenizer(files, llamaConfig);
const encoded = documents.map((text) => [...tokenizer.encode(text), tokenizer.eosId]);
const { training, heldOut } = splitIntoContexts(encoded);
log(`${training.length} contexts of ${CONTEXT_TOKENS} tokens, ${heldOut.length} held out`);

let smoothedLoss;
const weights = trainBaseModel(llamaConfig, {
  sequences: training,
  epochs: EPOCHS,
  batchSize: 6,
  learningRate: 4e-3,
  weightDecay: 0.05,
  seed: 'pebble',
  onProgress: ({ step, stepCount, meanLoss }) => {
    smoothedLoss = smoothedLoss === undefined ? meanLoss : 0.98 * smoothedLoss + 0.02 * meanLoss;
    if (step % 50 === 0) log(`step ${step}/${stepCount}  loss ${smoothedLoss.toFixed(3)}`);
  },
});

files.set(
  'model.safetensors',
  encodeSafetensors(
    listModelTensors(llamaConfig).map(({ name, shape }) => [
      name,
      { dtype: 'BF16', shape, data: roundToBfloat16(weights.get(name)) },
    ]),
    { format: 'pt' },
  ),
);
const base = loadBaseModel(files);
const session = createSession(base);
let heldOutLoss = 0;
let heldOutTokens = 0;
for (const sequence of heldOut) {
  heldOutLoss += await session.loss({ promptIds: sequence.slice(0, 1), completionIds: sequence.slice(1) });
  heldOutTokens += sequence.length - 1;
}
const figures = {
  parameterCount: [...weights.values()].reduce((sum, values) => sum + values.length, 0),
  trainingTokens: training.length * CONTEXT_TOKENS * EPOCHS,
  heldOutLoss: heldOutLoss / heldOutTokens,
  charactersPerToken:
    documents.reduce((sum, text) => sum + text.length, 0) / encoded.reduce((sum, ids) => sum + ids.length, 0),
};
files.set('README.md', new TextEncoder().encode(renderModelCard(config, figures, base.digest)));
await writeModelFolder(folder, files);
log(`held-out loss ${figures.heldOutLoss.toFixed(3)} nats a token; wrote ${folder}, digest ${base.digest}`);
for (const prompt of ['This function returns', 'The package', 'Permission is hereby granted', 'How to install']) {
  const { ids } = await session.generate(tokenizer.encode(prompt), { maxTokens: 60, temperature: 0.7, seed: 1 });
  log(`${prompt} → ${tokenizer.decode(ids)}`);
}

/** Documents in a fixed shuffled order, end to end, cut into contexts; every hundredth context is held out. */
function splitIntoContexts(documentIds) {
  const order = shuffleIndices(documentIds.length, 'pebble-documents');
  const stream = order.flatMap((index) => documentIds[index]);
  const contexts = Array.from({ length: Math.floor(stream.length / CONTEXT_TOKENS) }, (_, index) =>
    stream.slice(index * CONTEXT_TOKENS, (index + 1) * CONTEXT_TOKENS),
  );
  const heldOut = contexts.filter((_, index) => index % HELD_OUT_EVERY === 0);
  const kept = contexts.filter((_, index) => index % HELD_OUT_EVERY !== 0);
  return { training: kept.slice(0, Math.floor(MAX_TRAINING_TOKENS / CONTEXT_TOKENS)), heldOut };
}
