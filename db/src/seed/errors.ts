import { FatalError } from '@tributary/protocol';

/** A synthetic ledger was to be written where something is already. */
export class LedgerNotEmptyError extends FatalError {
  constructor(facts: { table: string; isSynthetic: boolean }) {
    super(
      facts.isSynthetic
        ? 'The database holds a synthetic ledger already. Use it, or name an empty database or another folder.'
        : `The database holds a ledger that was read from a chain: "${facts.table}" has rows. A synthetic one would be ` +
            'mixed with it; name an empty database or another folder.',
      facts,
    );
  }
}

/** The role may not load rows without the triggers and checks of each of them. */
export class SeedRoleError extends FatalError {
  constructor(facts: { role: string }) {
    super(
      `The role ${facts.role} is no superuser, which loading a synthetic ledger takes: foreign keys are checked by ` +
        'its tests, not row by row. Use a superuser, or the embedded Postgres.',
      facts,
    );
  }
}

/** More or less than can be made. */
export class SeedSizeError extends FatalError {
  constructor(facts: { inferenceCount: number; minimum: number; maximum: number }) {
    super(
      `A synthetic ledger has ${facts.minimum} to ${facts.maximum} inferences, not ${facts.inferenceCount}. Choose another number.`,
      facts,
    );
  }
}
