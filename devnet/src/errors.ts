import { FatalError, RetryableError } from '@tributary/protocol';

/** Something else listens on the port the chain should have. */
export class PortTakenError extends FatalError {
  constructor({ port, service }: { port: number; service: string }) {
    super(`Port ${port}, wanted for ${service}, is taken. Stop what listens there, or choose another port.`, {
      port,
      service,
    });
  }
}

/** The anvil package for this operating system and processor is not installed. */
export class AnvilBinaryMissingError extends FatalError {
  constructor({ packageName, cause }: { packageName: string; cause: unknown }) {
    super(
      `${packageName} is not installed, so there is no chain to run. Run npm install without --omit=optional.`,
      { packageName },
      { cause },
    );
  }
}

/** Anvil ended, or did not answer in time, while it was being started. */
export class AnvilStartError extends FatalError {
  constructor(facts: { stateFile: string | null; exitCode: number | null; waitedMs: number; outputTail: string }) {
    const what =
      facts.exitCode === null ? `did not answer within ${facts.waitedMs} ms` : `ended with ${facts.exitCode}`;
    const cure = facts.stateFile
      ? `If it cannot read ${facts.stateFile}, delete that file: the devnet then starts a new chain.`
      : 'Read its output above.';
    super(`anvil ${what}: ${facts.outputTail.trim() || 'no output'}\n${cure}`, facts);
  }
}

/** The node did not answer: it is stopping, restarting or gone. */
export class ChainUnreachableError extends RetryableError {
  constructor({ rpcUrl, cause }: { rpcUrl: string; cause: unknown }) {
    super(
      `The node at ${rpcUrl} does not answer. Try again, or check that the devnet is running.`,
      { rpcUrl },
      { cause },
    );
  }
}

/** The node refused a transaction before it came into a block, as with too little money. */
export class TransactionRefusedError extends FatalError {
  constructor(facts: { actor: string; functionName: string; nonce: number; reason: string; cause: unknown }) {
    const { actor, functionName, nonce, reason, cause } = facts;
    super(
      `The node refused ${actor}'s ${functionName} with nonce ${nonce}: ${reason}. Mend the call; nothing was sent.`,
      { actor, functionName, nonce, reason },
      { cause },
    );
  }
}

/** A transaction was mined and undone. `errorName` and `errorArgs` are the contract's own words, where it gave any. */
export class TransactionRevertedError extends FatalError {
  readonly errorName: string | null;
  readonly errorArgs: readonly unknown[];

  constructor(facts: {
    actor: string;
    functionName: string;
    hash: string;
    errorName: string | null;
    errorArgs: readonly unknown[];
  }) {
    const said = facts.errorName ? `${facts.errorName}(${facts.errorArgs.map(String).join(', ')})` : 'no reason';
    super(`${facts.actor}'s ${facts.functionName} (${facts.hash}) was reverted: ${said}. Mend the call.`, {
      ...facts,
      errorArgs: facts.errorArgs.map(String),
    });
    this.errorName = facts.errorName;
    this.errorArgs = facts.errorArgs;
  }
}

/** A sent transaction is in no block yet. */
export class ReceiptTimeoutError extends RetryableError {
  constructor(facts: { actor: string; functionName: string; hash: string; waitedMs: number }) {
    super(
      `${facts.actor}'s ${facts.functionName} (${facts.hash}) is in no block after ${facts.waitedMs} ms. ` +
        'Check that blocks are being mined, and that no reorg dropped it.',
      facts,
    );
  }
}

/** The chain does not hold the contracts that this build and `contracts/deployments` describe. */
export class DeploymentMismatchError extends FatalError {
  constructor(facts: { contractName: string; address: string; problem: string }) {
    super(
      `${facts.contractName} at ${facts.address}: ${facts.problem}. ` +
        'The chain was made by another build: delete the devnet folder in the data directory and start again.',
      facts,
    );
  }
}

/** A reorg was asked for that anvil cannot make. */
export class ReorgError extends FatalError {
  constructor({ depth, limitBlocks, cause }: { depth: number; limitBlocks: number; cause: Error }) {
    super(
      `No reorg of depth ${depth}: ${cause.message}. Ask for at most ${limitBlocks} blocks, all mined since anvil was started.`,
      { depth, limitBlocks },
      { cause },
    );
  }
}
