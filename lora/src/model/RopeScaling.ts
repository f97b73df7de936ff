import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { quote } from '../quote.js';

/** How rotary frequencies are slowed for contexts longer than those first trained on. */
export type RopeScaling =
  | { readonly type: 'linear'; readonly factor: number }
  | {
      readonly type: 'llama3';
      readonly factor: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalPositions: number;
    };

/**
 * Reads theta and scaling from where transformers writes them: `rope_theta` and `rope_scaling`, or since version 5
 * `rope_parameters` with both.
 *
 * @throws UnsupportedModelError for a scaling that is none of default, linear and llama3; MalformedModelError
 */
export function parseRopeScaling(
  json: Record<string, unknown>,
  file: string,
): { theta: unknown; scaling: RopeScaling | undefined } {
  const setting = json['rope_parameters'] ? 'rope_parameters' : 'rope_scaling';
  const rope = asObject(json[setting]);
  const theta = json['rope_theta'] ?? rope['rope_theta'];
  const type = rope['rope_type'] ?? rope['type'] ?? 'default';
  const read = (key: string): number => {
    const value = rope[key];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    throw new MalformedModelError({ file, cause: `${setting}.${key} is ${quote(value)}, not a positive number` });
  };
  if ((rope['partial_rotary_factor'] ?? 1) !== 1) {
    const value = rope['partial_rotary_factor'];
    throw new UnsupportedModelError({ file, setting: 'partial_rotary_factor', value, supported: '1' });
  }
  switch (type) {
    case 'default':
      return { theta, scaling: undefined };
    case 'linear':
      return { theta, scaling: { type: 'linear', factor: read('factor') } };
    case 'llama3': {
      const [lowFrequencyFactor, highFrequencyFactor] = [read('low_freq_factor'), read('high_freq_factor')];
      if (lowFrequencyFactor >= highFrequencyFactor) {
        throw new MalformedModelError({ file, cause: `${setting}.low_freq_factor is not below high_freq_factor` });
      }
      const originalPositions = read('original_max_position_embeddings');
      return {
        theta,
        scaling: { type: 'llama3', factor: read('factor'), lowFrequencyFactor, highFrequencyFactor, originalPositions },
      };
    }
    default:
      throw new UnsupportedModelError({
        ...{ file, setting: `${setting}.rope_type`, value: type },
        supported: 'default, linear, llama3',
      });
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
