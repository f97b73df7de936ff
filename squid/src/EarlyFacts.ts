import { Attribution, Payout, PayoutChallenge, type Inference } from '@tributary/db';

/** A fact about an inference that the ledger did not know when the fact was recorded. */
export type EarlyFact = Payout | PayoutChallenge | Attribution;

export const EARLY_FACT_TYPES = [Payout, PayoutChallenge, Attribution] as const;

/**
 * Facts that name an inference which is not there, by the id they name. The settlement may come later (nothing on another
 * chain's contracts forbids it), and then they are about it.
 */
export class EarlyFacts {
  readonly #byInferenceId = new Map<string, Set<EarlyFact>>();

  /** Remembers `entity` if it is such a fact. */
  note(entity: object): void {
    if (!EARLY_FACT_TYPES.some((type) => entity instanceof type)) return;
    const fact = entity as EarlyFact;
    if (fact.inference) return;
    const inferenceId = fact instanceof Attribution ? fact.id : fact.claimedInferenceId;
    const facts = this.#byInferenceId.get(inferenceId);
    if (facts) facts.add(fact);
    else this.#byInferenceId.set(inferenceId, new Set([fact]));
  }

  /** Joins what waited for `inference` to it; returns the rows that changed. */
  link(inference: Inference): EarlyFact[] {
    const facts = [...(this.#byInferenceId.get(inference.id) ?? [])];
    this.#byInferenceId.delete(inference.id);
    for (const fact of facts) fact.inference = inference;
    return facts;
  }
}
