import { createSeededRandom } from '@tributary/protocol';
import { MalformedModelError } from '../errors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import { listTargetModules, type LoraModuleShape } from './listTargetModules.js';
import type { LoraAdapter, LoraModule } from './LoraAdapter.js';

/** What the rule needs to know to make the adapter that training starts from. */
export interface InitialAdapterOptions {
  /** Names as in PEFT's `target_modules`, such as `q_proj`. */
  readonly targetModules: readonly string[];
  readonly r: number;
  readonly alpha: number;
  readonly seed: string | number;
  readonly baseModelName?: string;
}

/**
 * The adapter at its start, the same on every machine: B = 0, and A as PEFT initialises it (Kaiming uniform with
 * a = √5, which is U(−1/√in, 1/√in)), row-major from `createSeededRandom('lora-init/<seed>/<module name>')`, computed
 * in float64 and rounded to float32.
 */
export function createInitialAdapter(base: Pick<BaseModel, 'config'>, options: InitialAdapterOptions): LoraAdapter {
  const { r, alpha, seed } = options;
  if (!Number.isSafeInteger(r) || r < 1)
    throw new MalformedModelError({ file: 'adapter_config.json', cause: `r is ${r}, not a rank` });
  const config = {
    r,
    alpha,
    useRslora: false,
    targetModules: [...new Set(options.targetModules)].sort(),
    rankPattern: {},
    alphaPattern: {},
    baseModelName: options.baseModelName,
  };
  return { config, modules: listTargetModules(base.config, config).map((module) => initializeModule(module, seed)) };
}

/** The start of a published adapter: its own shapes, ranks and scales, initialised as {@link createInitialAdapter} does. */
export function restartAdapter(adapter: LoraAdapter, seed: string | number): LoraAdapter {
  return { config: adapter.config, modules: adapter.modules.map((module) => initializeModule(module, seed)) };
}

function initializeModule(module: LoraModuleShape, seed: string | number): LoraModule {
  const random = createSeededRandom(`lora-init/${seed}/${module.name}`);
  const bound = 1 / Math.sqrt(module.in);
  const A = Float32Array.from({ length: module.r * module.in }, () => (2 * random.nextFloat() - 1) * bound);
  return { ...module, A, B: new Float32Array(module.out * module.r) };
}
