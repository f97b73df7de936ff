import { expect, test } from 'vitest';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { parseLlamaConfig } from '../model/LlamaConfig.js';
import { computeRotaryFrequencies } from './computeRotaryFrequencies.js';

const compute = (overrides: Record<string, unknown>): Float64Array =>
  computeRotaryFrequencies(parseLlamaConfig(createRandomModelFiles('rope', { head_dim: 128, ...overrides })));

test('plain and linearly slowed frequencies', () => {
  const plain = compute({ rope_theta: 10_000 });
  expect([plain.length, plain[0], plain[32]]).toEqual([64, 1, 0.01]);
  expect(compute({ rope_scaling: { type: 'linear', factor: 4 } })[32]).toBe(0.0025);
});

// By wavelengths, as Meta's code and transformers have it; ours goes by turns within the original context.
test('frequencies as Llama 3.1 scales them', () => {
  const [factor, low, high, context] = [8, 1, 4, 8192];
  const scaled = compute({
    rope_theta: 500_000,
    rope_scaling: {
      ...{ rope_type: 'llama3', factor, low_freq_factor: low, high_freq_factor: high },
      original_max_position_embeddings: context,
    },
  });
  const kinds = new Set<string>();
  compute({ rope_theta: 500_000 }).forEach((frequency, i) => {
    const wavelength = (2 * Math.PI) / frequency;
    const smooth = (context / wavelength - low) / (high - low);
    const between = (1 - smooth) * (frequency / factor) + smooth * frequency;
    const kind = wavelength < context / high ? 'short' : wavelength > context / low ? 'long' : 'between';
    kinds.add(kind);
    expect(scaled[i]).toBeCloseTo({ short: frequency, long: frequency / factor, between }[kind], 15);
  });
  expect(kinds.size).toBe(3);
});
