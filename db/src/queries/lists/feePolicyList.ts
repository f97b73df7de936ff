import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type FeePolicyRow, feePolicySource } from '../sources/FeePolicyRow';

/** Fee policies, newest first. */
export const feePolicyList = defineChainList<FeePolicyRow>({
  name: 'feePolicies',
  node: 'FeePolicy',
  description: 'Fee policies as they were set.',
  source: feePolicySource,
  place: 'f',
  filters: {
    modelId: {
      kind: 'id',
      expression: 'f.model_id',
      index: 'lookup',
      isNullable: true,
      description: 'Whose policy it is, decimal; null when no such model is known.',
    },
    unattributedRecipient: {
      kind: 'address',
      expression: 'f.unattributed_recipient_id',
      index: 'lookup',
      description: "Who gets the contributors' part of an answer that nobody's data shaped.",
    },
    ...chainFilters('f'),
  },
  parents: {
    'Model.feePolicies': { condition: 'f.model_id = parent.id', description: 'Fee policies, the one in force first.' },
    'Account.unattributedFeePolicies': {
      condition: 'f.unattributed_recipient_id = parent.id',
      description: "Fee policies that give it the contributors' part of an answer that nobody's data shaped.",
    },
  },
});
