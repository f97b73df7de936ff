import type { GroupQuery } from '../loadGroups';

export interface AttributionDatanetWeightRow {
  id: string;
  attributionId: string;
  datanetId: string | null;
  claimedDatanetId: string;
  weight: bigint;
}

/** Datanet weights of an attribution, in the order of the event. */
export const attributionDatanetWeights: GroupQuery<AttributionDatanetWeightRow> = {
  source: {
    from: 'attribution_datanet_weight w',
    key: 'w.id',
    columns: {
      id: 'w.id',
      attributionId: 'w.attribution_id',
      datanetId: 'w.datanet_id',
      claimedDatanetId: 'w.claimed_datanet_id',
      weight: 'w.weight',
    },
  },
  parentKey: 'w.attribution_id',
  orderBy: 'w.position',
};
