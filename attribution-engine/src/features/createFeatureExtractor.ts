import { createSession, restartAdapter, type BaseModel, type Example, type LoraAdapter } from '@tributary/lora';
import type { FeatureBlock } from '../index/attributionIndex.js';
import { START_ADAPTER_SEED, type GradientRule, type Stage } from './gradientRule.js';
import { createProjection, type Projection } from './projectBlock.js';

/** Takes the projected gradient features of examples under one model (rule steps 1 and 2). */
export interface FeatureExtractor {
  /** `start/<module>` for every module, then `final/<module>`, as far as the rule takes them; modules by name. */
  readonly blocks: FeatureBlock[];
  /** One projected block each, of the summed negative log-likelihood of the completion tokens. */
  extract(example: Example): Promise<Float64Array[]>;
  dispose(): void;
}

/**
 * Per module two blocks: `start`, the B gradient of the base model with the rule's own initial adapter (B = 0, so A's
 * gradient is zero), and `final`, the A and B gradients of the published adapter, A first. All row-major.
 */
export function createFeatureExtractor(base: BaseModel, adapter: LoraAdapter, rule: GradientRule): FeatureExtractor {
  const stages = rule.stages.map((name: Stage) => {
    const taken = name === 'start' ? restartAdapter(adapter, START_ADAPTER_SEED) : adapter;
    return { name, adapter: taken, session: createSession(base, taken) };
  });
  const plan = stages.map((stage) =>
    stage.adapter.modules
      .map((module, position) => {
        const name = `${stage.name}/${module.name}`;
        const size = (stage.name === 'start' ? 0 : module.A.length) + module.B.length;
        return { name, position, projection: createProjection(name, size, rule.blockDimension) };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  return {
    blocks: plan.flat().map(({ name, projection }) => ({ name, dimension: projection.dimension })),
    async extract(example) {
      const features: Float64Array[] = [];
      for (const [s, stage] of stages.entries()) {
        const gradients = await stage.session.gradient(example);
        for (const { position, projection } of plan[s]!) {
          const { dA, dB } = gradients[position]!;
          features.push(stage.name === 'start' ? projection.project(dB) : projectBoth(projection, dA, dB));
        }
      }
      return features;
    },
    dispose() {
      for (const stage of stages) stage.session.dispose();
    },
  };
}

function projectBoth(projection: Projection, dA: Float32Array, dB: Float32Array): Float64Array {
  const both = new Float32Array(dA.length + dB.length);
  both.set(dA);
  both.set(dB, dA.length);
  return projection.project(both);
}
