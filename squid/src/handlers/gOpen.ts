import { GOpenHolder, GOpenTransfer, GOpenTransferKind, VoteDelegation, VotePower } from '@tributary/db';
import type { events } from '../abi/GOpen.js';
import type { Batch } from '../Batch.js';
import { getOrigin, getTimestampSeconds, type EventPlace } from '../ChainEvent.js';
import { ZERO_ADDRESS, joinProblems, type Handlers } from './Handlers.js';
import { notePayment } from './staking.js';

export const gOpen: Handlers<typeof events> = {
  Transfer(batch, place, { from, to, value }) {
    const isWrap = from === ZERO_ADDRESS;
    const isUnwrap = !isWrap && to === ZERO_ADDRESS;
    if (isWrap) batch.network.supplyWei += value;
    if (isUnwrap) batch.network.supplyWei -= value;
    batch.add(
      new GOpenTransfer({
        id: place.id,
        kind: isWrap ? GOpenTransferKind.WRAP : isUnwrap ? GOpenTransferKind.UNWRAP : GOpenTransferKind.TRANSFER,
        from: isWrap ? null : batch.getAccount(from, place.blockNumber),
        to: to === ZERO_ADDRESS ? null : batch.getAccount(to, place.blockNumber),
        amountWei: value,
        supplyWei: batch.network.supplyWei,
        timestampSeconds: getTimestampSeconds(place),
        ...getOrigin(place),
      }),
    );
    const sender = isWrap ? undefined : changeHolder(batch, place, from);
    if (sender) sender.balanceWei -= value;
    const recipient = to === ZERO_ADDRESS ? undefined : changeHolder(batch, place, to);
    if (recipient) recipient.balanceWei += value;
    notePayment(batch, place, to, value);
    return joinProblems(sender !== undefined && sender.balanceWei < 0n && `${from} sends more than it holds`);
  },

  DelegateChanged(batch, place, { delegator, fromDelegate, toDelegate }) {
    const getDelegate = (address: string) =>
      address === ZERO_ADDRESS ? null : batch.getAccount(address, place.blockNumber);
    batch.add(
      new VoteDelegation({
        id: place.id,
        delegator: batch.getAccount(delegator, place.blockNumber),
        fromDelegate: getDelegate(fromDelegate),
        toDelegate: getDelegate(toDelegate),
        ...getOrigin(place),
      }),
    );
    changeHolder(batch, place, delegator).delegate = getDelegate(toDelegate);
    return undefined;
  },

  DelegateVotesChanged(batch, place, { delegate, previousVotes, newVotes }) {
    batch.add(
      new VotePower({
        id: place.id,
        delegate: batch.getAccount(delegate, place.blockNumber),
        previousVotesWei: previousVotes,
        votesWei: newVotes,
        timestampSeconds: getTimestampSeconds(place),
        ...getOrigin(place),
      }),
    );
    const holder = changeHolder(batch, place, delegate);
    const knownWei = holder.votesWei;
    holder.votesWei = newVotes;
    return knownWei === previousVotes ? undefined : `${delegate} had ${knownWei} votes, not ${previousVotes}`;
  },
};

function changeHolder(batch: Batch, place: EventPlace, address: string): GOpenHolder {
  const known = batch.get(GOpenHolder, address);
  const holder =
    known ??
    batch.add(
      new GOpenHolder({
        id: address,
        account: batch.getAccount(address, place.blockNumber),
        balanceWei: 0n,
        delegate: null,
        votesWei: 0n,
      }),
    );
  holder.changedBlockNumber = place.blockNumber;
  if (known) batch.change(holder);
  return holder;
}
