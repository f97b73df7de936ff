import { Account, GOpenHolder, Stake, StakeEvent } from '@tributary/db';
import { describe, expect, it } from 'vitest';
import { Batch, type EntityClass } from '../Batch.js';
import type { EventPlace } from '../ChainEvent.js';
import { gOpen } from './gOpen.js';
import { staking } from './staking.js';

const CONTRACT = `0x${'aa'.repeat(20)}`;
const ANN = `0x${'01'.repeat(20)}`;
const BOB = `0x${'02'.repeat(20)}`;

let logIndex = 0;
const place = (transactionHash: string): EventPlace => ({
  id: `0000000001-${String(++logIndex).padStart(5, '0')}`,
  blockNumber: 1,
  blockHash: '0xb1',
  timestamp: new Date(0),
  logIndex,
  transactionHash,
  signer: ANN,
});

/** Stake 0 of Ann, just ended by transaction 0x1. */
function endStake(): { batch: Batch; events: StakeEvent[] } {
  const batch = new Batch();
  for (const type of [Account, GOpenHolder]) batch.setLoaded(type as EntityClass, [CONTRACT, ANN, BOB], []);
  batch.setLoaded(Stake, ['0'], []);
  const events: StakeEvent[] = [];
  const add = batch.add.bind(batch);
  batch.add = (entity) => {
    if (entity instanceof StakeEvent) events.push(entity);
    return add(entity);
  };
  staking.Staked!(batch, place('0x0'), { stakingId: 0n, recipient: ANN, amount: 5n });
  staking.Unstaked!(batch, place('0x1'), { stakingId: 0n, recipient: ANN });
  return { batch, events };
}

const transfer = (batch: Batch, hash: string, to: string, value: bigint) =>
  gOpen.Transfer!(batch, place(hash), { from: CONTRACT, to, value });

describe('what was paid for a stake', () => {
  it('is the token’s next transfer of the transaction, and none after it', () => {
    const { batch, events } = endStake();
    transfer(batch, '0x1', ANN, 6n);
    transfer(batch, '0x1', ANN, 7n);
    expect(batch.get(Stake, '0')?.returnedWei).toBe(6n);
    expect(events.map(({ kind, amountWei }) => [kind, amountWei])).toEqual([
      ['STAKED', 5n],
      ['UNSTAKED', 6n],
    ]);
  });

  it('is not a transfer to somebody else, or of another transaction', () => {
    for (const [hash, to] of [
      ['0x1', BOB],
      ['0x2', ANN],
    ] as const) {
      const { batch, events } = endStake();
      transfer(batch, hash, to, 6n);
      transfer(batch, '0x1', ANN, 7n);
      expect(batch.get(Stake, '0')?.returnedWei ?? null).toBeNull();
      expect(events[1]!.amountWei).toBeNull();
    }
  });
});
