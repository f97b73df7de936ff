import { Withdrawal } from '@tributary/db';
import type { events } from '../abi/L2ToL1MessagePasser.js';
import { getOrigin } from '../ChainEvent.js';
import type { Handlers } from './Handlers.js';

export const l2ToL1MessagePasser: Handlers<typeof events> = {
  MessagePassed(batch, place, args) {
    batch.add(
      new Withdrawal({
        id: place.id,
        nonce: args.nonce,
        sender: batch.getAccount(args.sender, place.blockNumber),
        target: args.target,
        valueWei: args.value,
        gasLimit: args.gasLimit,
        data: args.data,
        withdrawalHash: args.withdrawalHash,
        ...getOrigin(place),
      }),
    );
    return undefined;
  },
};
