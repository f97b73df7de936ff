import { PayoutRole } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { buildMemberSql } from '../filters/buildMemberSql';
import { defineChainList } from '../ListDefinition';
import { type PayoutRow, payoutSource } from '../sources/PayoutRow';

const ofContribution = (column: string) => buildMemberSql(`SELECT c.id FROM contribution c WHERE c.${column}`);

/** Payments, newest first. */
export const payoutList = defineChainList<PayoutRow>({
  name: 'payouts',
  node: 'Payout',
  description: 'Payouts.',
  source: payoutSource,
  place: 'p',
  filters: {
    role: {
      kind: 'enum',
      enum: { name: 'PayoutRole', values: Object.values(PayoutRole) },
      expression: 'p.role',
      index: 'ordered',
      description: 'What it is for.',
    },
    recipient: { kind: 'address', expression: 'p.recipient_id', index: 'ordered', description: 'Who is paid.' },
    contributionId: {
      kind: 'id',
      expression: 'p.contribution_id',
      index: 'ordered',
      isNullable: true,
      description: 'The contribution it rewards, decimal; null when none is known.',
    },
    claimedContributionId: {
      kind: 'id',
      expression: 'p.claimed_contribution_id',
      index: 'lookup',
      description: 'What the event says, also when no such contribution exists; 0 for other roles.',
    },
    inferenceId: {
      kind: 'id',
      expression: 'p.inference_id',
      index: 'lookup',
      isNullable: true,
      description: 'The answer it is for, decimal; null when none is known.',
    },
    claimedInferenceId: {
      kind: 'id',
      expression: 'p.claimed_inference_id',
      index: 'lookup',
      description: 'What the event says, also when no such inference exists.',
    },
    datanetId: {
      kind: 'id',
      expression: 'p.contribution_id',
      index: 'none',
      build: ofContribution('datanet_id'),
      description: 'Datanet of the contribution it rewards, decimal.',
    },
    license: {
      kind: 'id',
      expression: 'p.contribution_id',
      index: 'none',
      build: ofContribution('license'),
      description: 'Licence of the contribution it rewards, exactly.',
    },
    modelId: {
      kind: 'id',
      expression: 'p.inference_id',
      index: 'none',
      build: buildMemberSql('SELECT i.id FROM inference i WHERE i.model_id'),
      description: 'Model of the answer it is for, decimal.',
    },
    amountWei: { kind: 'bigint', expression: 'p.amount_wei', index: 'none', description: 'Amount, wei.' },
    ...chainFilters('p'),
  },
  parents: {
    'Account.payouts': { condition: 'p.recipient_id = parent.id', description: 'What it was paid.' },
    'Inference.payouts': { condition: 'p.inference_id = parent.id', description: 'What was paid for it.' },
    'Contribution.payouts': { condition: 'p.contribution_id = parent.id', description: 'Payments for it.' },
    'Block.payouts': { condition: 'p.block_number = parent.id::int', description: 'Payments made in it.' },
  },
});
