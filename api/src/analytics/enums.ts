import { registerEnumType } from 'type-graphql';

export enum AnalyticsMetric {
  FEES = 'FEES',
  PAYOUTS = 'PAYOUTS',
  REWARDS = 'REWARDS',
  INFERENCES = 'INFERENCES',
  VERDICTS = 'VERDICTS',
  ACTIVE_CONTRIBUTORS = 'ACTIVE_CONTRIBUTORS',
}

export enum AnalyticsUnit {
  WEI = 'WEI',
  COUNT = 'COUNT',
}

export enum AnalyticsInterval {
  HOUR = 'HOUR',
  DAY = 'DAY',
  WEEK = 'WEEK',
  BLOCKS = 'BLOCKS',
}

export enum AnalyticsGroup {
  ROLE = 'ROLE',
  DATANET = 'DATANET',
  MODEL = 'MODEL',
  ACCOUNT = 'ACCOUNT',
  LICENSE = 'LICENSE',
  OPERATOR = 'OPERATOR',
  VERDICT = 'VERDICT',
}

export enum MismatchGroup {
  OPERATOR = 'OPERATOR',
  MODEL = 'MODEL',
}

registerEnumType(AnalyticsMetric, {
  name: 'AnalyticsMetric',
  description: 'A number about the ledger.',
  valuesConfig: {
    FEES: { description: 'Fees of settled inferences, wei. By MODEL, ACCOUNT (the payer), OPERATOR.' },
    PAYOUTS: { description: 'Payouts, wei. By ROLE, DATANET, MODEL, ACCOUNT (the recipient), LICENSE, OPERATOR.' },
    REWARDS: {
      description: 'Payouts to contributors only, wei. By DATANET, MODEL, ACCOUNT (the recipient), LICENSE, OPERATOR.',
    },
    INFERENCES: { description: 'Settled inferences. By MODEL, ACCOUNT (the payer), OPERATOR.' },
    VERDICTS: {
      description: 'Settled inferences, at the time they settled. By VERDICT, MODEL, ACCOUNT (the payer), OPERATOR.',
    },
    ACTIVE_CONTRIBUTORS: {
      description: 'Different accounts that were paid as contributors. By DATANET, MODEL, LICENSE, OPERATOR.',
    },
  },
});

registerEnumType(AnalyticsUnit, {
  name: 'AnalyticsUnit',
  description: 'What a number counts.',
  valuesConfig: {
    WEI: { description: 'Wei of the native token, exact.' },
    COUNT: { description: 'Inferences or accounts.' },
  },
});

registerEnumType(AnalyticsInterval, {
  name: 'AnalyticsInterval',
  description: 'How long a point of a series is, in the time of the chain, UTC.',
  valuesConfig: {
    HOUR: { description: 'From hour to hour.' },
    DAY: { description: 'From midnight to midnight.' },
    WEEK: { description: 'From Monday to Monday.' },
    BLOCKS: { description: 'As many blocks as `blocksPerPoint` says, counted from block 0.' },
  },
});

registerEnumType(AnalyticsGroup, {
  name: 'AnalyticsGroup',
  description: 'What a number is divided by; each metric says which it knows.',
  valuesConfig: {
    ROLE: { description: 'What a payout is for.' },
    DATANET: { description: 'Datanet of the contribution that is paid for.' },
    MODEL: { description: 'Model that answered.' },
    ACCOUNT: { description: 'Who pays (fees, inferences, verdicts) or is paid (payouts, rewards).' },
    LICENSE: { description: 'License of the contribution that is paid for, as its contributor wrote it.' },
    OPERATOR: { description: 'Sender of the transaction: the gateway that settled the inference, or paid.' },
    VERDICT: { description: 'What recomputing the inference gave.' },
  },
});

registerEnumType(MismatchGroup, {
  name: 'MismatchGroup',
  description: 'Whose mismatches are counted.',
  valuesConfig: {
    OPERATOR: { description: 'The gateway that settled the inference.' },
    MODEL: { description: 'The model that answered.' },
  },
});
