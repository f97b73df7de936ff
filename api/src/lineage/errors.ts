import { ClientError } from '../errors.js';

/** A block below 0. */
export class AsOfBlockNegativeError extends ClientError {
  readonly code = 'AS_OF_BLOCK_NEGATIVE';

  constructor(facts: { blockNumber: number }) {
    super(`block ${facts.blockNumber} cannot exist; ask for block 0 or above`, facts);
  }
}

/** A block that is not indexed yet. */
export class AsOfBlockBeyondHeadError extends ClientError {
  readonly code = 'AS_OF_BLOCK_BEYOND_HEAD';

  constructor(facts: { blockNumber: number; headBlockNumber: number }) {
    super(
      `block ${facts.blockNumber} is not indexed yet; ask for block ${facts.headBlockNumber} or below, or try again later`,
      facts,
    );
  }
}

/** Text that is no block hash. */
export class BadBlockHashError extends ClientError {
  readonly code = 'BAD_BLOCK_HASH';

  constructor() {
    super('asOfBlockHash is no block hash; give 0x and 64 hex digits', {});
  }
}

/** No block of the chain that is indexed has the hash: dropped by a reorg, or never one of those that are kept. */
export class BlockDroppedError extends ClientError {
  readonly code = 'BLOCK_DROPPED';

  constructor(facts: { blockHash: string }) {
    super(
      `no block that is indexed has the hash ${facts.blockHash}: the chain dropped it, or it holds nothing of the ledger; ask by number`,
      facts,
    );
  }
}

/** Number and hash name different blocks. */
export class AsOfBlockMismatchError extends ClientError {
  readonly code = 'AS_OF_BLOCK_MISMATCH';

  constructor(facts: { blockNumber: number; hashBlockNumber: number }) {
    super(
      `asOfBlockHash is the hash of block ${facts.hashBlockNumber}, not of block ${facts.blockNumber}; give one of them`,
      facts,
    );
  }
}

/** Nothing was indexed so far. */
export class NothingIndexedError extends ClientError {
  readonly code = 'NOTHING_INDEXED';

  constructor() {
    super('no block is indexed yet; try again when the indexer has begun', {});
  }
}

/** The chain replaced blocks while an answer was being made, more than once. */
export class ChainMovedError extends ClientError {
  readonly code = 'CHAIN_MOVED';

  constructor(facts: { blockNumber: number }) {
    super(`the chain replaced blocks up to ${facts.blockNumber} while they were read; ask again`, facts);
  }
}

/** A number out of its range. */
export class BadRangeError extends ClientError {
  readonly code = 'BAD_RANGE';

  constructor(facts: { argument: string; actual: number; minimum: number; maximum: number }) {
    super(`${facts.argument} is ${facts.actual}; give ${facts.minimum} to ${facts.maximum}`, facts);
  }
}

/** Neither or both of the things that may be withdrawn. */
export class BadImpactSubjectError extends ClientError {
  readonly code = 'BAD_IMPACT_SUBJECT';

  constructor() {
    super('give either contributionId or datanetId', {});
  }
}
