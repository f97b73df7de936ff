import { cidOf } from '@tributary/protocol';
import type { SeedModel, SeedVersion } from './Registry';
import type { LedgerDraft } from './LedgerDraft';

const METHODS = ['gradient/2', 'gradient/2', 'gradient/1', 'span/1'] as const;
const SIZES = ['0.5B', '1B', '3B', '7B', '8B', '13B', '34B', '70B'];
const RIVERS = [
  ...['Amazon', 'Danube', 'Indus', 'Mekong', 'Nile', 'Orinoco', 'Rhine', 'Tagus', 'Volga', 'Yukon', 'Zambezi'],
];
const KINDS = { BASE: '0', ADAPTER: '1', MERGE: '2' } as const;
/** One base model for so many others. */
const MODELS_PER_BASE = 40;
const MERGES = 0.06;
/** Of the models that serve, in each wave. */
const POLICY_CHANGES = 0.25;
const INDEX_CHANGES = 0.1;
const DEPRECATIONS = 0.02;
const ENGINE_VERSION = 'synthetic';

/** Registers and trains models until there are `count`, and changes terms and indexes of those that there were. */
export function addModels(ledger: LedgerDraft, count: number): void {
  const { random, registry } = ledger;
  const serving = [...registry.servingModels];
  const times = (share: number): number => Math.ceil(serving.length * share);
  for (let i = 0; i < times(POLICY_CHANGES); i++) setFeePolicy(ledger, random.pick(serving));
  for (let i = 0; i < times(INDEX_CHANGES); i++) commitIndex(ledger, random.pick(serving));
  if (serving.length > 20) for (let i = 0; i < times(DEPRECATIONS); i++) deprecate(ledger, random.pick(serving));

  const baseCount = Math.max(2, Math.ceil(ledger.sizes.modelCount / MODELS_PER_BASE));
  while (registry.models.length < count) {
    if (registry.models.length < baseCount) {
      register(ledger, 'BASE', null);
      continue;
    }
    const isMerge = registry.servingModels.length > 4 && random.chance(MERGES);
    const base = isMerge ? random.pick(registry.servingModels) : random.pickRanked(registry.models.slice(0, baseCount));
    const model = register(ledger, isMerge ? 'MERGE' : 'ADAPTER', base);
    model.versions = train(ledger, model);
    setFeePolicy(ledger, model);
    commitIndex(ledger, model);
    registry.servingModels.push(model);
  }
}

/** Writes what became of every model. */
export function flushModels({ rows, registry }: LedgerDraft): void {
  for (const { row } of registry.models) rows.add('model', row);
}

type UnfinishedModel = SeedModel & { versions: readonly SeedVersion[] };

function register(ledger: LedgerDraft, kind: SeedModel['kind'], base: SeedModel | null): UnfinishedModel {
  const { random, chain, people, registry } = ledger;
  const id = String(registry.models.length + 1);
  const owner = chain.see(random.pickRanked(people.trainers));
  const name = `${random.pick(RIVERS)} ${random.pick(SIZES)} ${kind.toLowerCase()} ${id}`;
  const artifactDigest = random.digest('artifact', id);
  const artifactURI = `ipfs://${cidOf(artifactDigest)}`;
  const cardDigest = random.digest('card', id);
  chain.startCall({ signer: owner, contract: 'ModelRegistry', selector: '0xabfab2b9', functionName: 'registerModel' });
  const { place } = chain.record('ModelRegistry', 'ModelRegistered', {
    ...{ modelId: id, owner, baseModelId: base?.id ?? '0', kind: KINDS[kind], name, artifactURI, artifactDigest },
    cardDigest,
  });
  const model: UnfinishedModel = {
    ...{ id, owner, kind, versions: [] },
    policy: {
      ...{ id: '', inputRateWei: 0n, outputRateWei: 0n, platformFeeWei: 0n, modelBps: 0, stakerBps: 0 },
      ...{ contributorBps: 0, unattributedRecipient: owner },
    },
    attributionIndex: { id: '', method: '' },
    row: {
      ...{ id, owner_id: owner, base_model_id: base?.id ?? null, kind, name, artifact_uri: artifactURI },
      ...{ artifact_digest: artifactDigest, card_digest: cardDigest, deprecated_block_number: null, ...place },
    },
  };
  registry.models.push(model);
  return model;
}

/** Records a run over the latest versions of one to three datanets; returns them. */
function train({ random, rows, chain, registry }: LedgerDraft, model: SeedModel): SeedVersion[] {
  const published = registry.datanets.filter(({ versions }) => versions.length > 0);
  const chosen = new Set(Array.from({ length: random.int(1, 3) }, () => random.pickRanked(published)));
  const versions = [...chosen].map(({ versions }) => versions.at(-1)!);
  registry.trainingRunCount += 1;
  const id = String(registry.trainingRunCount);
  const configDigest = random.digest('config', id);
  const call = { signer: model.owner, contract: 'ModelRegistry', selector: '0xcef01fcc' };
  chain.startCall({ ...call, functionName: 'recordTrainingRun' });
  const { place } = chain.record('ModelRegistry', 'TrainingRunRecorded', {
    ...{ runId: id, modelId: model.id, trainer: model.owner, configDigest },
    ...{
      datanetIds: versions.map(({ datanetId }) => datanetId),
      versions: versions.map(({ version }) => `${version}`),
    },
  });
  rows.add('training_run', { id, model_id: model.id, trainer_id: model.owner, config_digest: configDigest, ...place });
  versions.forEach((version, position) =>
    rows.add('training_run_input', {
      ...{ id: `${id}-${position}`, training_run_id: id, position, datanet_id: version.datanetId },
      ...{ datanet_version_id: version.id, claimed_datanet_id: version.datanetId, claimed_version: version.version },
      block_number: place.block_number,
    }),
  );
  return versions;
}

function setFeePolicy({ random, rows, chain }: LedgerDraft, model: SeedModel): void {
  const modelBps = random.int(25, 45) * 100;
  const stakerBps = random.int(5, 15) * 100;
  const inputRateWei = random.wei(10n ** 12n, 5n * 10n ** 13n);
  const terms = {
    ...{ inputRateWei, outputRateWei: inputRateWei * 3n, platformFeeWei: random.wei(10n ** 12n, 10n ** 13n) },
    ...{ modelBps, stakerBps, contributorBps: 10_000 - modelBps - stakerBps },
  };
  const unattributedRecipient = model.owner;
  chain.startCall({
    ...{ signer: model.owner, contract: 'ModelRegistry', selector: '0xf436c61e', functionName: 'setFeePolicy' },
  });
  const texts = Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, String(value)]));
  const args = { modelId: model.id, ...texts, unattributedRecipient };
  const { id, place } = chain.record('ModelRegistry', 'FeePolicySet', args);
  rows.add('fee_policy', {
    ...{ id, model_id: model.id, input_rate_wei: terms.inputRateWei, output_rate_wei: terms.outputRateWei },
    ...{ platform_fee_wei: terms.platformFeeWei, model_bps: modelBps, staker_bps: stakerBps },
    ...{ contributor_bps: terms.contributorBps, unattributed_recipient_id: unattributedRecipient, ...place },
  });
  model.policy = { id, ...terms, unattributedRecipient };
}

function commitIndex({ random, rows, chain }: LedgerDraft, model: SeedModel): void {
  const method = random.pick(METHODS);
  const contributions = model.versions.flatMap(({ contributions }) => contributions);
  const rowCount = contributions.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const indexRoot = random.digest('index root', `${chain.block.number}-${model.id}`);
  const indexURI = `ipfs://${cidOf(random.digest('index', `${chain.block.number}-${model.id}`))}`;
  const dimension = method === 'span/1' ? 0 : 14_336;
  const call = { signer: model.owner, contract: 'ModelRegistry', selector: '0x562bdc21' };
  chain.startCall({ ...call, functionName: 'commitAttributionIndex' });
  const { id, place } = chain.record('ModelRegistry', 'AttributionIndexCommitted', {
    ...{ modelId: model.id, method, indexRoot, rowCount: String(rowCount), dimension: String(dimension), indexURI },
  });
  rows.add('attribution_index', {
    ...{ id, model_id: model.id, method, index_root: indexRoot, row_count: rowCount, dimension, index_uri: indexURI },
    ...place,
  });
  model.attributionIndex = { id, method };
  const answersAttributed = random.int(14, 24);
  rows.add('index_quality', {
    ...{ id, index_root: indexRoot, model_id: model.id, rows_sampled: 24, rows_confirmed: random.int(23, 24) },
    ...{ answers_asked: 24, answers_attributed: answersAttributed, right_contribution_bps: random.int(2_500, 9_000) },
    ...{ contribution_count: contributions.length, unrelated_asked: 12, unrelated_attributed: random.int(0, 2) },
    ...{ engine_version: ENGINE_VERSION, elapsed_ms: random.int(900, 9_000), measured_at: chain.block.timestamp },
  });
}

function deprecate({ chain, registry }: LedgerDraft, model: SeedModel): void {
  if (model.row.deprecated_block_number !== null) return;
  const call = { signer: model.owner, contract: 'ModelRegistry', selector: '0xb0453384' };
  chain.startCall({ ...call, functionName: 'deprecateModel' });
  const { place } = chain.record('ModelRegistry', 'ModelDeprecated', { modelId: model.id });
  model.row.deprecated_block_number = place.block_number;
  registry.servingModels = registry.servingModels.filter((serving) => serving !== model);
}
