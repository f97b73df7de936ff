import { ModelKind, PayoutRole, Verdict } from '@tributary/db';
import { registerEnumType } from 'type-graphql';

export { ModelKind, PayoutRole, Verdict };

export enum ContributionStatus {
  SUBMITTED = 'SUBMITTED',
  ACCEPTED = 'ACCEPTED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}

export enum Finality {
  UNSAFE = 'UNSAFE',
  SAFE = 'SAFE',
  FINALIZED = 'FINALIZED',
}

registerEnumType(Finality, {
  name: 'Finality',
  description:
    'How firmly the chain holds a block, by its own tags or by the confirmations that its deployment asks for.',
  valuesConfig: {
    UNSAFE: { description: 'Only the sequencer vouches for it; it may be replaced at any time.' },
    SAFE: { description: 'Published to the parent chain, and not final there yet.' },
    FINALIZED: { description: 'Final, and the index was compared with the chain there: it stays.' },
  },
});

registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'What recomputing an inference and comparing it with its payouts gave.',
  valuesConfig: {
    MATCHED: { description: 'Paid exactly as the rule says, to the wei.' },
    MISPAID: { description: 'Right total, wrong people.' },
    UNDERPAID: { description: 'Less was paid than is due.' },
    OVERPAID: { description: 'More was paid than is due.' },
    UNPAID: { description: 'Nothing was paid within the grace period.' },
    FORGED_QUERY: { description: 'The model does not give the committed query.' },
    BAD_INDEX: { description: 'The index bytes do not hash to the committed root.' },
    UNAVAILABLE: { description: 'Bytes that are needed cannot be had; tried again.' },
    PENDING: { description: 'Not decided yet, or what was decided is about another state of the chain.' },
  },
});

registerEnumType(PayoutRole, {
  name: 'PayoutRole',
  description: 'What a payout is for.',
  valuesConfig: {
    PLATFORM: { description: 'The flat fee of the platform.' },
    MODEL: { description: "The model's owner." },
    STAKER: { description: 'The stakers.' },
    CONTRIBUTOR: { description: 'The contributor of data that shaped the answer.' },
    UNATTRIBUTED: { description: "The contributors' part of an answer that nobody's data shaped." },
    UNKNOWN: { description: 'A number this version does not know.' },
  },
});

registerEnumType(ModelKind, {
  name: 'ModelKind',
  description: 'How a model came to be.',
  valuesConfig: {
    BASE: { description: 'Trained from nothing.' },
    ADAPTER: { description: 'A LoRA adapter over a base model.' },
    MERGE: { description: 'Merged from others.' },
    UNKNOWN: { description: 'A number this version does not know.' },
  },
});

registerEnumType(ContributionStatus, {
  name: 'ContributionStatus',
  description: 'Where a contribution stands.',
  valuesConfig: {
    SUBMITTED: { description: 'Not reviewed yet.' },
    ACCEPTED: { description: 'Accepted by the datanet, and not withdrawn.' },
    REJECTED: { description: 'Refused by the datanet.' },
    WITHDRAWN: { description: 'Taken back by its contributor, whatever the review said.' },
  },
});
