import { FatalError, RetryableError } from '@tributary/protocol';

/** Another program listens where health and metrics should be. */
export class OperationsPortTakenError extends RetryableError {
  constructor(facts: { host: string; port: number }, options?: ErrorOptions) {
    super(
      `Port ${facts.port} on ${facts.host}, wanted for health and metrics, is taken. ` +
        'Stop what listens there, or set METRICS_PORT to another (0 takes any free one).',
      facts,
      options,
    );
  }
}

/** The environment does not say how to run: lists every problem at once. */
export class OperationsConfigError extends FatalError {
  constructor(facts: { problems: string[] }) {
    super(`The settings are wrong: ${facts.problems.join('; ')}. See docs/operations.md.`, facts);
  }
}

/** A health check or a reading of a metric that took longer than it may. */
export class TooSlowError extends RetryableError {
  constructor(facts: { withinMs: number }) {
    super(`no answer within ${facts.withinMs} ms; see whether what it asks is overloaded or gone`, facts);
  }
}
