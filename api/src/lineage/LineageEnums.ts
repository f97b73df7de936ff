import { registerEnumType } from 'type-graphql';

export enum LineageDirection {
  UPSTREAM = 'UPSTREAM',
  DOWNSTREAM = 'DOWNSTREAM',
  BOTH = 'BOTH',
}

export enum LineageNodeKind {
  Account = 'Account',
  AttributionIndex = 'AttributionIndex',
  Contribution = 'Contribution',
  Datanet = 'Datanet',
  DatanetVersion = 'DatanetVersion',
  Inference = 'Inference',
  Model = 'Model',
  Payout = 'Payout',
  TrainingRun = 'TrainingRun',
}

export enum LineageEdgeKind {
  CREATED = 'CREATED',
  CONTRIBUTED = 'CONTRIBUTED',
  REGISTERED = 'REGISTERED',
  RECORDED = 'RECORDED',
  PAID_FOR = 'PAID_FOR',
  CONTRIBUTED_TO = 'CONTRIBUTED_TO',
  INCLUDED_IN = 'INCLUDED_IN',
  PUBLISHED_AS = 'PUBLISHED_AS',
  USED_BY = 'USED_BY',
  CLAIMED_BY = 'CLAIMED_BY',
  PRODUCED = 'PRODUCED',
  BASE_OF = 'BASE_OF',
  INDEXED_AS = 'INDEXED_AS',
  ANSWERED = 'ANSWERED',
  IN_FORCE_FOR = 'IN_FORCE_FOR',
  SHAPED = 'SHAPED',
  PAID_OUT = 'PAID_OUT',
  EARNED = 'EARNED',
  PAID_TO = 'PAID_TO',
}

registerEnumType(LineageDirection, {
  name: 'LineageDirection',
  description: 'Which way lineage is followed.',
  valuesConfig: {
    UPSTREAM: { description: 'To what it was made from, and by whom.' },
    DOWNSTREAM: { description: 'To what was made from it, and who was paid.' },
    BOTH: { description: 'Both, each in its own direction: what it was made from, and what was made from it.' },
  },
});

registerEnumType(LineageNodeKind, {
  name: 'LineageNodeKind',
  description: 'The types that lineage connects. Lineage ends at accounts and datanets: it begins there, or stops.',
  valuesConfig: {
    Account: { description: 'A person or program: prov:Agent.' },
    AttributionIndex: { description: 'The committed gradients of what a model was trained on: prov:Entity.' },
    Contribution: { description: 'Training rows: prov:Entity.' },
    Datanet: { description: 'A collection of contributions: prov:Collection.' },
    DatanetVersion: { description: 'The contributions of a datanet at a block: prov:Collection.' },
    Inference: { description: 'An answer: prov:Entity.' },
    Model: { description: 'A base model, an adapter, or a merge: prov:Entity.' },
    Payout: { description: 'A payment for an answer: prov:Entity.' },
    TrainingRun: { description: 'What made a model from data: prov:Activity.' },
  },
});

registerEnumType(LineageEdgeKind, {
  name: 'LineageEdgeKind',
  description:
    'How two things are connected: from, upstream, KIND to, downstream. What is recorded on chain, but for SHAPED, which is recomputed. `prov:` names the relation of W3C PROV, which points the other way.',
  valuesConfig: {
    CREATED: { description: 'An account created a datanet; digest of its metadata. prov:wasAttributedTo.' },
    CONTRIBUTED: { description: 'An account made a contribution; digest of its rows. prov:wasAttributedTo.' },
    REGISTERED: { description: 'An account registered a model; digest of its files. prov:wasAttributedTo.' },
    RECORDED: {
      description: 'An account recorded a training run; digest of its configuration. prov:wasAssociatedWith.',
    },
    PAID_FOR: { description: 'An account paid for an inference; digest of the transcript. prov:wasAttributedTo.' },
    CONTRIBUTED_TO: {
      description:
        'A contribution was submitted to a datanet, whatever became of it; digest of its rows. prov:hadMember.',
    },
    INCLUDED_IN: {
      description:
        'A contribution was accepted and not withdrawn when a version was published; root of the version. prov:hadMember.',
    },
    PUBLISHED_AS: {
      description: 'A datanet was published as a version; root of the version. prov:specializationOf.',
    },
    USED_BY: {
      description: 'A datanet version is named by a training run; digest of the configuration. prov:used.',
    },
    CLAIMED_BY: {
      description:
        'A training run names a version of the datanet that nobody published; digest of the configuration. prov:used.',
    },
    PRODUCED: {
      description: 'A training run produced a model; digest of the configuration. prov:wasGeneratedBy.',
    },
    BASE_OF: {
      description: 'A model is what another adapts or merges; digest of the files of that one. prov:wasDerivedFrom.',
    },
    INDEXED_AS: { description: 'A model was given an attribution index; root of the index. prov:wasDerivedFrom.' },
    ANSWERED: { description: 'A model gave an answer; digest of the transcript. prov:wasDerivedFrom.' },
    IN_FORCE_FOR: {
      description: 'An index was in force when an inference settled; digest of the transcript. prov:wasInfluencedBy.',
    },
    SHAPED: {
      description:
        'The rule ascribes a part of an answer to a contribution, as recomputed here and not as claimed on chain: evidence is the settlement, the digest that of the verdict. Of a contribution with more than 2,000 shares the newest 2,000 are looked at, and fewer in a step of more than 20 contributions. prov:wasInfluencedBy.',
    },
    PAID_OUT: { description: 'An inference was paid out; no digest. prov:wasDerivedFrom.' },
    EARNED: { description: 'A contribution earned a payout; no digest. prov:wasDerivedFrom.' },
    PAID_TO: { description: 'A payout was paid to an account; no digest. prov:wasAttributedTo.' },
  },
});
