import type { LlamaConfig } from '../model/LlamaConfig.js';

/**
 * The angle per position of each pair in a head, theta^(−2i/headSize), slowed as the model's `rope_scaling` says:
 * `linear` by its factor (Chen et al. 2023), `llama3` by its factor for wavelengths beyond the original context, not at
 * all for short ones, and in between smoothly (Llama 3.1).
 */
export function computeRotaryFrequencies(config: LlamaConfig): Float64Array {
  const { headSize, ropeTheta, ropeScaling } = config;
  return Float64Array.from({ length: headSize / 2 }, (_, i) => {
    const frequency = ropeTheta ** ((-2 * i) / headSize);
    if (ropeScaling === undefined) return frequency;
    const { factor } = ropeScaling;
    if (ropeScaling.type === 'linear') return frequency / factor;
    const { lowFrequencyFactor, highFrequencyFactor, originalPositions } = ropeScaling;
    const turns = (originalPositions * frequency) / (2 * Math.PI);
    if (turns < lowFrequencyFactor) return frequency / factor;
    if (turns > highFrequencyFactor) return frequency;
    const smooth = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
    return ((1 - smooth) * frequency) / factor + smooth * frequency;
  });
}
