import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ContributionShareRow, contributionShareSource } from '../sources/ContributionShareRow';

const expression = 'r.inference_block_number';
const { blockNumber, timestamp } = blockFilters('r');

/** Answers that a contribution shaped, newest first; only results about the chain as it is. */
export const contributionShareList = defineChainList<ContributionShareRow>({
  name: 'contributionShares',
  node: 'ContributionShare',
  description: 'Shares of contributions in answers.',
  isRoot: false,
  source: {
    ...contributionShareSource,
    from: `contribution_share s
      JOIN reconciliation r ON r.id = s.reconciliation_id
      JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash`,
  },
  // The block of the inference, as the index of reconciliations has it.
  place: [
    { expression, type: 'int' },
    { expression: 'i.log_index', type: 'int' },
  ],
  filters: {
    shareBps: {
      kind: 'integer',
      expression: 's.share_bps',
      index: 'none',
      description: 'Share of the answer in parts of 10,000.',
    },
    modelId: {
      kind: 'id',
      expression: 'i.model_id',
      index: 'none',
      isNullable: true,
      description: 'Model of the answer, decimal.',
    },
    blockNumber: { ...blockNumber, expression, description: 'Height of the block of the settlement.' },
    timestamp: { ...timestamp, expression, description: 'Time of the block of the settlement.' },
  },
  parents: {
    'Contribution.shapedInferences': {
      condition: 's.contribution_id = parent.id',
      description: 'Its shares in answers, those of the newest inferences first.',
    },
  },
});
