import type { LlamaConfig } from './LlamaConfig.js';

/** One weight a Llama model has, by its Hugging Face name and [out, in] shape (norms and biases are [size]). */
export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The linear layers of one decoder layer, the modules LoRA can adapt, by their name inside it. */
export function listLayerModules(config: LlamaConfig): { name: string; out: number; in: number; hasBias: boolean }[] {
  const { hiddenSize, intermediateSize } = config;
  const { qkv, o } = config.attentionBias;
  const querySize = config.headCount * config.headSize;
  const keyValueSize = config.keyValueHeadCount * config.headSize;
  return [
    { name: 'self_attn.q_proj', out: querySize, in: hiddenSize, hasBias: qkv },
    { name: 'self_attn.k_proj', out: keyValueSize, in: hiddenSize, hasBias: qkv },
    { name: 'self_attn.v_proj', out: keyValueSize, in: hiddenSize, hasBias: qkv },
    { name: 'self_attn.o_proj', out: hiddenSize, in: querySize, hasBias: o },
    { name: 'mlp.gate_proj', out: intermediateSize, in: hiddenSize, hasBias: false },
    { name: 'mlp.up_proj', out: intermediateSize, in: hiddenSize, hasBias: false },
    { name: 'mlp.down_proj', out: hiddenSize, in: intermediateSize, hasBias: false },
  ];
}

/** Every weight the model must have, in a fixed order. */
export function listModelTensors(config: LlamaConfig): ModelTensor[] {
  const { hiddenSize, vocabSize } = config;
  const tensors: ModelTensor[] = [{ name: 'model.embed_tokens.weight', shape: [vocabSize, hiddenSize] }];
  for (let layer = 0; layer < config.layerCount; layer++) {
    const prefix = `model.layers.${layer}.`;
    tensors.push({ name: `${prefix}input_layernorm.weight`, shape: [hiddenSize] });
    for (const { name, out, in: inSize, hasBias } of listLayerModules(config)) {
      tensors.push({ name: `${prefix}${name}.weight`, shape: [out, inSize] });
      if (hasBias) tensors.push({ name: `${prefix}${name}.bias`, shape: [out] });
    }
    if (config.normalizesHeads) {
      for (const name of ['q_norm', 'k_norm'])
        tensors.push({ name: `${prefix}self_attn.${name}.weight`, shape: [config.headSize] });
    }
    tensors.push({ name: `${prefix}post_attention_layernorm.weight`, shape: [hiddenSize] });
  }
  tensors.push({ name: 'model.norm.weight', shape: [hiddenSize] });
  if (!config.tieWordEmbeddings) tensors.push({ name: 'lm_head.weight', shape: [vocabSize, hiddenSize] });
  return tensors;
}
