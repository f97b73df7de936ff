// One consistent ledger whose parts name each other, so it stays in one file although it is long.
import { createHash } from 'node:crypto';

/** Every trick at once, for each text a stranger can write. `__ran` is set if any of it is executed. */
export const attack = [
  '<script>globalThis.__ran = 1</script>',
  '"><img src=x onerror="globalThis.__ran = 2">',
  '<img src="https://evil.invalid/pixel.png">',
  'javascript:globalThis.__ran=3',
  '{@html "<b>"} ${7*7} </script></title></style>',
  'pay\u202Egnp.exe\u2066\u0000',
  `Z${'\u0301'.repeat(80)}`,
].join(' ');
export const endless = 'W'.repeat(3000);

const digestOf = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
const maxUint256 = (2n ** 256n - 1n).toString();
const address = (last: string) => `0x${last.repeat(40)}`;
const hash = (byte: string) => `0x${byte.repeat(32)}`;

/** Blobs by the CID the stub gives them; only the first two have the digest they claim. */
export const blobs = new Map<string, string>();

function putBlob(text: string, claimed?: string) {
  const cid = `bafy${digestOf(text).slice(0, 40)}`;
  blobs.set(cid, text);
  return { hex: `0x${claimed ?? digestOf(text)}`, cid };
}

const list = <Node>(nodes: readonly Node[], more = false) => ({
  nodes,
  edges: nodes.map((node) => ({ cursor: '"><b>', node })),
  totalCount: nodes.length,
  pageInfo: { hasNextPage: more, hasPreviousPage: more, startCursor: '"><b>&', endCursor: '"><b>&' },
});

/** What the index knows of finality; a test may take it away. */
export const finality = {
  record: 'SAFE' as string | null,
  block: 'UNSAFE' as string | null,
  isProvisional: true as boolean | null,
  settledBlockNumber: 6 as number | null,
};

const evidence = {
  blockNumber: 7,
  logIndex: 3,
  transactionHash: hash('ab'),
  signer: address('a'),
  blockHash: hash('cd'),
  timestamp: '2026-11-20T12:00:00.000Z',
  finality: () => finality.record,
};

const transcript = putBlob(
  JSON.stringify({ version: 1, prompt: `${attack}\n${endless}`, completion: `line\n${attack}` }),
);
const rows = putBlob(`${JSON.stringify({ id: '1', prompt: attack, completion: endless, source: attack })}\n`);
const forged = putBlob('{"summary":"not what was committed"}', 'ee'.repeat(32));
const account = {
  __typename: 'Account',
  address: address('a'),
  earnedWei: maxUint256,
  claimedWei: '1',
  claimableWei: maxUint256,
  expectedWei: maxUint256,
  owedWei: '5',
  firstSeenBlockNumber: null,
};
const base = { __typename: 'Model', modelId: '1', name: endless, kind: 'UNKNOWN' };
const datanet = {
  __typename: 'Datanet',
  datanetId: '1',
  name: attack,
  owner: account,
  metadataUri: 'javascript:globalThis.__ran=4',
  metadataDigest: forged,
  evidence,
  contributionCount: 2,
  acceptedContributionCount: 1,
  rowCount: maxUint256,
  earnedWei: maxUint256,
};
const contribution = {
  __typename: 'Contribution',
  contributionId: '1',
  datanet,
  contributor: account,
  contentDigest: rows,
  contentUri: `https://evil.invalid/${endless}`,
  license: attack,
  rowCount: '1',
  byteCount: '9',
  status: 'WITHDRAWN',
  qualityBps: 65_535,
  reviewReasonUri: attack,
  reviewer: account,
  reviewedBlockNumber: 7,
  withdrawnBlockNumber: 8,
  withdrawalReason: attack,
  evidence,
  earnedWei: '1',
  shapedInferenceCount: 1,
};
const model = {
  __typename: 'Model',
  modelId: '2',
  name: attack,
  kind: 'ADAPTER',
  owner: account,
  baseModel: base,
  artifactUri: attack,
  artifactDigest: forged,
  cardDigest: { hex: hash('00'), cid: 'bafynothing' },
  deprecatedBlockNumber: 7,
  evidence,
  inferenceCount: 1,
  feesWei: '9',
  verdictCounts: [{ verdict: 'FORGED_QUERY', count: 1 }],
};
const policy = {
  inputRateWei: maxUint256,
  outputRateWei: '1',
  platformFeeWei: '1',
  modelBps: 5000,
  stakerBps: 0,
  contributorBps: 5000,
  unattributedRecipient: account,
  evidence,
};
const index = {
  method: attack,
  indexRoot: hash('11'),
  rowCount: '9',
  dimension: 7,
  indexUri: attack,
  quality: {
    rowsSampled: null,
    rowsConfirmed: null,
    answersAsked: null,
    answersAttributed: null,
    rightContributionBps: null,
    contributionCount: null,
    unrelatedAsked: null,
    unrelatedAttributed: null,
    reason: `An index said ${attack} ${endless}`,
    retryAt: '2026-11-20T13:00:00.000Z',
    measuredAt: '2026-11-20T12:00:00.000Z',
  },
  evidence,
};
const measuredIndex = {
  ...index,
  quality: {
    ...index.quality,
    rowsSampled: 24,
    rowsConfirmed: 23,
    answersAsked: 24,
    answersAttributed: 19,
    rightContributionBps: 6199,
    contributionCount: 30,
    unrelatedAsked: 12,
    unrelatedAttributed: 1,
    reason: null,
    retryAt: null,
  },
};
const run = {
  __typename: 'TrainingRun',
  runId: '1',
  model,
  trainer: account,
  configDigest: forged,
  inputs: [
    { position: 0, datanet, datanetVersion: null, claimedDatanetId: '1', claimedVersion: maxUint256 },
    { position: 1, datanet: null, datanetVersion: null, claimedDatanetId: maxUint256, claimedVersion: '1' },
  ],
  evidence,
};
const share = {
  contribution,
  contributionId: '1',
  weight: maxUint256,
  shareBps: 9999,
  rows: [{ row: 0, line: 0, weight: '1' }],
};
const line = { recipient: account, role: 'CONTRIBUTOR', contribution, contributionId: '1' };
const reconciliation = {
  verdict: 'MISPAID',
  reason: attack,
  stale: true,
  isProvisional: () => finality.isProvisional,
  feeWei: '10',
  expectedWei: '10',
  paidWei: '10',
  unattributed: false,
  method: attack,
  queryCosine: 0.5,
  queryBlockError: null,
  backend: 'wasm',
  engineVersion: '0.1.0',
  elapsedMs: 1,
  attempts: 2,
  retryAt: '2026-11-20T12:01:00.000Z',
  decidedAt: '2026-11-20T12:00:02.000Z',
  evidence: { text: attack, long: endless, nested: { '</script>': ['<!--', ']]>'] } },
  evidenceDigest: forged,
  lines: [
    { ...line, position: 0, expectedWei: '6', paidWei: '4', differenceWei: '-2' },
    { ...line, position: 1, role: 'UNKNOWN', contribution: null, expectedWei: '4', paidWei: '6', differenceWei: '2' },
  ],
  shares: [share],
};
const payout = {
  claimedInferenceId: maxUint256,
  claimedContributionId: maxUint256,
  role: 'UNKNOWN',
  amountWei: maxUint256,
  inference: null,
  recipient: account,
  contribution: null,
  evidence,
};
const challenge = {
  challenger: account,
  evidenceDigest: forged,
  resolvedBlockNumber: 9,
  upheld: true,
  correctedWei: maxUint256,
  evidence,
};
const inference = {
  __typename: 'Inference',
  inferenceId: '1',
  model,
  payer: account,
  inputTokens: '3',
  outputTokens: '4',
  feeWei: '10',
  paidWei: '10',
  transcriptDigest: transcript,
  transcriptUri: attack,
  settledAt: '2026-11-20T12:00:00.000Z',
  evidence,
  feePolicy: policy,
  attributionIndex: index,
  attribution: {
    method: attack,
    queryDigest: forged,
    sharesRoot: hash('22'),
    unattributed: false,
    datanetWeights: [{ datanet: null, claimedDatanetId: maxUint256, weight: maxUint256 }],
    evidence,
  },
  verdict: 'MISPAID',
  reconciliation,
  challenges: list([challenge]),
  payouts: list([payout]),
};
const penalty = { contributor: account, contribution, penaltyBps: 1, slashedWei: '1', reason: attack, evidence };
const event = {
  contract: attack,
  address: address('b'),
  name: attack,
  args: { x: attack },
  raw: null,
  problem: attack,
  evidence,
};
const block = {
  __typename: 'Block',
  number: 7,
  hash: hash('cd'),
  parentHash: hash('ce'),
  timestamp: '2026-11-20T12:00:00.000Z',
  finality: () => finality.block,
  events: list([event, { ...event, name: null, args: null, raw: { data: attack } }], true),
};

const transaction = {
  hash: hash('ab'),
  blockNumber: 7,
  transactionIndex: 1,
  finality: () => finality.record,
  from: account,
  to: address('c'),
  contract: attack,
  functionName: attack,
  selector: '0x12345678',
  valueWei: maxUint256,
  type: 126,
  succeeded: false,
  gasUsed: maxUint256,
  effectiveGasPriceWei: '1',
  l1FeeWei: null,
  feeWei: maxUint256,
  mintWei: maxUint256,
  sourceHash: hash('55'),
  events: list([event], true),
};
const vote = { voter: account, support: 'UNKNOWN', weightWei: maxUint256, reason: attack, isCounted: false, evidence };
const proposal = {
  proposalId: '1',
  proposer: account,
  description: `# ${attack}\n${endless}`,
  state: 'QUEUED',
  voteStartSeconds: '1763640000',
  voteEndSeconds: maxUint256,
  etaSeconds: '1763650000',
  forVotesWei: maxUint256,
  againstVotesWei: '1',
  abstainVotesWei: '0',
  quorumWei: maxUint256,
  queuedBlockNumber: 8,
  queueTransactionHash: hash('ab'),
  executedBlockNumber: null,
  executionTransactionHash: null,
  canceledBlockNumber: null,
  cancellationTransactionHash: null,
  evidence,
  calls: [
    {
      position: 0,
      target: address('c'),
      valueWei: maxUint256,
      data: '0x',
      contract: attack,
      functionName: attack,
      args: { x: attack },
    },
    { position: 1, target: address('c'), valueWei: '0', data: endless, contract: null, functionName: null, args: null },
  ],
  votes: list([vote], true),
};

Object.assign(account, {
  contributions: list([contribution]),
  datanets: list([datanet]),
  models: list([model]),
  payouts: list([payout], true),
  claims: list([{ amountWei: '1', evidence }]),
  inferencesPaid: list([inference]),
  penalties: list([penalty]),
});
Object.assign(datanet, {
  contributions: list([contribution], true),
  versions: list([{ version: '1', contributionCount: '1', contributionsRoot: hash('33'), evidence }]),
  models: list([model]),
  trainingRuns: list([run]),
});
Object.assign(contribution, {
  payouts: list([payout]),
  shapedInferences: list([{ ...share, inference }]),
  penalties: list([penalty]),
});
Object.assign(model, {
  adapters: list([model]),
  trainingRuns: list([run]),
  inferences: list([inference]),
  indexes: list([measuredIndex, index, { ...index, quality: null }]),
  feePolicies: list([policy]),
  datanets: list([datanet]),
});

const one = <Found>(found: Found, id: string) => (id === '1' || id === '2' || id.startsWith('0x') ? found : null);

/** Root value for graphql-js: a tiny ledger in which everything that can be written by a stranger is an attack. */
export const hostileLedger = {
  chain: () =>
    finality.settledBlockNumber === null
      ? null
      : {
          latest: { blockNumber: 9, blockHash: hash('cd') },
          safe: { blockNumber: 7, blockHash: hash('cd') },
          finalized: { blockNumber: 6, blockHash: hash('cd') },
          settledBlockNumber: finality.settledBlockNumber,
          updatedAt: '2026-11-20T12:00:00.000Z',
        },
  network: {
    chainId: 1,
    name: attack,
    nativeSymbol: 'OPEN',
    isSynthetic: true,
    syntheticReason: attack,
    indexedBlockNumber: 9,
    indexedBlockHash: hash('cd'),
    datanetCount: 1,
    contributionCount: 1,
    modelCount: 1,
    inferenceCount: 1,
    accountCount: 1,
    feesWei: maxUint256,
    paidWei: '1',
    verdictCounts: [
      { verdict: 'MISPAID', count: 1 },
      { verdict: 'MATCHED', count: 2 },
    ],
    settledToVerdictMsP50: 1840,
    settledToVerdictMsP95: 3000,
  },
  datanet: ({ datanetId }: { datanetId: string }) => one(datanet, datanetId),
  datanets: () => list([datanet], true),
  contribution: ({ contributionId }: { contributionId: string }) => one(contribution, contributionId),
  model: ({ modelId }: { modelId: string }) => one(model, modelId),
  models: () => list([model]),
  inference: ({ inferenceId }: { inferenceId: string }) => one(inference, inferenceId),
  inferences: ({ verdicts }: { verdicts?: string[] }) =>
    verdicts?.includes('UNPAID') ? list([inference]) : list([inference], true),
  account: ({ address: wanted }: { address: string }) => (wanted === account.address ? account : null),
  transactions: ({ hash: wanted }: { hash: string }) =>
    list(wanted === transaction.hash ? [transaction, transaction] : []),
  proposal: ({ proposalId }: { proposalId: string }) => one(proposal, proposalId),
  proposals: () =>
    list([proposal, { ...proposal, proposalId: '2', state: null, quorumWei: null, description: '' }], true),
  block: ({ number }: { number: number }) => (number === 7 ? block : null),
  search: ({ text }: { text: string }) => {
    if (text === 'one') return [{ result: inference, matched: 'id' }];
    if (text === 'none') return [];
    return [account, datanet, contribution, model, inference, run, block].map((result) => ({
      result,
      matched: attack,
    }));
  },
};
