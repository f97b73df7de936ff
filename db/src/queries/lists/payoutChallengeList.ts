import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type PayoutChallengeRow, payoutChallengeSource } from '../sources/PayoutChallengeRow';

/** Disputes about payouts, newest first. */
export const payoutChallengeList = defineChainList<PayoutChallengeRow>({
  name: 'payoutChallenges',
  node: 'PayoutChallenge',
  description: 'Disputes about payouts.',
  source: payoutChallengeSource,
  place: 'pc',
  filters: {
    inferenceId: {
      kind: 'id',
      expression: 'pc.inference_id',
      index: 'lookup',
      isNullable: true,
      description: 'What it is about, decimal; null when no such inference is known.',
    },
    challenger: { kind: 'address', expression: 'pc.challenger_id', index: 'lookup', description: 'Who disputes.' },
    upheld: {
      kind: 'boolean',
      expression: 'pc.upheld',
      index: 'none',
      isNullable: true,
      description: 'Whether it was found right; null until resolved.',
    },
    ...chainFilters('pc'),
  },
  parents: {
    'Inference.challenges': { condition: 'pc.inference_id = parent.id', description: 'Disputes about its payouts.' },
    'Account.challenges': { condition: 'pc.challenger_id = parent.id', description: 'Payouts it disputes.' },
  },
});
