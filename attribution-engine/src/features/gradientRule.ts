import { FatalError } from '@tributary/protocol';

/** Adapters that gradients are taken at: the rule's initial one, and the published one. */
export const STAGES = ['start', 'final'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * What is applied to a query's blocks: the damped inverse of the second moment, DataInf's approximation of it (Kwon et
 * al. 2024, arXiv 2310.00902), or nothing (GradDot). The last two stay selectable for comparison.
 */
export const PRECONDITIONS = ['inverse', 'datainf', 'none'] as const;
export type Precondition = (typeof PRECONDITIONS)[number];

/** The parameters of a gradient rule. The defaults are the rule `gradient/1`; others are part of the method's name. */
export interface GradientRule {
  /** Length a block is projected to, 1 … 133,144. */
  blockDimension: number;
  /** Never empty; in the order of {@link STAGES}. */
  stages: readonly Stage[];
  precondition: Precondition;
}

export const GRADIENT_1: GradientRule = { blockDimension: 256, stages: STAGES, precondition: 'inverse' };

/** Damping of the preconditioner, in units of the trace of H. */
export const DAMPING = 0.01;

/** Seed label of the `start` adapter: the rule's own, whatever seed the trainer used. */
export const START_ADAPTER_SEED = 'gradient/1';

/** An index or a transcript names a method that this engine does not know. */
export class UnknownMethodError extends FatalError {
  constructor(facts: { method: string }) {
    super(
      `The method ${JSON.stringify(facts.method.slice(0, 100))} is unknown to this version. It knows "gradient/1", "gradient/1?k=<n>" and the others of docs/attribution.md.`,
      facts,
    );
  }
}

/**
 * The method's name on chain: `gradient/1`, followed by what differs from it in the order `features`, `k`,
 * `precondition`, such as `gradient/1?features=final&k=128&precondition=none`.
 */
export function methodName({ blockDimension, stages, precondition }: GradientRule): string {
  const parameters = [
    ...(stages.length < STAGES.length ? [`features=${stages.join(',')}`] : []),
    ...(blockDimension === GRADIENT_1.blockDimension ? [] : [`k=${blockDimension}`]),
    ...(precondition === GRADIENT_1.precondition ? [] : [`precondition=${precondition}`]),
  ];
  return parameters.length === 0 ? 'gradient/1' : `gradient/1?${parameters.join('&')}`;
}

/** The rule a method name stands for; throws {@link UnknownMethodError} for any other spelling of it. */
export function parseMethod(method: string): GradientRule {
  const match = /^gradient\/1(?:\?([a-z0-9=,&]{1,100}))?$/.exec(method);
  if (!match) throw new UnknownMethodError({ method });
  const parameters = new URLSearchParams(match[1] ?? '');
  const stages = parameters.get('features')?.split(',') ?? STAGES;
  const rule: GradientRule = {
    blockDimension: Number(parameters.get('k') ?? GRADIENT_1.blockDimension),
    stages: STAGES.filter((stage) => stages.includes(stage)),
    precondition: PRECONDITIONS.find((name) => name === parameters.get('precondition')) ?? GRADIENT_1.precondition,
  };
  const isRule = Number.isInteger(rule.blockDimension) && rule.blockDimension >= 1 && rule.blockDimension <= 133_144;
  if (!isRule || rule.stages.length === 0 || methodName(rule) !== method) throw new UnknownMethodError({ method });
  return rule;
}
