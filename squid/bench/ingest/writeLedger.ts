import { keccak256, numberToHex, type Hex } from 'viem';
import { encodeRecord, type LedgerWriter } from '../../test/LedgerWriter.ts';

const DATANETS = 20n;
const CONTRIBUTIONS = 2_000n;
const MODELS = 10n;
const PAYOUTS_PER_INFERENCE = 10;
/** InferenceSettled, AttributionPosted, and the payouts. */
export const EVENTS_PER_INFERENCE = PAYOUTS_PER_INFERENCE + 2;
export const INFERENCES_PER_BLOCK = 16;
const RECORDS_PER_TRANSACTION = 50;

const digest = (n: bigint | number): Hex => keccak256(numberToHex(n, { size: 32 }));

/** Who acts: 40 contributors, 10 payers, 5 gateways, and single ones. */
function getCast({ accounts }: LedgerWriter) {
  return {
    curator: accounts[0]!,
    trainer: accounts[1]!,
    platform: accounts[2]!,
    stakers: accounts[3]!,
    validator: accounts[4]!,
    gateways: accounts.slice(5, 10),
    payers: accounts.slice(10, 20),
    contributors: accounts.slice(20, 60),
  };
}

async function addAll(
  writer: LedgerWriter,
  from: Hex,
  contract: Parameters<LedgerWriter['add']>[1],
  records: Hex[],
): Promise<void> {
  for (let at = 0; at < records.length; at += RECORDS_PER_TRANSACTION) {
    writer.add(from, contract, records.slice(at, at + RECORDS_PER_TRANSACTION));
    await writer.mine();
  }
}

/** Datanets with reviewed contributions, models trained on them, indexes and policies: what inferences refer to. */
export async function writeBackground(writer: LedgerWriter): Promise<number> {
  const cast = getCast(writer);
  const range = (count: bigint) => Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
  const contributorOf = (id: bigint) => cast.contributors[Number(id) % cast.contributors.length]!;
  const registry = [
    ...range(DATANETS).map((datanetId) =>
      encodeRecord('DatanetRegistry', 'DatanetCreated', {
        datanetId,
        owner: cast.curator,
        name: `datanet ${datanetId}`,
        metadataURI: `ipfs://datanet/${datanetId}`,
        metadataDigest: digest(datanetId),
      }),
    ),
    ...range(CONTRIBUTIONS).flatMap((contributionId) => [
      encodeRecord('DatanetRegistry', 'ContributionSubmitted', {
        contributionId,
        datanetId: (contributionId % DATANETS) + 1n,
        contributor: contributorOf(contributionId),
        contentDigest: digest(contributionId),
        contentURI: `ipfs://rows/${contributionId}`,
        license: 'MIT',
        rowCount: 100n,
        byteCount: 40_000n,
      }),
      encodeRecord('DatanetRegistry', 'ContributionReviewed', {
        contributionId,
        reviewer: cast.curator,
        accepted: true,
        qualityBps: 9_000,
        reasonURI: 'ipfs://review',
      }),
    ]),
    ...range(DATANETS).map((datanetId) =>
      encodeRecord('DatanetRegistry', 'DatanetVersionPublished', {
        datanetId,
        version: 1n,
        contributionsRoot: digest(datanetId),
        contributionCount: CONTRIBUTIONS / DATANETS,
      }),
    ),
  ];
  const models = range(MODELS).flatMap((modelId) => [
    encodeRecord('ModelRegistry', 'ModelRegistered', {
      modelId,
      owner: cast.trainer,
      baseModelId: modelId === 1n ? 0n : 1n,
      kind: modelId === 1n ? 0 : 1,
      name: `model ${modelId}`,
      artifactURI: `ipfs://model/${modelId}`,
      artifactDigest: digest(modelId),
      cardDigest: digest(modelId),
    }),
    encodeRecord('ModelRegistry', 'TrainingRunRecorded', {
      runId: modelId,
      modelId,
      trainer: cast.trainer,
      configDigest: digest(modelId),
      datanetIds: [1n, 2n, 3n],
      versions: [1n, 1n, 1n],
    }),
    encodeRecord('ModelRegistry', 'AttributionIndexCommitted', {
      modelId,
      method: 'gradient/1',
      indexRoot: digest(modelId),
      rowCount: 10_000n,
      dimension: 1_024,
      indexURI: `ipfs://index/${modelId}`,
    }),
    encodeRecord('ModelRegistry', 'FeePolicySet', {
      modelId,
      inputRateWei: 1_000_000_000n,
      outputRateWei: 2_000_000_000n,
      platformFeeWei: 500n,
      modelBps: 3_000,
      stakerBps: 1_000,
      contributorBps: 6_000,
      unattributedRecipient: cast.curator,
    }),
  ]);
  const recipients = encodeRecord('AttributionSettlement', 'ProtocolRecipientsSet', {
    platformRecipient: cast.platform,
    stakerRecipient: cast.stakers,
  });
  await addAll(writer, cast.curator, 'DatanetRegistry', registry);
  await addAll(writer, cast.trainer, 'ModelRegistry', models);
  await addAll(writer, cast.curator, 'AttributionSettlement', [recipients]);
  return registry.length + models.length + 1;
}

/**
 * Adds one inference to the next block, in two transactions: the settlement, and its attribution with ten payouts. Every
 * hundredth is challenged and ruled on, every tenth is followed by a claim. Returns how many events that is.
 */
export function addInference(writer: LedgerWriter, inferenceId: bigint): number {
  const cast = getCast(writer);
  const n = Number(inferenceId);
  const gateway = cast.gateways[n % cast.gateways.length]!;
  const contributionOf = (position: number) => BigInt((n * 37 + position * 101) % Number(CONTRIBUTIONS)) + 1n;
  const payout = (recipient: Hex, role: number, contributionId: bigint, amountWei: bigint) =>
    encodeRecord('AttributionSettlement', 'Payout', { inferenceId, recipient, role, contributionId, amountWei });
  writer.add(gateway, 'InferenceMarket', [
    encodeRecord('InferenceMarket', 'InferenceSettled', {
      inferenceId,
      modelId: (inferenceId % MODELS) + 1n,
      payer: cast.payers[n % cast.payers.length]!,
      inputTokens: BigInt(100 + (n % 900)),
      outputTokens: BigInt(50 + (n % 400)),
      feeWei: 1_234_567_890n + inferenceId,
      transcriptDigest: digest(inferenceId),
      transcriptURI: `ipfs://transcript/${inferenceId}`,
    }),
  ]);
  const records = [
    encodeRecord('AttributionSettlement', 'AttributionPosted', {
      inferenceId,
      method: 'gradient/1',
      queryDigest: digest(inferenceId + 1n),
      sharesRoot: digest(inferenceId + 2n),
      datanetIds: [1n, 2n],
      datanetWeights: [7_000_000n + inferenceId, 3_000_000n],
    }),
    payout(cast.platform, 0, 0n, 500n),
    payout(cast.trainer, 1, 0n, 370_370_367n),
    payout(cast.stakers, 2, 0n, 123_456_789n),
  ];
  for (let position = 3; position < PAYOUTS_PER_INFERENCE; position++) {
    const contributionId = contributionOf(position);
    const recipient = cast.contributors[Number(contributionId) % cast.contributors.length]!;
    records.push(payout(recipient, 3, contributionId, 105_820_000n + BigInt(position)));
  }
  if (n % 100 === 0) {
    const challenger = cast.validator;
    records.push(
      encodeRecord('AttributionSettlement', 'PayoutChallenged', {
        inferenceId,
        challenger,
        evidenceDigest: digest(inferenceId),
      }),
      encodeRecord('AttributionSettlement', 'ChallengeResolved', { inferenceId, upheld: false, correctedWei: 0n }),
    );
  }
  if (n % 10 === 0) {
    const recipient = cast.contributors[(n / 10) % cast.contributors.length]!;
    records.push(
      encodeRecord('AttributionSettlement', 'RewardClaimed', { recipient, amountWei: 1_000n + inferenceId }),
    );
  }
  writer.add(gateway, 'AttributionSettlement', records);
  return 1 + records.length;
}
