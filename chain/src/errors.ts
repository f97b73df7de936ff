import { FatalError, RetryableError } from '@tributary/protocol';

/** A setting names no endpoint that could be asked. The URL is not repeated: it may hold a key. */
export class EndpointSettingError extends FatalError {
  constructor(facts: { position: number; problem: string }) {
    super(`RPC endpoint ${facts.position} ${facts.problem}. Give http(s) URLs, separated by commas.`, facts);
  }
}

/** An endpoint gave something that contradicts itself, the chain's own hashes, or the other endpoints. */
export class LyingEndpointError extends FatalError {
  constructor(facts: { endpoint: string; blockNumber: number; what: string }) {
    super(`${facts.endpoint} lies about block ${facts.blockNumber}: ${facts.what}. Replace this endpoint.`, facts);
  }
}

/** The endpoint is one of another chain. */
export class WrongChainError extends FatalError {
  constructor(facts: { endpoint: string; expectedChainId: number; actualChainId: number }) {
    super(
      `${facts.endpoint} serves chain ${facts.actualChainId}, not chain ${facts.expectedChainId}. Give an endpoint of that chain.`,
      facts,
    );
  }
}

/** No usable answer this time: unreachable, too slow, refusing, failing, or talking nonsense. */
export class EndpointFailureError extends RetryableError {
  /** How long the endpoint asked to be left alone; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;
  /** True when the node understood and refused, as it does with a method that it lacks. */
  readonly isRefused: boolean;

  constructor(facts: {
    endpoint: string;
    method: string;
    reason: string;
    retryAfterMs?: number | undefined;
    isRefused?: boolean;
  }) {
    const { endpoint, method, reason, retryAfterMs, isRefused = false } = facts;
    super(`${endpoint} does not answer ${method}: ${reason}. Check it, or give another endpoint.`, {
      endpoint,
      method,
      reason,
    });
    this.retryAfterMs = retryAfterMs;
    this.isRefused = isRefused;
  }
}

/** The endpoint gives logs of fewer blocks or fewer logs at once. Whoever asked splits the range. */
export class RangeTooLargeError extends RetryableError {
  constructor(facts: { endpoint: string; reason: string }) {
    super(`${facts.endpoint} refuses so large a range: ${facts.reason}. Ask for fewer blocks.`, facts);
  }
}

/** No endpoint is left that could answer; `problems` says what each of them did last. */
export class NoEndpointLeftError extends RetryableError {
  constructor(facts: { problems: readonly string[] }) {
    super(`No RPC endpoint is left to ask. ${facts.problems.join(' ')} Give endpoints that work.`, facts);
  }
}

/** As many endpoints say one thing as say another. */
export class EndpointsDisagreeError extends RetryableError {
  constructor(facts: { blockNumber: number; votes: readonly { hash: string; endpoints: readonly string[] }[] }) {
    const votes = facts.votes.map(({ hash, endpoints }) => `${hash} by ${endpoints.join(' and ')}`);
    super(
      `The endpoints disagree about block ${facts.blockNumber}: ${votes.join('; ')}. ` +
        'Give one more endpoint, or a checkpoint that you trust.',
      facts,
    );
  }
}

/** The block that was being read is no longer on the chain: a reorg. Reading again finds the new one. */
export class BlockGoneError extends RetryableError {
  constructor(facts: { blockNumber: number; blockHash: string }) {
    super(`Block ${facts.blockNumber} (${facts.blockHash}) is no longer on the chain. Read it again.`, facts);
  }
}

/** The chain has no such block yet. */
export class NoSuchBlockError extends RetryableError {
  constructor(facts: { blockNumber: number; headNumber: number }) {
    super(
      `The chain has no block ${facts.blockNumber} yet; its head is ${facts.headNumber}. Wait, or ask for less.`,
      facts,
    );
  }
}

/** A block holds something whose bytes this version cannot put together, so nothing can be proven about it. */
export class UnprovableBlockError extends FatalError {
  constructor(facts: { blockNumber: number; what: string }) {
    super(`Block ${facts.blockNumber} cannot be verified: ${facts.what}. Read this chain without verification.`, facts);
  }
}
