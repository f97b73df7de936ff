import { FatalError } from '@tributary/protocol';

/** The parameters of a gradient rule. The defaults are the rule `gradient/1`; others are part of the method's name. */
export interface GradientRule {
  /** Length a block is projected to. */
  blockDimension: number;
}

export const GRADIENT_1: GradientRule = { blockDimension: 256 };

/** Damping of the preconditioner, in units of the trace of H. */
export const DAMPING = 0.01;

/** Seed label of the `start` adapter: the rule's own, whatever seed the trainer used. */
export const START_ADAPTER_SEED = 'gradient/1';

/** An index or a transcript names a method that this engine does not know. */
export class UnknownMethodError extends FatalError {
  constructor(facts: { method: string }) {
    super(
      `The method "${facts.method.slice(0, 100)}" is unknown to this version. It knows "gradient/1" and "gradient/1?k=<n>".`,
      facts,
    );
  }
}

/** The method's name on chain: `gradient/1`, or `gradient/1?k=128` for another block dimension. */
export function methodName(rule: GradientRule): string {
  return rule.blockDimension === GRADIENT_1.blockDimension ? 'gradient/1' : `gradient/1?k=${rule.blockDimension}`;
}

/** The rule a method name stands for; throws {@link UnknownMethodError}. */
export function parseMethod(method: string): GradientRule {
  const match = /^gradient\/1(?:\?k=([1-9][0-9]{0,5}))?$/.exec(method);
  if (!match) throw new UnknownMethodError({ method });
  const rule = { blockDimension: match[1] ? Number(match[1]) : GRADIENT_1.blockDimension };
  if (methodName(rule) !== method || rule.blockDimension > 133_144) throw new UnknownMethodError({ method });
  return rule;
}
