import type { ListDefinition } from '../ListDefinition';
import type { SortKey } from '../ListQuery';
import { type AttributionDatanetWeightRow, attributionDatanetWeights } from '../sources/AttributionDatanetWeightRow';

const keys: readonly SortKey[] = [{ expression: 'w.id', type: 'text' }];

/** Parts of claims that name a datanet. They do not know their place in the chain: their inferences do. */
export const attributionDatanetWeightList: ListDefinition<AttributionDatanetWeightRow> = {
  name: 'attributionDatanetWeights',
  node: 'AttributionDatanetWeight',
  description: 'Weights of datanets in what operators claim.',
  isRoot: false,
  source: attributionDatanetWeights.source,
  orders: {
    LAST_ID: { keys, isAscending: false, description: 'By the text of the inference id, from the end.' },
    FIRST_ID: { keys, isAscending: true, description: 'By the text of the inference id.' },
  },
  orderEnum: 'AttributionDatanetWeightOrder',
  filters: {
    weight: {
      kind: 'bigint',
      expression: 'w.weight',
      index: 'none',
      description: 'Relative to the other weights of the same attribution; no unit.',
    },
  },
  parents: {
    'Datanet.attributionWeights': {
      condition: 'w.datanet_id = parent.id',
      description: 'What operators claim that it shaped.',
    },
  },
};
