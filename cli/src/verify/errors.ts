import { FatalError, RetryableError } from '@tributary/protocol';

/** A file of contracts/deployments is missing or does not have what it must have. */
export class DeploymentFileError extends FatalError {
  constructor(facts: { file: string; problem: string }) {
    super(
      `The deployment file ${facts.file} cannot be used: ${facts.problem}. Correct it, or give another with --deployment.`,
      facts,
    );
  }
}

/** Nobody said which chain to read, and no network runs here. */
export class NoNetworkError extends FatalError {
  constructor(facts: { dataDir: string; missing: '--rpc' | '--gateway' }) {
    const what = facts.missing === '--rpc' ? 'which chain to read' : 'where the blobs are';
    super(`No network runs in ${facts.dataDir}, so ${what} is not known. Give ${facts.missing} URL.`, facts);
  }
}

/** The private key is missing or no private key. It is never repeated. */
export class SigningKeyError extends FatalError {
  constructor(facts: { source: string; problem: string }) {
    super(`${facts.source} ${facts.problem}. Give 0x and 64 hex digits in --key-file FILE or TRIBUTARY_KEY.`, facts);
  }
}

/** A block that a verdict stands on was replaced while it was being worked out. */
export class ChainMovedError extends RetryableError {
  constructor(facts: { blockNumber: number; expected: string; actual: string }) {
    super(
      `Block ${facts.blockNumber} was ${facts.expected} and is ${facts.actual} now: a reorg. ` +
        'Verify again, or only up to a finalized block.',
      facts,
    );
  }
}

/** The chain did not take a challenge. */
export class ChallengeRefusedError extends RetryableError {
  constructor(facts: { inferenceId: string; reason: string }) {
    super(
      `The challenge of inference ${facts.inferenceId} was not taken: ${facts.reason}. Check the account and try again.`,
      facts,
    );
  }
}
