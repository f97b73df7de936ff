import { expect, it } from 'vitest';
import type { LedgerEvent, LedgerEventArgs, LedgerEventName } from './LedgerEvent.js';
import { MemoryLedger } from './MemoryLedger.js';

const account = (digit: string): string => `0x${digit.repeat(40)}`;
const digest = (digit: string): string => `0x${digit.repeat(64)}`;
const NOW = { timestamp: new Date(100_000), graceSeconds: 60 };
const LATE = new Date(1_000);

/** Applies events, one a block, from block 1 on. */
function ledgerOf(...events: [LedgerEventName, Partial<LedgerEventArgs[LedgerEventName]>][]): MemoryLedger {
  const ledger = new MemoryLedger();
  events.forEach(([name, args], i) => {
    const place = { blockNumber: i + 1, blockHash: digest('b'), logIndex: 3, transactionHash: digest('7') };
    ledger.apply({ name, args: { ...DEFAULTS[name], ...args }, place } as LedgerEvent);
  });
  return ledger;
}

const DEFAULTS: { [Name in LedgerEventName]: LedgerEventArgs[Name] } = {
  ContributionSubmitted: {
    contributionId: 1n,
    contributor: account('C'),
    contentDigest: digest('c'),
    contentURI: 'ipfs://c',
  },
  ModelRegistered: {
    modelId: 2n,
    owner: account('A'),
    baseModelId: 1n,
    artifactURI: 'ipfs://m',
    artifactDigest: digest('a'),
  },
  AttributionIndexCommitted: {
    modelId: 2n,
    method: 'span/1',
    indexRoot: digest('1'),
    rowCount: 5n,
    indexURI: 'ipfs://i',
  },
  FeePolicySet: {
    ...{
      modelId: 2n,
      inputRateWei: 1n,
      outputRateWei: 2n,
      platformFeeWei: 3n,
      modelBps: 1,
      stakerBps: 2,
      contributorBps: 9997,
    },
    unattributedRecipient: account('D'),
  },
  ProtocolRecipientsSet: { platformRecipient: account('E'), stakerRecipient: account('F') },
  InferenceSettled: {
    ...{ inferenceId: 1n, modelId: 2n, inputTokens: 4n, outputTokens: 5n, feeWei: 6n },
    ...{ transcriptDigest: digest('d'), transcriptURI: 'ipfs://t' },
  },
  AttributionPosted: { inferenceId: 1n, method: 'span/1', queryDigest: digest('e'), sharesRoot: digest('f') },
  Payout: { inferenceId: 1n, recipient: account('C'), role: 3, contributionId: 1n, amountWei: 7n },
  PayoutChallenged: { inferenceId: 1n, challenger: account('B'), evidenceDigest: digest('9') },
  ChallengeResolved: { inferenceId: 1n, upheld: true },
};

const MODELS: [LedgerEventName, object][] = [
  ['ModelRegistered', { modelId: 1n, baseModelId: 0n }],
  ['ModelRegistered', {}],
];

it('takes what was in force at the settlement, not what came after', () => {
  const ledger = ledgerOf(
    ...MODELS,
    ['FeePolicySet', {}],
    ['AttributionIndexCommitted', {}],
    ['ProtocolRecipientsSet', {}],
    ['InferenceSettled', {}],
    ['FeePolicySet', { modelBps: 77 }],
    ['AttributionIndexCommitted', { indexRoot: digest('2') }],
    ['ProtocolRecipientsSet', { platformRecipient: account('9') }],
    ['InferenceSettled', { inferenceId: 2n }],
  );
  const [before, after] = ['1', '2'].map((id) => ledger.getFacts(id, LATE, NOW)!);
  expect(before!.policy).toMatchObject({
    modelBps: 1,
    eventId: '0000000003-00003',
    unattributedRecipient: account('d'),
  });
  expect(before!.index).toMatchObject({ root: digest('1'), eventId: '0000000004-00003', rowCount: 5n });
  expect(before!.recipients).toEqual({ platform: account('e'), staker: account('f') });
  expect(before!.model).toMatchObject({ owner: account('a'), base: { modelId: '1', digest: digest('a') } });
  expect([after!.policy!.modelBps, after!.index!.root, after!.recipients!.platform]).toEqual([
    77,
    digest('2'),
    account('9'),
  ]);
});

it('lets nothing that contradicts it change anything', () => {
  const ledger = ledgerOf(
    ['FeePolicySet', {}],
    ['AttributionIndexCommitted', {}],
    ['ModelRegistered', {}],
    ['ModelRegistered', { modelId: 1n, baseModelId: 0n }],
    ['ModelRegistered', { owner: account('9') }],
    ['ContributionSubmitted', {}],
    ['ContributionSubmitted', { contributor: account('9') }],
    ['AttributionPosted', {}],
    ['AttributionPosted', { queryDigest: digest('9') }],
    ['InferenceSettled', { modelId: 99n }],
    ['InferenceSettled', { feeWei: 1000n }],
    ['ChallengeResolved', {}],
  );
  const facts = ledger.getFacts('1', LATE, NOW)!;
  // Said before the model existed, about a model that never did, or a second time.
  expect([facts.model, facts.policy, facts.index, facts.recipients]).toEqual([null, null, null, null]);
  expect([facts.feeWei, facts.attribution!.queryDigest]).toEqual([6n, digest('e')]);
  expect(ledger.getContribution('1')).toEqual({
    contributor: account('c'),
    content: { digest: digest('c'), uri: 'ipfs://c' },
  });
  expect(ledger.getChallenges('1')).toEqual([]);
  expect(ledger.getFacts('7', LATE, NOW)).toBeUndefined();
});

it('takes no policy and no index of a model that was registered later', () => {
  const ledger = ledgerOf(['FeePolicySet', {}], ['AttributionIndexCommitted', {}], ...MODELS, ['InferenceSettled', {}]);
  const { model, policy, index } = ledger.getFacts('1', LATE, NOW)!;
  expect([model!.modelId, policy, index]).toEqual(['2', null, null]);
});

it('never gives an adapter a base that was registered after it', () => {
  const ledger = ledgerOf(...MODELS.toReversed(), ['InferenceSettled', {}]);
  expect(ledger.getFacts('1', LATE, NOW)!.model!.base).toBeUndefined();
});

it('counts every payment that names the inference, whenever and for whatever', () => {
  const ledger = ledgerOf(
    ['Payout', { amountWei: 2n ** 256n - 1n }],
    ['InferenceSettled', {}],
    ['Payout', { role: 200, contributionId: 555n }],
    ['Payout', { inferenceId: 9n }],
  );
  expect(ledger.getFacts('1', LATE, NOW)!.payouts).toEqual([
    { recipient: account('c'), role: 'CONTRIBUTOR', contributionId: 1n, amountWei: 2n ** 256n - 1n },
    { recipient: account('c'), role: 'UNKNOWN', contributionId: 555n, amountWei: 7n },
  ]);
});

it('lets the time to pay run by the clock of the chain', () => {
  const ledger = ledgerOf(['InferenceSettled', {}]);
  expect(ledger.getFacts('1', new Date(40_000), NOW)!.graceOver).toBe(false);
  expect(ledger.getFacts('1', new Date(39_999), NOW)!.graceOver).toBe(true);
});

it('knows which challenge is open', () => {
  const ledger = ledgerOf(['PayoutChallenged', {}], ['ChallengeResolved', { upheld: false }], ['PayoutChallenged', {}]);
  expect(ledger.getChallenges('1').map(({ upheld }) => upheld)).toEqual([false, null]);
  expect(ledger.getChallenges('1')[0]).toMatchObject({ challenger: account('b'), evidenceDigest: digest('9') });
});

it('keeps of a text what everybody keeps', () => {
  const uri = `ipfs://a\u0000\u202E${'😀'.repeat(3000)}\uD800`;
  const ledger = ledgerOf(
    ['InferenceSettled', { transcriptURI: uri }],
    ['AttributionPosted', { method: 'x'.repeat(999) }],
  );
  const { transcript, attribution } = ledger.getFacts('1', LATE, NOW)!;
  expect(transcript.uri.startsWith('ipfs://a\uFFFD\uFFFD😀')).toBe(true);
  expect([...transcript.uri]).toHaveLength(2048);
  expect(transcript.uri.isWellFormed()).toBe(true);
  expect(attribution!.method).toHaveLength(256);
});

it('finds what was settled in a range', () => {
  const ledger = ledgerOf(
    ['InferenceSettled', {}],
    ['InferenceSettled', { inferenceId: 5n }],
    ['InferenceSettled', { inferenceId: 4n }],
  );
  expect(ledger.getSettledIds(0, 99)).toEqual(['1', '5', '4']);
  expect(ledger.getSettledIds(2, 2)).toEqual(['5']);
  expect(ledger.getSettlementBlock('4')).toEqual({ number: 3, hash: digest('b') });
});
