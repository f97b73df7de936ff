import type { LlamaConfig } from '../model/LlamaConfig.js';
import { computeRotaryFrequencies } from './computeRotaryFrequencies.js';

/**
 * Rotary position embedding (Su et al. 2021) in the layout of Hugging Face Llama: within a head, element i turns with
 * element i + size/2 by the angle position · frequency i. Turning back is also how a gradient passes through it.
 */
export class RotaryEmbedding {
  readonly #headSize: number;
  readonly #frequencies: Float64Array;
  #positionCount = 0;
  #cosines = new Float32Array(0);
  #sines = new Float32Array(0);

  constructor(config: LlamaConfig) {
    this.#headSize = config.headSize;
    this.#frequencies = computeRotaryFrequencies(config);
  }

  /** Turns every head of `rows` rows in place; row 0 stands at position `start`. `direction` −1 turns back. */
  rotate(floats: Float32Array, at: number, rows: number, headCount: number, start: number, direction: 1 | -1): void {
    this.#extend(start + rows);
    const half = this.#headSize / 2;
    let place = at;
    for (let row = 0; row < rows; row++) {
      const table = (start + row) * half;
      for (let head = 0; head < headCount; head++) {
        for (let i = 0; i < half; i++) {
          const cosine = this.#cosines[table + i]!;
          const sine = this.#sines[table + i]! * direction;
          const low = floats[place + i]!;
          const high = floats[place + half + i]!;
          floats[place + i] = low * cosine - high * sine;
          floats[place + half + i] = high * cosine + low * sine;
        }
        place += this.#headSize;
      }
    }
  }

  #extend(positionCount: number): void {
    if (positionCount <= this.#positionCount) return;
    const count = Math.max(positionCount, 2 * this.#positionCount, 64);
    const half = this.#headSize / 2;
    this.#cosines = new Float32Array(count * half);
    this.#sines = new Float32Array(count * half);
    for (let position = 0; position < count; position++) {
      for (let i = 0; i < half; i++) {
        const angle = position * this.#frequencies[i]!;
        this.#cosines[position * half + i] = Math.cos(angle);
        this.#sines[position * half + i] = Math.sin(angle);
      }
    }
    this.#positionCount = count;
  }
}
