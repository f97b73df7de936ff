import { onchainTable, type PgColumnsBuilders } from 'ponder';

const origin = (t: PgColumnsBuilders) => ({
  blockNumber: t.integer().notNull(),
  logIndex: t.integer().notNull(),
  transactionHash: t.hex().notNull(),
  signer: t.hex().notNull(),
});

export const protocolEvent = onchainTable('protocol_event', (t) => ({
  id: t.text().primaryKey(),
  ...origin(t),
  contract: t.text().notNull(),
  address: t.hex().notNull(),
  name: t.text().notNull(),
  args: t.json().notNull(),
  problem: t.text(),
}));
export const account = onchainTable('account', (t) => ({
  id: t.hex().primaryKey(),
  firstSeenBlockNumber: t.integer().notNull(),
}));
export const datanet = onchainTable('datanet', (t) => ({
  id: t.text().primaryKey(),
  ownerId: t.hex().notNull(),
  name: t.text().notNull(),
  metadataUri: t.text().notNull(),
  metadataDigest: t.hex().notNull(),
  ...origin(t),
}));
export const contribution = onchainTable('contribution', (t) => ({
  id: t.text().primaryKey(),
  datanetId: t.text(),
  contributorId: t.hex().notNull(),
  contentDigest: t.hex().notNull(),
  contentUri: t.text().notNull(),
  license: t.text().notNull(),
  rowCount: t.bigint().notNull(),
  byteCount: t.bigint().notNull(),
  ...origin(t),
  accepted: t.boolean(),
  qualityBps: t.integer(),
  reviewReasonUri: t.text(),
  reviewer: t.hex(),
  reviewedBlockNumber: t.integer(),
  reviewTransactionHash: t.hex(),
}));
export const datanetVersion = onchainTable('datanet_version', (t) => ({
  id: t.text().primaryKey(),
  datanetId: t.text(),
  version: t.bigint().notNull(),
  contributionsRoot: t.hex().notNull(),
  contributionCount: t.bigint().notNull(),
  ...origin(t),
}));
export const model = onchainTable('model', (t) => ({
  id: t.text().primaryKey(),
  ownerId: t.hex().notNull(),
  baseModelId: t.text(),
  kind: t.integer().notNull(),
  name: t.text().notNull(),
  artifactUri: t.text().notNull(),
  artifactDigest: t.hex().notNull(),
  cardDigest: t.hex().notNull(),
  feePolicyId: t.text(),
  attributionIndexId: t.text(),
  ...origin(t),
}));
export const trainingRun = onchainTable('training_run', (t) => ({
  id: t.text().primaryKey(),
  modelId: t.text(),
  trainerId: t.hex().notNull(),
  configDigest: t.hex().notNull(),
  ...origin(t),
}));
export const trainingRunInput = onchainTable('training_run_input', (t) => ({
  id: t.text().primaryKey(),
  trainingRunId: t.text().notNull(),
  position: t.integer().notNull(),
  datanetVersionId: t.text(),
  blockNumber: t.integer().notNull(),
}));
export const attributionIndex = onchainTable('attribution_index', (t) => ({
  id: t.text().primaryKey(),
  modelId: t.text(),
  method: t.text().notNull(),
  indexRoot: t.hex().notNull(),
  rowCount: t.bigint().notNull(),
  dimension: t.integer().notNull(),
  indexUri: t.text().notNull(),
  ...origin(t),
}));
export const feePolicy = onchainTable('fee_policy', (t) => ({
  id: t.text().primaryKey(),
  modelId: t.text(),
  inputRateWei: t.bigint().notNull(),
  outputRateWei: t.bigint().notNull(),
  platformFeeWei: t.bigint().notNull(),
  modelBps: t.integer().notNull(),
  stakerBps: t.integer().notNull(),
  contributorBps: t.integer().notNull(),
  unattributedRecipientId: t.hex().notNull(),
  ...origin(t),
}));
export const protocolRecipients = onchainTable('protocol_recipients', (t) => ({
  id: t.text().primaryKey(),
  platformRecipientId: t.hex().notNull(),
  stakerRecipientId: t.hex().notNull(),
  ...origin(t),
}));
export const inference = onchainTable('inference', (t) => ({
  id: t.text().primaryKey(),
  modelId: t.text(),
  payerId: t.hex().notNull(),
  inputTokens: t.bigint().notNull(),
  outputTokens: t.bigint().notNull(),
  feeWei: t.bigint().notNull(),
  transcriptDigest: t.hex().notNull(),
  transcriptUri: t.text().notNull(),
  feePolicyId: t.text(),
  attributionIndexId: t.text(),
  blockHash: t.hex().notNull(),
  settledAt: t.bigint().notNull(),
  ...origin(t),
}));
export const attribution = onchainTable('attribution', (t) => ({
  id: t.text().primaryKey(),
  inferenceId: t.text(),
  method: t.text().notNull(),
  queryDigest: t.hex().notNull(),
  sharesRoot: t.hex().notNull(),
  ...origin(t),
}));
export const attributionDatanetWeight = onchainTable('attribution_datanet_weight', (t) => ({
  id: t.text().primaryKey(),
  attributionId: t.text().notNull(),
  position: t.integer().notNull(),
  datanetId: t.text(),
  weight: t.bigint().notNull(),
}));
export const payout = onchainTable('payout', (t) => ({
  id: t.text().primaryKey(),
  inferenceId: t.text(),
  claimedInferenceId: t.text().notNull(),
  recipientId: t.hex().notNull(),
  role: t.integer().notNull(),
  contributionId: t.text(),
  claimedContributionId: t.text().notNull(),
  amountWei: t.bigint().notNull(),
  ...origin(t),
}));
export const rewardClaim = onchainTable('reward_claim', (t) => ({
  id: t.text().primaryKey(),
  recipientId: t.hex().notNull(),
  amountWei: t.bigint().notNull(),
  ...origin(t),
}));
export const payoutChallenge = onchainTable('payout_challenge', (t) => ({
  id: t.text().primaryKey(),
  inferenceId: t.text(),
  claimedInferenceId: t.text().notNull(),
  challengerId: t.hex().notNull(),
  evidenceDigest: t.hex().notNull(),
  resolvedBlockNumber: t.integer(),
  upheld: t.boolean(),
  correctedWei: t.bigint(),
  ...origin(t),
}));
