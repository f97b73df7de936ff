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

/** How scores become weights: by all blocks alone, or in two stages with families of copies. */
export type RuleVersion = 1 | 2;

/**
 * The parameters of a gradient rule. The defaults are those of `gradient/1` and `gradient/2`; others are part of the
 * method's name. Features and queries do not depend on the version.
 */
export interface GradientRule {
  version: RuleVersion;
  /** Length a block is projected to, 1 … 133,144. */
  blockDimension: number;
  /** Never empty; in the order of {@link STAGES}; both of them in `gradient/2`. */
  stages: readonly Stage[];
  precondition: Precondition;
}

export const GRADIENT_1: GradientRule = { version: 1, blockDimension: 256, stages: STAGES, precondition: 'inverse' };
export const GRADIENT_2: GradientRule = { ...GRADIENT_1, version: 2 };

/** Damping of the preconditioner, in units of the trace of H. */
export const DAMPING = 0.01;

/** Seed label of the `start` adapter: the rule's own, whatever seed the trainer used. */
export const START_ADAPTER_SEED = 'gradient/1';

/** An index or a transcript names a method that this engine does not know. */
export class UnknownMethodError extends FatalError {
  constructor(facts: { method: string }) {
    super(
      `The method ${JSON.stringify(facts.method.slice(0, 100))} is unknown to this version. It knows "gradient/1", "gradient/2", "gradient/1?k=<n>" and the others of docs/attribution.md.`,
      facts,
    );
  }
}

/**
 * The method's name on chain: `gradient/1` or `gradient/2`, followed by what differs from it in the order `features`, `k`,
 * `precondition`, such as `gradient/1?features=final&k=128&precondition=none`.
 */
export function methodName({ version, blockDimension, stages, precondition }: GradientRule): string {
  const parameters = [
    ...(stages.length < STAGES.length ? [`features=${stages.join(',')}`] : []),
    ...(blockDimension === GRADIENT_1.blockDimension ? [] : [`k=${blockDimension}`]),
    ...(precondition === GRADIENT_1.precondition ? [] : [`precondition=${precondition}`]),
  ];
  return parameters.length === 0 ? `gradient/${version}` : `gradient/${version}?${parameters.join('&')}`;
}

/** The rule a method name stands for; throws {@link UnknownMethodError} for any other spelling of it. */
export function parseMethod(method: string): GradientRule {
  const match = /^gradient\/([12])(?:\?([a-z0-9=,&]{1,100}))?$/.exec(method);
  if (!match) throw new UnknownMethodError({ method });
  const parameters = new URLSearchParams(match[2] ?? '');
  const stages = parameters.get('features')?.split(',') ?? STAGES;
  const rule: GradientRule = {
    version: match[1] === '2' ? 2 : 1,
    blockDimension: Number(parameters.get('k') ?? GRADIENT_1.blockDimension),
    stages: STAGES.filter((stage) => stages.includes(stage)),
    precondition: PRECONDITIONS.find((name) => name === parameters.get('precondition')) ?? GRADIENT_1.precondition,
  };
  const isRule = Number.isInteger(rule.blockDimension) && rule.blockDimension >= 1 && rule.blockDimension <= 133_144;
  const hasStages = rule.stages.length === STAGES.length || (rule.version === 1 && rule.stages.length > 0);
  if (!isRule || !hasStages || methodName(rule) !== method) throw new UnknownMethodError({ method });
  return rule;
}
