import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';
import type { GroupQuery } from '../loadGroups';

/** Rates are wei per 1,000 tokens. */
export interface FeePolicyRow extends EvidenceRow {
  id: string;
  modelId: string | null;
  inputRateWei: bigint;
  outputRateWei: bigint;
  platformFeeWei: bigint;
  modelBps: number;
  stakerBps: number;
  contributorBps: number;
  unattributedRecipientId: string;
}

export const feePolicySource: EntitySource<FeePolicyRow> = {
  from: 'fee_policy f',
  key: 'f.id',
  columns: {
    id: 'f.id',
    modelId: 'f.model_id',
    inputRateWei: 'f.input_rate_wei',
    outputRateWei: 'f.output_rate_wei',
    platformFeeWei: 'f.platform_fee_wei',
    modelBps: 'f.model_bps',
    stakerBps: 'f.staker_bps',
    contributorBps: 'f.contributor_bps',
    unattributedRecipientId: 'f.unattributed_recipient_id',
    ...evidenceColumns('f'),
  },
};

/** Policies of a model, the one in force now first. */
export const latestFeePolicies: GroupQuery<FeePolicyRow> = {
  source: feePolicySource,
  parentKey: 'f.model_id',
  orderBy: 'f.block_number DESC, f.log_index DESC',
};
