import { type HostileRequest, postQuery } from './HostileRequest.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');
const MODEL = encode('Model:2');
const LISTS = [
  'inferences',
  'payouts',
  'contributions',
  'models',
  'datanets',
  'reconciliations',
  'transactions',
  'events',
];

/** Filters that are no filters, for the variable $f of a list. */
const FILTERS: readonly unknown[] = [
  { nothing: { eq: 1 } },
  { id: { eq: { eq: 1 } } },
  { blockNumber: {} },
  { blockNumber: { eq: null } },
  { blockNumber: { gte: -1, lte: -2 } },
  { blockNumber: { eq: 2_147_483_648 } },
  { blockNumber: { in: Array.from({ length: 5_000 }, (_, k) => k) } },
  { blockNumber: { gte: "0'; DROP TABLE payout; --" } },
  { timestamp: { gte: 'yesterday' } },
  { timestamp: { gte: '+275760-09-13T00:00:00.001Z' } },
  { timestamp: { gte: '0000-00-00T00:00:00Z', lt: '9999-99-99T99:99:99Z' } },
  { transactionHash: { eq: '0x' } },
  { transactionHash: { eq: "0x' OR 1=1 --" } },
  { transactionHash: { in: [] } },
  { signer: { eq: '\u0000' } },
  { signer: { in: Array.from({ length: 101 }, () => '0x' + '0'.repeat(40)) } },
  { license: { prefix: '%' } },
  { license: { prefix: '\\' } },
  { license: { eq: 'x'.repeat(50_000) } },
  { name: { prefix: '_'.repeat(1_024) } },
  { verdict: { in: ['MATCHED', 'NOTHING'] } },
  { verdict: 'MATCHED' },
  { feeWei: { gte: '-1' } },
  { feeWei: { gte: '9'.repeat(5_000) } },
  { feeWei: { gte: 1e300 } },
  { amountWei: { lt: '0x10' } },
  { inputTokens: { gte: '0' } },
  { outputTokens: { eq: '1' } },
  { __proto__: { eq: 1 }, constructor: { eq: 1 } },
  [],
  'x',
  { and: [{ and: [{ and: [{ and: [{ or: [{ not: {} }] }] }] }] }] },
];
const AS_OF = [
  'asOfBlock: -1',
  'asOfBlock: -2147483648',
  'asOfBlock: 2147483647',
  'asOfBlock: 2147483648',
  'asOfBlock: 1.5',
  'asOfBlock: "1"',
  'asOfBlockHash: ""',
  'asOfBlockHash: "0x"',
  'asOfBlockHash: "0x' + 'f'.repeat(64) + '"',
  'asOfBlockHash: "0x' + 'F'.repeat(6_000) + '"',
  'asOfBlockHash: "\u0000"',
  'asOfBlock: 1, asOfBlockHash: "0x' + '0'.repeat(64) + '"',
];
const LINEAGE_ARGUMENTS = [
  'depth: 0',
  'depth: -1',
  'depth: 11',
  'depth: 2147483647',
  'depth: 10, limit: 2000, width: 200',
  'depth: 10, limit: 2000, width: 200, direction: DOWNSTREAM',
  'limit: 0',
  'limit: 2001',
  'limit: 2147483647',
  'width: 0',
  'width: 100000',
  'direction: SIDEWAYS',
];
const STARTS = [
  'Model:2',
  'Datanet:1',
  'Account:0x' + '0'.repeat(40),
  'Inference:1',
  'Nothing:1',
  'Model:',
  "Model:1' OR '1'='1",
  'Payout:\u0000',
  'Block:1',
];
const ANALYTICS = [
  'timeSeries(metric: FEES, interval: HOUR) { points { value } }',
  'timeSeries(metric: PAYOUTS, interval: BLOCKS, blocksPerPoint: 1, groupBy: ACCOUNT, limit: 200) { points { value group { value } } }',
  'timeSeries(metric: PAYOUTS, interval: BLOCKS, blocksPerPoint: 0) { points { value } }',
  'timeSeries(metric: PAYOUTS, interval: BLOCKS, blocksPerPoint: -1) { points { value } }',
  'timeSeries(metric: PAYOUTS, interval: DAY, limit: 100000) { points { value } }',
  'timeSeries(metric: FEES, interval: DAY, groupBy: LICENSE) { points { value } }',
  'timeSeries(metric: FEES, interval: DAY, from: "9999-12-31T23:59:59Z", to: "0001-01-01T00:00:00Z") { points { value } }',
  'timeSeries(metric: FEES, interval: DAY, fromBlock: 9, toBlock: -9) { points { value } }',
  'top(metric: REWARDS, by: ACCOUNT, first: 200) { ranks { value share group { value } } }',
  'top(metric: REWARDS, by: ACCOUNT, first: 0) { ranks { value } }',
  'top(metric: REWARDS, by: ACCOUNT, first: 1000000) { ranks { value } }',
  'top(metric: ACTIVE_CONTRIBUTORS, by: ROLE) { ranks { value } }',
  'concentration(among: ACCOUNT) { gini histogram { groupCount } }',
  'concentration(among: VERDICT) { gini }',
  'mismatchRates(by: OPERATOR, first: 200) { rates { rate } }',
  'mismatchRates(by: MODEL, first: -5) { rates { rate } }',
];

/** The questions that cost most, with arguments nobody needs: filters, time travel, lineage, analytics. */
export function buildCurious(): HostileRequest[] {
  return [...buildFilters(), ...buildTimeTravel(), ...buildLineage(), ...buildAnalytics()];
}

function buildFilters(): HostileRequest[] {
  return LISTS.flatMap((list) => {
    const type = FILTER_TYPES.get(list)!;
    const query = `query ($f: ${type}) { ${list}(filter: $f, first: 100) { totalCount nodes { id } } }`;
    return FILTERS.map((filter, index) => postQuery('filter', `${list}, filter ${index}`, query, { f: filter }));
  });
}

const FILTER_TYPES = new Map([
  ['inferences', 'InferenceFilter'],
  ['payouts', 'PayoutFilter'],
  ['contributions', 'ContributionFilter'],
  ['models', 'ModelFilter'],
  ['datanets', 'DatanetFilter'],
  ['reconciliations', 'ReconciliationFilter'],
  ['transactions', 'TransactionFilter'],
  ['events', 'ProtocolEventFilter'],
]);

function buildTimeTravel(): HostileRequest[] {
  return AS_OF.flatMap((at) => [
    postQuery('time', `ledger ${at.slice(0, 40)}`, `{ ledgerAsOf(${at}) { answeredAt { blockNumber } } }`),
    postQuery('time', `lineage ${at.slice(0, 40)}`, `{ lineage(id: "${MODEL}", ${at}) { nodes { id } } }`),
    postQuery('time', `impact ${at.slice(0, 40)}`, `{ impact(datanetId: "1", ${at}) { versionCount } }`),
    postQuery('time', `node ${at.slice(0, 40)}`, `{ nodeAsOf(id: "${MODEL}", ${at}) { node { id } } }`),
  ]);
}

function buildLineage(): HostileRequest[] {
  const shown =
    '{ nodes { id kind depth } edges { from to kind evidence { transactionHash } } cut { count } isTruncated }';
  const ids = STARTS.map(encode);
  return [
    ...STARTS.flatMap((start, index) =>
      LINEAGE_ARGUMENTS.map((given) =>
        postQuery(
          'lineage',
          `of ${start.slice(0, 24)}, ${given}`,
          `{ lineage(id: "${ids[index]}", ${given}) ${shown} }`,
        ),
      ),
    ),
    ...ids.flatMap((from, index) =>
      ids.map((to, other) =>
        postQuery(
          'paths',
          `${STARTS[index]!.slice(0, 16)} to ${STARTS[other]!.slice(0, 16)}`,
          `{ paths(from: "${from}", to: "${to}") { length paths { __typename } } }`,
        ),
      ),
    ),
    postQuery(
      'lineage',
      '20 in one',
      `{ ${Array.from({ length: 20 }, (_, k) => `l${k}: lineage(id: "${MODEL}", depth: 10, limit: 2000, width: 200) ${shown}`).join(' ')} }`,
    ),
    postQuery(
      'lineage',
      '9 in one',
      `{ ${Array.from({ length: 9 }, (_, k) => `l${k}: lineage(id: "${MODEL}", depth: ${k + 1}, limit: 200, width: 200) ${shown}`).join(' ')} }`,
    ),
    ...[
      '',
      'contributionId: "1", datanetId: "1"',
      'datanetId: "0"',
      `datanetId: "${'9'.repeat(9_000)}"`,
      'contributionId: "\\u0000"',
    ].map((given) =>
      postQuery(
        'impact',
        `(${given.slice(0, 30)})`,
        given === '' ? '{ impact { versionCount } }' : `{ impact(${given}) { versionCount answers { feesWei } } }`,
      ),
    ),
    ...[1, 10, 40].map((count) =>
      postQuery(
        'impact',
        `${count} in one`,
        `{ ${Array.from({ length: count }, (_, k) => `i${k}: impact(datanetId: "${k + 1}") { answers { feesWei } payouts { paidWei } }`).join(' ')} }`,
      ),
    ),
  ];
}

function buildAnalytics(): HostileRequest[] {
  const many = (count: number) =>
    Array.from(
      { length: count },
      (_, k) => `a${k}: top(metric: REWARDS, by: ACCOUNT, first: ${k + 1}) { ranks { value } }`,
    ).join(' ');
  return [
    ...ANALYTICS.map((asked) => postQuery('analytics', asked.slice(0, 60), `{ analytics { ${asked} } }`)),
    ...[5, 20, 49].map((count) => postQuery('analytics', `${count} in one`, `{ analytics { ${many(count)} } }`)),
  ];
}
