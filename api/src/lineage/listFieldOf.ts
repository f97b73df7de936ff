import type { LineageDirection, LineageEdgeName } from '@tributary/db';

/** Fields that list all edges of a kind on one side of a node; `LineageMore.list`. */
const LIST_FIELDS: Readonly<Partial<Record<`${LineageEdgeName} ${LineageDirection}`, string>>> = {
  'CREATED DOWNSTREAM': 'Account.datanets',
  'CONTRIBUTED DOWNSTREAM': 'Account.contributions',
  'REGISTERED DOWNSTREAM': 'Account.models',
  'PAID_FOR DOWNSTREAM': 'Account.inferencesPaid',
  'PAID_TO UPSTREAM': 'Account.payouts',
  'CONTRIBUTED_TO UPSTREAM': 'Datanet.contributions',
  'PUBLISHED_AS DOWNSTREAM': 'Datanet.versions',
  'PRODUCED UPSTREAM': 'Model.trainingRuns',
  'BASE_OF DOWNSTREAM': 'Model.adapters',
  'INDEXED_AS DOWNSTREAM': 'Model.indexes',
  'ANSWERED DOWNSTREAM': 'Model.inferences',
  'SHAPED DOWNSTREAM': 'Contribution.shapedInferences',
  'EARNED DOWNSTREAM': 'Contribution.payouts',
  'PAID_OUT DOWNSTREAM': 'Inference.payouts',
};

/** `<type>.<field>`; null where no list has just these. */
export function listFieldOf(name: LineageEdgeName, direction: LineageDirection): string | null {
  return LIST_FIELDS[`${name} ${direction}`] ?? null;
}
