import { buildManifest, decodeIndex, digestOfUri, indexWidth } from '@tributary/attribution-engine';
import { canonicalJson, type Digest } from '@tributary/protocol';
import { parseEther, parseEventLogs, type Hex } from 'viem';
import type { BlobStore } from '../blobs/blobStore.js';
import type { ChainActor } from '../ChainActor.js';
import { CONTRACTS } from './cast.js';
import type { Ledger, RegisteredModel } from './Ledger.js';
import { uriOf } from './openDatanet.js';
import { trainInWorker } from './trainInWorker.js';
import { collectTrainingRows } from './trainingRows.js';

const MODEL_KIND = { base: 0, adapter: 1 } as const;

/** Amounts with odd last digits, so that every rounding of the split shows. Rates are per 1,000 tokens. */
const FEE_POLICY = {
  inputRateWei: parseEther('0.2') + 7n,
  outputRateWei: parseEther('0.6') + 11n,
  platformFeeWei: parseEther('0.001') + 3n,
  modelBps: 2_000,
  stakerBps: 2_000,
  contributorBps: 6_000,
} as const;

const TRAINING = {
  rank: 4,
  alpha: 8,
  targetModules: ['q_proj', 'v_proj'],
  epochs: 6,
  learningRate: 1e-2,
} as const;

/** Keeps the files of a model as blobs and gives the digest of its manifest. */
export function publishArtifact(
  blobs: BlobStore,
  format: 'huggingface' | 'peft',
  files: ReadonlyMap<string, Uint8Array>,
): Digest {
  for (const bytes of files.values()) blobs.put(bytes);
  return blobs.put(buildManifest(format, files).bytes);
}

/** Registers the base model. */
export async function openBaseModel(
  trainer: ChainActor,
  blobs: BlobStore,
  base: { name: string; files: ReadonlyMap<string, Uint8Array> },
): Promise<bigint> {
  const artifact = publishArtifact(blobs, 'huggingface', base.files);
  const card = blobs.put(base.files.get('README.md') ?? new TextEncoder().encode(`# ${base.name}\n`));
  return register(trainer, { baseModelId: 0n, kind: MODEL_KIND.base, name: base.name, artifact, card });
}

/** What an adapter is opened on. */
export interface AdapterPlan {
  name: string;
  base: RegisteredModel;
  baseFolder: string;
  datanet: { name: string; datanetId: bigint; version: bigint };
  /** How its answers will be attributed, `gradient/1` or `gradient/2`. */
  method: string;
}

/**
 * Trains an adapter on a datanet and opens it for business: artifact, training run, attribution index, fee policy, in
 * that order, so that a model without a policy is one that was never finished.
 */
export async function openAdapter(
  plan: AdapterPlan,
  trainer: ChainActor,
  ledger: Ledger,
  blobs: BlobStore,
  log: (line: string) => void,
): Promise<bigint> {
  const { rows, contributionIds, refusedCount } = await collectTrainingRows(ledger, blobs, plan.datanet.datanetId);
  log(`${plan.name}: ${rows.length} rows admitted, ${refusedCount} refused as repeats`);
  const training = { ...TRAINING, targetModules: [...TRAINING.targetModules], seed: plan.name };
  const result = await trainInWorker(
    { baseFolder: plan.baseFolder, baseDigest: plan.base.artifactDigest, rows, method: plan.method, ...training },
    (line) => log(`${plan.name}: ${line}`),
  );
  const config = blobs.put(
    canonicalJson({
      rule: plan.method,
      ...training,
      baseModelId: plan.base.modelId.toString(),
      contributionIds: contributionIds.map(String),
      admittedRowCount: rows.length,
    }),
  );
  const card = blobs.put(new TextEncoder().encode(modelCard(plan, rows.length, refusedCount, result.meanLoss)));
  const modelId = await register(trainer, {
    baseModelId: plan.base.modelId,
    kind: MODEL_KIND.adapter,
    name: plan.name,
    artifact: publishArtifact(blobs, 'peft', result.adapterFiles),
    card,
  });
  await trainer.send({
    ...CONTRACTS.models,
    functionName: 'recordTrainingRun',
    args: [modelId, config, [plan.datanet.datanetId], [plan.datanet.version]],
  });
  await offer(trainer, modelId, {
    method: plan.method,
    indexRoot: result.indexRoot as Hex,
    index: blobs.put(result.index),
    rowCount: rows.length,
    dimension: result.dimension,
  });
  return modelId;
}

/**
 * Opens a copy of somebody's adapter whose committed root is not that of its index: every answer settled under it is
 * paid from an index that nobody can check.
 */
export async function openMirror(
  operator: ChainActor,
  original: RegisteredModel,
  name: string,
  blobs: BlobStore,
): Promise<bigint> {
  const card = blobs.put(new TextEncoder().encode(`# ${name}\n\nThe same adapter under another name.\n`));
  const modelId = await register(operator, {
    baseModelId: original.baseModelId,
    kind: MODEL_KIND.adapter,
    name,
    artifact: original.artifactDigest as Digest,
    card,
  });
  const { indexRoot: root, indexUri } = original.offer!;
  const indexDigest = digestOfUri(indexUri)!;
  const index = decodeIndex(blobs.get(indexDigest)!);
  await offer(operator, modelId, {
    method: index.method,
    indexRoot: `0x${root.slice(4)}${root.slice(2, 4)}`,
    index: indexDigest,
    rowCount: index.contributions.length,
    dimension: indexWidth(index),
  });
  return modelId;
}

async function register(
  owner: ChainActor,
  model: { baseModelId: bigint; kind: 0 | 1; name: string; artifact: Digest; card: Digest },
): Promise<bigint> {
  const { logs } = await owner.execute({
    ...CONTRACTS.models,
    functionName: 'registerModel',
    args: [model.baseModelId, model.kind, model.name, uriOf(model.artifact), model.artifact, model.card],
  });
  return parseEventLogs({ abi: CONTRACTS.models.abi, eventName: 'ModelRegistered', logs })[0]!.args.modelId;
}

interface Offer {
  method: string;
  indexRoot: Hex;
  index: Digest;
  rowCount: number;
  dimension: number;
}

async function offer(
  owner: ChainActor,
  modelId: bigint,
  { method, indexRoot, index, rowCount, dimension }: Offer,
): Promise<void> {
  await owner.send({
    ...CONTRACTS.models,
    functionName: 'commitAttributionIndex',
    args: [modelId, method, indexRoot, BigInt(rowCount), dimension, uriOf(index)],
  });
  await owner.send({
    ...CONTRACTS.models,
    functionName: 'setFeePolicy',
    args: [modelId, { ...FEE_POLICY, unattributedRecipient: owner.address }],
  });
  await owner.waitForAll();
}

function modelCard(plan: AdapterPlan, admitted: number, refused: number, meanLoss: number): string {
  return [
    `# ${plan.name}`,
    '',
    `A LoRA adapter of rank ${TRAINING.rank} on ${TRAINING.targetModules.join(' and ')}, trained for ${TRAINING.epochs} epochs on the datanet "${plan.datanet.name}", version ${plan.datanet.version}.`,
    '',
    `${admitted} rows were admitted; ${refused} were refused because they repeat earlier rows. The mean loss in the last epoch was ${meanLoss.toFixed(3)} nats per completion token.`,
    '',
  ].join('\n');
}
