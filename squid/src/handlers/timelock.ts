import { GovernorSettingName, TimelockCall } from '@tributary/db';
import type { events } from '../abi/TimelockController.js';
import type { Batch } from '../Batch.js';
import { getOrigin, getTimestampSeconds } from '../ChainEvent.js';
import { decodeCall } from '../decodeCall.js';
import { toJsonValue } from '../toJsonValue.js';
import { addSetting } from './governor.js';
import type { Handlers } from './Handlers.js';

export const timelock: Handlers<typeof events> = {
  CallScheduled(batch, place, args) {
    const { contract, functionName, args: callArgs } = decodeCall(batch.network.contracts.get(args.target), args.data);
    const call = batch.add(
      new TimelockCall({
        id: place.id,
        operationId: args.id,
        position: args.index,
        proposal: null,
        target: args.target,
        valueWei: args.value,
        data: args.data,
        contract,
        functionName,
        args: callArgs && toJsonValue(callArgs),
        predecessor: args.predecessor,
        delaySeconds: args.delay,
        readyAtSeconds: getTimestampSeconds(place) + args.delay,
        ...getOrigin(place),
      }),
    );
    const isWaiting = getWaiting(batch, args.id).some(({ position }) => position === args.index);
    batch.network.timelockCalls.set(args.id, [...(batch.network.timelockCalls.get(args.id) ?? []), call]);
    return isWaiting ? `call ${args.index} of operation ${args.id} is scheduled already` : undefined;
  },

  CallSalt(batch, place, args) {
    const calls = getWaiting(batch, args.id).filter(({ transactionHash }) => transactionHash === place.transactionHash);
    for (const call of calls) {
      call.salt = args.salt;
      batch.change(call);
    }
    return calls.length > 0 ? undefined : `operation ${args.id} was not scheduled by this transaction`;
  },

  CallExecuted(batch, place, args) {
    const call = getWaiting(batch, args.id).find(({ position }) => position === args.index);
    if (!call) return `call ${args.index} of operation ${args.id} was not scheduled`;
    call.executedBlockNumber = place.blockNumber;
    call.executionTransactionHash = place.transactionHash;
    batch.change(call);
    return undefined;
  },

  Cancelled(batch, place, args) {
    const calls = getWaiting(batch, args.id);
    for (const call of calls) {
      call.cancelledBlockNumber = place.blockNumber;
      call.cancellationTransactionHash = place.transactionHash;
      batch.change(call);
    }
    return calls.length > 0 ? undefined : `operation ${args.id} was not scheduled`;
  },

  MinDelayChange(batch, place, { oldDuration, newDuration }) {
    return addSetting(batch, place, GovernorSettingName.MIN_DELAY_SECONDS, oldDuration, newDuration);
  },
};

/** The calls of an operation that are neither executed nor cancelled, oldest first. */
function getWaiting(batch: Batch, operationId: string): TimelockCall[] {
  const calls = batch.network.timelockCalls.get(operationId) ?? [];
  return calls.filter((call) => call.executedBlockNumber == null && call.cancelledBlockNumber == null);
}
