import { StakeEventKind } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type StakeEventRow, stakeEventSource } from '../sources/StakeEventRow';

/** What happened to stakes, newest first. */
export const stakeEventList = defineChainList<StakeEventRow>({
  name: 'stakeEvents',
  node: 'StakeEvent',
  description: 'What happened to stakes.',
  source: stakeEventSource,
  place: 'se',
  filters: {
    stakingId: {
      kind: 'id',
      expression: 'se.stake_id',
      index: 'lookup',
      isNullable: true,
      description: 'Which stake, decimal; null when none is known.',
    },
    claimedStakeId: {
      kind: 'id',
      expression: 'se.claimed_stake_id',
      index: 'lookup',
      description: 'What the event says, also when no such stake is known.',
    },
    kind: {
      kind: 'enum',
      enum: { name: 'StakeEventKind', values: Object.values(StakeEventKind) },
      expression: 'se.kind',
      index: 'none',
      description: 'What happened.',
    },
    recipient: { kind: 'address', expression: 'se.recipient_id', index: 'lookup', description: 'Whose it is.' },
    ...chainFilters('se'),
  },
  parents: {
    'Stake.events': { condition: 'se.stake_id = parent.id', description: 'What happened to it.' },
    'Account.stakeEvents': { condition: 'se.recipient_id = parent.id', description: 'What happened to its stakes.' },
  },
});
