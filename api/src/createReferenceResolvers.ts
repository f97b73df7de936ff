import {
  type AccountRow,
  attestationSource,
  attributionIndexSource,
  attributionSource,
  blockSource,
  type EntitySource,
  inferenceSource,
  proposalSource,
  protocolRecipientsSource,
  reconciliationSource,
  trainingRunSource,
  transactionSource,
} from '@tributary/db';
import { type ClassType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from './loadAccount.js';
import type { RequestContext } from './RequestContext.js';
import { Account } from './types/Account.js';
import { Attestation } from './types/Attestation.js';
import { Attribution } from './types/Attribution.js';
import { AttributionDatanetWeight } from './types/AttributionDatanetWeight.js';
import { AttributionIndex } from './types/AttributionIndex.js';
import { Block } from './types/Block.js';
import { ContributionShare } from './types/ContributionShare.js';
import { Deposit } from './types/Deposit.js';
import { Evidence } from './types/Evidence.js';
import { GOpenHolder } from './types/GOpenHolder.js';
import { IndexQuality } from './types/IndexQuality.js';
import { Inference } from './types/Inference.js';
import { Proposal } from './types/Proposal.js';
import { ProposalCall } from './types/ProposalCall.js';
import { ProtocolRecipients } from './types/ProtocolRecipients.js';
import { Reconciliation } from './types/Reconciliation.js';
import { ReconciliationLine } from './types/ReconciliationLine.js';
import { TrainingRun } from './types/TrainingRun.js';
import { TrainingRunInput } from './types/TrainingRunInput.js';
import { Transaction } from './types/Transaction.js';
import { VoteDelegation } from './types/VoteDelegation.js';
import { VotePower } from './types/VotePower.js';

/** A field that is the row which a column of its own row names. */
interface Reference {
  readonly on: ClassType;
  readonly field: string;
  readonly to: ClassType;
  /** Accounts without one: an address that no event names is an account all the same. */
  readonly source?: EntitySource<object>;
  readonly key: string;
  readonly isNullable?: boolean;
  readonly description: string;
}

const account = { to: Account } as const;
const block = { field: 'block', to: Block, source: blockSource, key: 'blockNumber', isNullable: true } as const;
const reconciliation = { field: 'reconciliation', to: Reconciliation, source: reconciliationSource } as const;

/** Relations that need nothing but a look-up; those with a thought of their own are in `resolvers/`. */
const references: readonly Reference[] = [
  {
    on: Attestation,
    field: 'refAttestation',
    to: Attestation,
    source: attestationSource,
    key: 'refUid',
    isNullable: true,
    description: 'The attestation that this one is about; null without, or when none is known by that uid.',
  },
  {
    on: Attribution,
    field: 'inference',
    to: Inference,
    source: inferenceSource,
    key: 'id',
    isNullable: true,
    description: 'The answer; null when no such inference is known.',
  },
  {
    on: AttributionDatanetWeight,
    field: 'attribution',
    to: Attribution,
    source: attributionSource,
    key: 'attributionId',
    isNullable: true,
    description: 'The claim that it is a part of.',
  },
  {
    ...reconciliation,
    on: ContributionShare,
    key: 'inferenceId',
    isNullable: true,
    description: 'What it is a part of.',
  },
  { ...block, on: Deposit, description: 'Its block.' },
  {
    on: Deposit,
    field: 'transaction',
    to: Transaction,
    source: transactionSource,
    key: 'id',
    isNullable: true,
    description: 'The transaction that it is.',
  },
  { ...block, on: Evidence, description: 'The block; null when it is not indexed.' },
  { ...account, on: Evidence, field: 'signerAccount', key: 'signer', description: 'Who sent the transaction.' },
  { ...account, on: GOpenHolder, field: 'account', key: 'id', description: 'Who holds it.' },
  {
    ...account,
    on: GOpenHolder,
    field: 'delegate',
    key: 'delegateId',
    isNullable: true,
    description: 'Who votes with it; null: nobody.',
  },
  {
    on: IndexQuality,
    field: 'index',
    to: AttributionIndex,
    source: attributionIndexSource,
    key: 'id',
    isNullable: true,
    description: 'The index that was measured.',
  },
  { ...account, on: Inference, field: 'gateway', key: 'signer', description: 'Who settled it.' },
  { ...block, on: Inference, description: 'The block that it settled in.' },
  {
    on: Inference,
    field: 'protocolRecipients',
    to: ProtocolRecipients,
    source: protocolRecipientsSource,
    key: 'protocolRecipientsId',
    isNullable: true,
    description: 'In force when it settled.',
  },
  {
    on: ProposalCall,
    field: 'proposal',
    to: Proposal,
    source: proposalSource,
    key: 'proposalId',
    isNullable: true,
    description: 'What it is a part of.',
  },
  {
    ...account,
    on: ProtocolRecipients,
    field: 'platformRecipient',
    key: 'platformRecipientId',
    description: 'Who is paid for the platform.',
  },
  {
    ...account,
    on: ProtocolRecipients,
    field: 'stakerRecipient',
    key: 'stakerRecipientId',
    description: 'Who is paid for the stakers.',
  },
  {
    ...reconciliation,
    on: ReconciliationLine,
    key: 'reconciliationId',
    isNullable: true,
    description: 'What it is a part of.',
  },
  {
    on: TrainingRunInput,
    field: 'trainingRun',
    to: TrainingRun,
    source: trainingRunSource,
    key: 'trainingRunId',
    isNullable: true,
    description: 'The training run.',
  },
  { ...block, on: Transaction, description: 'Its block.' },
  { ...account, on: VoteDelegation, field: 'delegator', key: 'delegatorId', description: 'Whose votes they are.' },
  {
    ...account,
    on: VoteDelegation,
    field: 'fromDelegate',
    key: 'fromDelegateId',
    isNullable: true,
    description: 'Who voted with them before; null: nobody.',
  },
  {
    ...account,
    on: VoteDelegation,
    field: 'toDelegate',
    key: 'toDelegateId',
    isNullable: true,
    description: 'Who votes with them since; null: nobody.',
  },
  { ...account, on: VotePower, field: 'delegate', key: 'delegateId', description: 'Who votes.' },
];

/** A resolver for each of them. */
export function createReferenceResolvers(): (new () => object)[] {
  return references.map(({ on, field, to, source, key, isNullable = false, description }) => {
    const load = (
      row: Readonly<Record<string, unknown>>,
      { loaders }: RequestContext,
    ): Promise<object | AccountRow | null> | null => {
      const value = row[key];
      if (value === null || value === undefined) return null;
      return source === undefined ? loadAccount(loaders, String(value)) : loaders.row(source, String(value));
    };
    // type-graphql knows fields of a type by the method's name.
    class ReferenceResolver {}
    const { prototype } = ReferenceResolver;
    Object.defineProperty(prototype, field, { value: load, configurable: true });
    Root()(prototype, field, 0);
    Ctx()(prototype, field, 1);
    FieldResolver(() => to, { nullable: isNullable, description })(prototype, field, { value: load });
    Resolver(() => on)(ReferenceResolver);
    return ReferenceResolver;
  });
}
