import { FatalError, RetryableError } from '@tributary/protocol';

/** The node serves another chain than the deployment file describes. */
export class WrongChainError extends FatalError {
  constructor(facts: { rpcUrl: string; expectedChainId: number; actualChainId: number }) {
    super(
      `${facts.rpcUrl} serves chain ${facts.actualChainId}, but the deployment is for chain ${facts.expectedChainId}. ` +
        'Set RPC_URL to a node of that chain, or CHAIN_ID to the chain of that node.',
      facts,
    );
  }
}

/** A file of contracts/deployments is missing or does not have the fields it must have. */
export class DeploymentError extends FatalError {
  constructor(facts: { file: string; problem: string }) {
    super(
      `The deployment file ${facts.file} cannot be used: ${facts.problem}. Correct it, or name another chain.`,
      facts,
    );
  }
}

/** An environment variable is missing or malformed. */
export class ConfigError extends FatalError {
  constructor(facts: { variable: string; problem: string }) {
    super(`${facts.variable} ${facts.problem}. Set it and start again; docs/operations.md lists the variables.`, facts);
  }
}

/** A handler asked for a row that was not loaded for its batch: a defect of collectReferences, never of the data. */
export class NotLoadedError extends FatalError {
  constructor(facts: { entity: string; id: string }) {
    super(`${facts.entity} ${facts.id} was not loaded for this batch. Let collectReferences.ts name it.`, facts);
  }
}

/** The node's chain does not continue what was read before: it was reorganised meanwhile, below what counted as final. */
export class ChainReplacedError extends RetryableError {
  constructor(facts: { blockNumber: number; expectedHash: string; actualHash: string }) {
    super(
      `Block ${facts.blockNumber} was ${facts.expectedHash} and is ${facts.actualHash} on the chain now. ` +
        'Compare the index with the chain and go on from what they share; squid does so by itself.',
      facts,
    );
  }
}

/** The node's head stays below blocks that were taken for final. */
export class ChainBehindError extends RetryableError {
  constructor(facts: { chainHeight: number; finalHeight: number }) {
    super(
      `The node is at block ${facts.chainHeight}, and block ${facts.finalHeight} was final already. ` +
        'Wait for the node, or point RPC_URL at one that is up to date.',
      facts,
    );
  }
}

/** The node gives a transaction or a receipt without a field that the ledger needs. */
export class MalformedTransactionError extends RetryableError {
  constructor(facts: { blockNumber: number; hash: string; field: string }) {
    super(
      `The node gives no usable ${facts.field} for transaction ${facts.hash} of block ${facts.blockNumber}. ` +
        'Point RPC_URL at another node if this goes on.',
      facts,
    );
  }
}

/** The node has a block but not the receipts of its transactions. */
export class ReceiptsUnavailableError extends RetryableError {
  constructor(facts: { blockNumber: number; blockHash: string }) {
    super(
      `The node gives no receipts for block ${facts.blockNumber} (${facts.blockHash}). If this goes on, point RPC_URL at a ` +
        'node that answers eth_getBlockReceipts, or take `gas` out of the deployment file.',
      facts,
    );
  }
}

/** Nobody tells what an attestation says: it was not made by a direct call, and the node does not have the state. */
export class AttestationUnavailableError extends RetryableError {
  constructor(facts: { uid: string; blockNumber: number; reason: string }) {
    super(
      `The node does not tell what attestation ${facts.uid} of block ${facts.blockNumber} says (${facts.reason}). ` +
        'Point RPC_URL at a node that answers eth_call if this goes on.',
      facts,
    );
  }
}

/** The index does not keep up with the chain. */
export class BehindHeadError extends RetryableError {
  constructor(facts: { lagSeconds: number }) {
    super(
      `The index has been behind the chain's head for ${Math.round(facts.lagSeconds)} s. See the log for what the node answers.`,
      facts,
    );
  }
}
