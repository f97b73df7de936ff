import { AttributionIndex, FeePolicy, PayoutChallenge, ProtocolRecipients } from '@tributary/db';
import { Batch } from './Batch.js';
import type { References } from './collectReferences.js';
import { EARLY_FACT_TYPES, type EarlyFact } from './EarlyFacts.js';
import type { RowReader } from './RowReader.js';

const LATEST_FIRST = 'order by row.block_number desc, row.log_index desc';

/** A batch that holds every row its handlers may ask for, in a query a table however many events there are. */
export async function loadBatch(reader: RowReader, references: References): Promise<Batch> {
  const batch = new Batch();
  for (const [type, ids] of references.ids) {
    const wanted = [...ids];
    batch.setLoaded(type, wanted, await reader.loadByIds(type, wanted));
  }
  await loadInForce(batch, reader, [...references.settledModelIds]);
  await loadEarlyFacts(batch, reader, [...references.settledInferenceIds]);
  await loadChallenges(batch, reader, [...references.resolvedInferenceIds]);
  return batch;
}

/** What is in force for a settlement as of the last block before the batch. */
async function loadInForce(batch: Batch, reader: RowReader, modelIds: string[]): Promise<void> {
  if (modelIds.length === 0) return;
  const latest = `where row.model_id = any($1) order by row.model_id, row.block_number desc, row.log_index desc`;
  const onePerModel = 'select distinct on (row.model_id)';
  const policies = await reader.load(FeePolicy, latest, [modelIds], onePerModel);
  const indexes = await reader.load(AttributionIndex, latest, [modelIds], onePerModel);
  for (const modelId of modelIds) {
    batch.feePolicies.set(modelId, null);
    batch.attributionIndexes.set(modelId, null);
  }
  for (const policy of policies) batch.feePolicies.set(policy.model!.id, policy);
  for (const index of indexes) batch.attributionIndexes.set(index.model!.id, index);
  const [recipients] = await reader.load(ProtocolRecipients, `${LATEST_FIRST} limit 1`, []);
  batch.protocolRecipients = recipients ?? null;
}

async function loadEarlyFacts(batch: Batch, reader: RowReader, inferenceIds: string[]): Promise<void> {
  if (inferenceIds.length === 0) return;
  for (const type of EARLY_FACT_TYPES) {
    const named = type.name === 'Attribution' ? 'id' : 'claimed_inference_id';
    const tail = `where row.${named} = any($1) and row.inference_id is null`;
    const facts = await reader.load(type as new () => EarlyFact, tail, [inferenceIds]);
    for (const fact of facts) batch.earlyFacts.note(batch.adopt(fact));
  }
}

async function loadChallenges(batch: Batch, reader: RowReader, inferenceIds: string[]): Promise<void> {
  if (inferenceIds.length === 0) return;
  const tail = 'where row.claimed_inference_id = any($1) order by row.block_number, row.log_index';
  for (const loaded of await reader.load(PayoutChallenge, tail, [inferenceIds])) {
    const challenge = batch.adopt(loaded);
    const known = batch.challenges.get(challenge.claimedInferenceId);
    if (known) known.push(challenge);
    else batch.challenges.set(challenge.claimedInferenceId, [challenge]);
  }
}
