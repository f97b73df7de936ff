import { Stake, StakeEvent, StakeEventKind, StakingConfig } from '@tributary/db';
import { functions, type events } from '../abi/Staking.js';
import type { Batch } from '../Batch.js';
import { getOrigin, type EventPlace } from '../ChainEvent.js';
import { joinProblems, type Handlers } from './Handlers.js';

export const staking: Handlers<typeof events> = {
  ConfigCreated: (batch, place, { configId }) => addConfig(batch, place, configId, true),
  ConfigSet: (batch, place, { configId }) => addConfig(batch, place, configId, false),

  Staked(batch, place, { stakingId, recipient, amount }) {
    const id = String(stakingId);
    const isKnown = batch.get(Stake, id) !== undefined;
    if (!isKnown) {
      batch.add(
        new Stake({
          id,
          recipient: batch.getAccount(recipient, place.blockNumber),
          claimedConfigId: readConfigId(batch, place, recipient, amount),
          principalWei: amount,
          ...getOrigin(place),
        }),
      );
    }
    addEvent(batch, place, { kind: StakeEventKind.STAKED, stakingId, recipient, amountWei: amount });
    return isKnown ? `stake ${id} was made before` : undefined;
  },

  ToppedUp(batch, place, { stakingId, recipient, amount }) {
    addEvent(batch, place, { kind: StakeEventKind.TOPPED_UP, stakingId, recipient, amountWei: amount });
    return changeStake(batch, stakingId, recipient, (stake) => {
      stake.principalWei += amount;
    });
  },

  RequestUnstake(batch, place, { stakingId, recipient }) {
    addEvent(batch, place, { kind: StakeEventKind.REQUESTED, stakingId, recipient, amountWei: null });
    return changeStake(batch, stakingId, recipient, (stake) => {
      if (stake.requestedBlockNumber != null) return `stake ${stakingId} was asked back before`;
      stake.requestedBlockNumber = place.blockNumber;
      stake.requestTransactionHash = place.transactionHash;
      return undefined;
    });
  },

  Unstaked(batch, place, { stakingId, recipient }) {
    const event = addEvent(batch, place, { kind: StakeEventKind.UNSTAKED, stakingId, recipient, amountWei: null });
    batch.network.unpaid = event;
    const problem = changeStake(batch, stakingId, recipient, (stake) => {
      stake.endedBlockNumber = place.blockNumber;
      stake.endTransactionHash = place.transactionHash;
    });
    return problem;
  },
};

/** The token's first Transfer after an Unstaked, in the same transaction, is what was paid. */
export function notePayment(batch: Batch, place: EventPlace, recipient: string, amountWei: bigint): void {
  const event = batch.network.unpaid;
  if (!event) return;
  batch.network.unpaid = undefined;
  const isSame = event.blockNumber === place.blockNumber && event.transactionHash === place.transactionHash;
  if (!isSame || event.recipient.id !== recipient) return;
  event.amountWei = amountWei;
  const { stake } = event;
  // A second end of a stake, which a contract that contradicts itself may claim, does not change what the first one paid.
  if (!stake || stake.returnedWei != null || stake.endTransactionHash !== place.transactionHash) return;
  stake.returnedWei = amountWei;
  batch.change(stake);
}

function addEvent(
  batch: Batch,
  place: EventPlace,
  facts: { kind: StakeEventKind; stakingId: bigint; recipient: string; amountWei: bigint | null },
): StakeEvent {
  const { kind, stakingId, recipient, amountWei } = facts;
  return batch.add(
    new StakeEvent({
      id: place.id,
      stake: batch.get(Stake, String(stakingId)) ?? null,
      claimedStakeId: String(stakingId),
      kind,
      recipient: batch.getAccount(recipient, place.blockNumber),
      amountWei,
      ...getOrigin(place),
    }),
  );
}

/** Changes a running stake; what contradicts it is told. */
function changeStake(
  batch: Batch,
  stakingId: bigint,
  recipient: string,
  change: (stake: Stake) => string | undefined | void,
): string | undefined {
  const stake = batch.get(Stake, String(stakingId));
  if (!stake) return `stake ${stakingId} does not exist`;
  if (stake.endedBlockNumber != null) return `stake ${stakingId} has ended`;
  const problem = change(stake) ?? undefined;
  if (problem === undefined) batch.change(stake);
  return joinProblems(problem, stake.recipient.id !== recipient && `stake ${stakingId} is of ${stake.recipient.id}`);
}

/** The terms of a stake are in no event: the call that made it names them, when it was a call of the contract itself. */
function readConfigId(batch: Batch, place: EventPlace, recipient: string, amountWei: bigint): string | null {
  const args = readCall(batch, place, functions.stake);
  return args && args.onBehalfOf === recipient && args.amount === amountWei ? String(args.configId) : null;
}

function addConfig(batch: Batch, place: EventPlace, configId: bigint, isCreation: boolean): undefined {
  const args = readCall(batch, place, functions.setConfig);
  const terms = args?.configId === configId ? args.config_ : undefined;
  batch.add(
    new StakingConfig({
      id: place.id,
      configId: String(configId),
      isCreation,
      interestBps: terms?.interestBps ?? null,
      stakeDurationSeconds: terms?.stakeDuration ?? null,
      cooldownSeconds: terms?.cooldownDuration ?? null,
      isActive: terms?.isActive ?? null,
      isTopupEnabled: terms?.isTopupEnabled ?? null,
      minStakeWei: terms?.minStake ?? null,
      maxStakeWei: terms?.maxStake ?? null,
      ...getOrigin(place),
    }),
  );
}

/** The arguments of the transaction's call, when it is one of that function of the staking contract. */
function readCall<Args>(
  batch: Batch,
  { transactionHash }: EventPlace,
  entry: { is(input: string): boolean; decode(input: string): Args },
): Args | null {
  const { transactions, contracts } = batch.network;
  const transaction = transactions.get(transactionHash);
  if (!transaction || transaction.to === null || contracts.get(transaction.to) !== 'Staking') return null;
  try {
    return entry.is(transaction.input) ? entry.decode(transaction.input) : null;
  } catch {
    return null;
  }
}
