import type { ListQuery } from '../ListQuery';
import { type ContributionShareRow, contributionShareSource } from '../sources/ContributionShareRow';
import { listOf } from './listOf';

/** Answers that a contribution shaped, newest first; only results about the chain as it is. */
export function contributionShareList(): ListQuery<ContributionShareRow> {
  return listOf({
    source: {
      ...contributionShareSource,
      from: `contribution_share s
        JOIN reconciliation r ON r.id = s.reconciliation_id
        JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash`,
    },
    field: 'shapedInferences',
    // The block of the inference, as the index of reconciliations has it.
    order: [
      { expression: 'r.inference_block_number', type: 'int' },
      { expression: 'i.log_index', type: 'int' },
    ],
    parents: { Contribution: 's.contribution_id = parent.id' },
    parent: 'Contribution',
  });
}
