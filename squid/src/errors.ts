import { FatalError } from '@tributary/protocol';

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
