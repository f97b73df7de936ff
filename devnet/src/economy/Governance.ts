import { BaseError as ViemError, ContractFunctionRevertedError, parseEther, zeroAddress } from 'viem';
import { CONTRACTS, type Cast } from '../actors/cast.js';
import type { Ledger, RegisteredModel } from '../actors/Ledger.js';
import { devnetContracts } from '../devnetContracts.js';
import { buildDecisions, describeDecision, type Decision } from './decisions.js';
import type { Routine } from './Routine.js';

const { gOpen, governor, models } = CONTRACTS;
/** IGovernor.ProposalState, in its order. */
const STATES = ['Pending', 'Active', 'Canceled', 'Defeated', 'Succeeded', 'Queued', 'Expired', 'Executed'] as const;
/** More than both others have together, the staker's votes included, so the first delegate's vote decides. */
const WRAPPED_WEI = [parseEther('1200'), parseEther('400'), parseEther('200')] as const;
const POLL_MS = 1_000;

/**
 * The holders of gOPEN. They wrap OPEN, delegate it to themselves, take over a model's prices through the timelock, and
 * carry every decision from its proposal to its execution or its defeat.
 */
export class Governance implements Routine {
  readonly name = 'governance';
  #model: RegisteredModel | undefined;

  /** @param modelName the model whose owner hands its prices over once it is open for business */
  constructor(
    readonly cast: Pick<Cast, 'delegates' | 'trainer'>,
    readonly ledger: Ledger,
    readonly modelName: string,
    readonly log: (line: string) => void,
  ) {}

  async step(): Promise<number | null> {
    this.#model ??= (await this.ledger.loadModels()).get(this.modelName);
    if (!this.#model) return POLL_MS;
    if (await this.#prepare(this.#model)) return POLL_MS;
    let previousEndSeconds = 0n;
    for (const decision of buildDecisions(this.#model, this.modelName)) {
      const outcome = await this.#advance(decision, previousEndSeconds);
      if (outcome.waitMs !== null) return outcome.waitMs;
      previousEndSeconds = outcome.endSeconds;
    }
    return null;
  }

  /** Votes and the right to set the price. Whether anything had to be done for it. */
  async #prepare({ modelId }: RegisteredModel): Promise<boolean> {
    const { trainer, delegates } = this.cast;
    const { client } = trainer;
    const done = await Promise.all(
      delegates.map(async (delegate, position) => {
        const args = [delegate.address] as const;
        const balance = await client.readContract({ ...gOpen, functionName: 'balanceOf', args });
        const missingWei = WRAPPED_WEI[position]! - balance;
        if (missingWei > 0n) {
          await delegate.execute({ ...gOpen, functionName: 'deposit', args: [], valueWei: missingWei });
        }
        if ((await client.readContract({ ...gOpen, functionName: 'delegates', args })) !== zeroAddress) return false;
        await delegate.execute({ ...gOpen, functionName: 'delegate', args });
        return true;
      }),
    );
    const args = [modelId] as const;
    const controller = await client.readContract({ ...models, functionName: 'feePolicyController', args });
    if (controller !== zeroAddress) return done.includes(true);
    await trainer.execute({
      ...models,
      functionName: 'setFeePolicyController',
      args: [modelId, devnetContracts.Timelock],
    });
    return true;
  }

  /** @returns `waitMs` null once it is over, with the second at which voting ended */
  async #advance(
    decision: Decision,
    previousEndSeconds: bigint,
  ): Promise<{ waitMs: number | null; endSeconds: bigint }> {
    const { delegates } = this.cast;
    const [proposer] = delegates;
    const { client } = proposer;
    const { targets, values, calldatas } = decision;
    for (let attempt = 1; ; attempt++) {
      const { description, hash } = describeDecision(decision, attempt);
      const call = [targets, values, calldatas, hash] as const;
      const proposalId = await client.readContract({ ...governor, functionName: 'hashProposal', args: call });
      const state = await this.#loadState(proposalId);
      // Nobody voted while the devnet was stopped; what should pass is proposed once more.
      if (state === 'Canceled' || state === 'Expired' || (state === 'Defeated' && decision.passes)) continue;
      const endSeconds =
        state === null
          ? 0n
          : await client.readContract({ ...governor, functionName: 'proposalDeadline', args: [proposalId] });
      if (state === 'Executed' || state === 'Defeated') return { waitMs: null, endSeconds };
      if (state === null) {
        const { timestamp } = await client.getBlock();
        const waitSeconds = previousEndSeconds + BigInt(decision.afterSeconds) - timestamp;
        if (previousEndSeconds > 0n && waitSeconds > 0n) return { waitMs: Number(waitSeconds) * 1000, endSeconds };
        const args = [targets, values, calldatas, description] as const;
        await proposer.execute({ ...governor, functionName: 'propose', args });
        this.log(`proposed: ${decision.title}`);
      } else if (state === 'Active') {
        await this.#vote(proposalId, decision);
      } else if (state === 'Succeeded') {
        await proposer.execute({ ...governor, functionName: 'queue', args: call });
        this.log(`accepted: ${decision.title}`);
      } else if (state === 'Queued') {
        const ready = await client.readContract({ ...governor, functionName: 'proposalEta', args: [proposalId] });
        if ((await client.getBlock()).timestamp >= ready) {
          await delegates[1].execute({ ...governor, functionName: 'execute', args: call });
          this.log(`executed: ${decision.title}`);
        }
      }
      return { waitMs: POLL_MS, endSeconds };
    }
  }

  async #vote(proposalId: bigint, { votes }: Decision): Promise<void> {
    await Promise.all(
      this.cast.delegates.map(async (delegate, position) => {
        const args = [proposalId, delegate.address] as const;
        if (await delegate.client.readContract({ ...governor, functionName: 'hasVoted', args })) return;
        await delegate.execute({
          ...governor,
          functionName: 'castVoteWithReason',
          args: [proposalId, votes[position]!.support, votes[position]!.reason],
        });
      }),
    );
  }

  /** Null for what was never proposed. */
  async #loadState(proposalId: bigint): Promise<(typeof STATES)[number] | null> {
    try {
      const args = [proposalId] as const;
      return STATES[await this.ledger.client.readContract({ ...governor, functionName: 'state', args })]!;
    } catch (error) {
      const revert =
        error instanceof ViemError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
      const isUnknown =
        revert instanceof ContractFunctionRevertedError && revert.data?.errorName === 'GovernorNonexistentProposal';
      if (isUnknown) return null;
      throw error;
    }
  }
}
