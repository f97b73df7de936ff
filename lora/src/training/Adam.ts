const BETA1 = 0.9;
const EPSILON = 1e-8;

/** Adam (Kingma & Ba 2015) over one parameter array; with `weightDecay`, AdamW (Loshchilov & Hutter 2019). */
export class Adam {
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #beta2: number;
  readonly #weightDecay: number;
  #step = 0;

  constructor(length: number, options: { beta2?: number; weightDecay?: number } = {}) {
    this.#first = new Float32Array(length);
    this.#second = new Float32Array(length);
    this.#beta2 = options.beta2 ?? 0.999;
    this.#weightDecay = options.weightDecay ?? 0;
  }

  /** One step on `parameters` against `gradient · gradientScale`. */
  update(parameters: Float32Array, gradient: Float32Array, learningRate: number, gradientScale: number): void {
    this.#step++;
    const beta2 = this.#beta2;
    const stepSize = learningRate / (1 - BETA1 ** this.#step);
    const secondScale = 1 / (1 - beta2 ** this.#step);
    const decay = 1 - learningRate * this.#weightDecay;
    const first = this.#first;
    const second = this.#second;
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i]! * gradientScale;
      first[i] = BETA1 * first[i]! + (1 - BETA1) * slope;
      second[i] = beta2 * second[i]! + (1 - beta2) * slope * slope;
      parameters[i] = parameters[i]! * decay - (stepSize * first[i]!) / (Math.sqrt(second[i]! * secondScale) + EPSILON);
    }
  }
}
