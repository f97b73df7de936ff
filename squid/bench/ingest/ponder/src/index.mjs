import { ponder } from 'ponder:registry';
import * as tables from 'ponder:schema';

// The same rows as squid's handlers make of the same events, in Ponder's own way: an event a handler, finds and inserts
// through its store. References are looked up as there, so that a fact about something unknown would show.

const pad = (value, length) => String(value).padStart(length, '0');
const idOf = ({ block, log }) => `${pad(block.number, 10)}-${pad(log.logIndex, 5)}`;
const originOf = ({ block, log, transaction }) => ({
  blockNumber: Number(block.number),
  logIndex: log.logIndex,
  transactionHash: transaction.hash,
  signer: transaction.from,
});
const toJson = (value) => {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.map(toJson) : value;
};

const on = (contract, name, handle) => {
  ponder.on(`${contract}:${name}`, async ({ event, context }) => {
    const { db } = context;
    const seen = (address) =>
      db
        .insert(tables.account)
        .values({ id: address.toLowerCase(), firstSeenBlockNumber: Number(event.block.number) })
        .onConflictDoNothing();
    await seen(event.transaction.from);
    for (const value of Object.values(event.args)) {
      if (typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)) await seen(value);
    }
    await handle(db, event, event.args);
    await db.insert(tables.protocolEvent).values({
      id: idOf(event),
      ...originOf(event),
      contract,
      address: event.log.address,
      name,
      args: Object.fromEntries(Object.entries(event.args).map(([key, value]) => [key, toJson(value)])),
      problem: null,
    });
  });
};

on('DatanetRegistry', 'DatanetCreated', async (db, event, args) => {
  const { owner, name, metadataURI, metadataDigest } = args;
  const row = { id: String(args.datanetId), ownerId: owner, name, metadataUri: metadataURI, metadataDigest };
  await db.insert(tables.datanet).values({ ...row, ...originOf(event) });
});
on('DatanetRegistry', 'ContributionSubmitted', async (db, event, args) => {
  const datanet = await db.find(tables.datanet, { id: String(args.datanetId) });
  await db.insert(tables.contribution).values({
    id: String(args.contributionId),
    datanetId: datanet?.id ?? null,
    contributorId: args.contributor,
    contentDigest: args.contentDigest,
    contentUri: args.contentURI,
    license: args.license,
    rowCount: args.rowCount,
    byteCount: args.byteCount,
    ...originOf(event),
  });
});
on('DatanetRegistry', 'ContributionReviewed', async (db, event, args) => {
  await db.update(tables.contribution, { id: String(args.contributionId) }).set({
    accepted: args.accepted,
    qualityBps: args.qualityBps,
    reviewReasonUri: args.reasonURI,
    reviewer: args.reviewer,
    reviewedBlockNumber: Number(event.block.number),
    reviewTransactionHash: event.transaction.hash,
  });
});
on('DatanetRegistry', 'DatanetVersionPublished', async (db, event, args) => {
  const datanet = await db.find(tables.datanet, { id: String(args.datanetId) });
  await db.insert(tables.datanetVersion).values({
    id: `${args.datanetId}-${args.version}`,
    datanetId: datanet?.id ?? null,
    version: args.version,
    contributionsRoot: args.contributionsRoot,
    contributionCount: args.contributionCount,
    ...originOf(event),
  });
});
on('ModelRegistry', 'ModelRegistered', async (db, event, args) => {
  const base = await db.find(tables.model, { id: String(args.baseModelId) });
  await db.insert(tables.model).values({
    id: String(args.modelId),
    ownerId: args.owner,
    baseModelId: base?.id ?? null,
    kind: args.kind,
    name: args.name,
    artifactUri: args.artifactURI,
    artifactDigest: args.artifactDigest,
    cardDigest: args.cardDigest,
    ...originOf(event),
  });
});
on('ModelRegistry', 'TrainingRunRecorded', async (db, event, args) => {
  const model = await db.find(tables.model, { id: String(args.modelId) });
  const id = String(args.runId);
  const run = { id, modelId: model?.id ?? null, trainerId: args.trainer, configDigest: args.configDigest };
  await db.insert(tables.trainingRun).values({ ...run, ...originOf(event) });
  for (let position = 0; position < args.datanetIds.length; position++) {
    const version = await db.find(tables.datanetVersion, {
      id: `${args.datanetIds[position]}-${args.versions[position]}`,
    });
    await db.insert(tables.trainingRunInput).values({
      id: `${id}-${position}`,
      trainingRunId: id,
      position,
      datanetVersionId: version?.id ?? null,
      blockNumber: Number(event.block.number),
    });
  }
});
on('ModelRegistry', 'AttributionIndexCommitted', async (db, event, args) => {
  const modelId = String(args.modelId);
  const { method, indexRoot, rowCount, dimension } = args;
  const row = { id: idOf(event), modelId, method, indexRoot, rowCount, dimension, indexUri: args.indexURI };
  await db.insert(tables.attributionIndex).values({ ...row, ...originOf(event) });
  await db.update(tables.model, { id: modelId }).set({ attributionIndexId: row.id });
});
on('ModelRegistry', 'FeePolicySet', async (db, event, args) => {
  const modelId = String(args.modelId);
  await db.insert(tables.feePolicy).values({
    id: idOf(event),
    modelId,
    inputRateWei: args.inputRateWei,
    outputRateWei: args.outputRateWei,
    platformFeeWei: args.platformFeeWei,
    modelBps: args.modelBps,
    stakerBps: args.stakerBps,
    contributorBps: args.contributorBps,
    unattributedRecipientId: args.unattributedRecipient,
    ...originOf(event),
  });
  await db.update(tables.model, { id: modelId }).set({ feePolicyId: idOf(event) });
});
on('InferenceMarket', 'InferenceSettled', async (db, event, args) => {
  const model = await db.find(tables.model, { id: String(args.modelId) });
  await db.insert(tables.inference).values({
    id: String(args.inferenceId),
    modelId: model?.id ?? null,
    payerId: args.payer,
    inputTokens: args.inputTokens,
    outputTokens: args.outputTokens,
    feeWei: args.feeWei,
    transcriptDigest: args.transcriptDigest,
    transcriptUri: args.transcriptURI,
    feePolicyId: model?.feePolicyId ?? null,
    attributionIndexId: model?.attributionIndexId ?? null,
    blockHash: event.block.hash,
    settledAt: event.block.timestamp,
    ...originOf(event),
  });
});
on('AttributionSettlement', 'ProtocolRecipientsSet', async (db, event, args) => {
  const { platformRecipient, stakerRecipient } = args;
  const row = { id: idOf(event), platformRecipientId: platformRecipient, stakerRecipientId: stakerRecipient };
  await db.insert(tables.protocolRecipients).values({ ...row, ...originOf(event) });
});
on('AttributionSettlement', 'AttributionPosted', async (db, event, args) => {
  const id = String(args.inferenceId);
  const inference = await db.find(tables.inference, { id });
  const { method, queryDigest, sharesRoot } = args;
  const row = { id, inferenceId: inference?.id ?? null, method, queryDigest, sharesRoot };
  await db.insert(tables.attribution).values({ ...row, ...originOf(event) });
  for (let position = 0; position < args.datanetIds.length; position++) {
    const datanet = await db.find(tables.datanet, { id: String(args.datanetIds[position]) });
    await db.insert(tables.attributionDatanetWeight).values({
      id: `${id}-${position}`,
      attributionId: id,
      position,
      datanetId: datanet?.id ?? null,
      weight: args.datanetWeights[position],
    });
  }
});
on('AttributionSettlement', 'Payout', async (db, event, args) => {
  const inference = await db.find(tables.inference, { id: String(args.inferenceId) });
  const contribution =
    args.contributionId === 0n ? null : await db.find(tables.contribution, { id: String(args.contributionId) });
  await db.insert(tables.payout).values({
    id: idOf(event),
    inferenceId: inference?.id ?? null,
    claimedInferenceId: String(args.inferenceId),
    recipientId: args.recipient,
    role: args.role,
    contributionId: contribution?.id ?? null,
    claimedContributionId: String(args.contributionId),
    amountWei: args.amountWei,
    ...originOf(event),
  });
});
on('AttributionSettlement', 'RewardClaimed', async (db, event, args) => {
  const row = { id: idOf(event), recipientId: args.recipient, amountWei: args.amountWei };
  await db.insert(tables.rewardClaim).values({ ...row, ...originOf(event) });
});
on('AttributionSettlement', 'PayoutChallenged', async (db, event, args) => {
  const inference = await db.find(tables.inference, { id: String(args.inferenceId) });
  await db.insert(tables.payoutChallenge).values({
    id: String(args.inferenceId),
    inferenceId: inference?.id ?? null,
    claimedInferenceId: String(args.inferenceId),
    challengerId: args.challenger,
    evidenceDigest: args.evidenceDigest,
    ...originOf(event),
  });
});
on('AttributionSettlement', 'ChallengeResolved', async (db, event, args) => {
  await db.update(tables.payoutChallenge, { id: String(args.inferenceId) }).set({
    resolvedBlockNumber: Number(event.block.number),
    upheld: args.upheld,
    correctedWei: args.correctedWei,
  });
});
