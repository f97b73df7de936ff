import { AttributionIndex, FeePolicy, PayoutChallenge, ProtocolRecipients } from '@tributary/db';
import type { Store } from '@subsquid/typeorm-store';
import { In } from 'typeorm';
import { Batch } from './Batch.js';
import type { References } from './collectReferences.js';

/** Ids a query; Postgres takes at most 65,535 parameters. */
const IDS_PER_QUERY = 5000;

const LATEST_FIRST = { blockNumber: 'DESC', logIndex: 'DESC' } as const;

function* split(ids: Iterable<string>): Generator<string[]> {
  const all = [...ids];
  for (let i = 0; i < all.length; i += IDS_PER_QUERY) yield all.slice(i, i + IDS_PER_QUERY);
}

/** A batch that holds every row its handlers may ask for. */
export async function loadBatch(store: Store, references: References): Promise<Batch> {
  const batch = new Batch();
  for (const [type, ids] of references.ids) {
    for (const some of split(ids)) batch.setLoaded(type, some, await store.findBy(type, { id: In(some) }));
  }
  for (const modelId of references.settledModelIds) {
    const where = { model: { id: modelId } };
    const feePolicy = await store.findOne(FeePolicy, { where, order: LATEST_FIRST });
    const attributionIndex = await store.findOne(AttributionIndex, { where, order: LATEST_FIRST });
    batch.feePolicies.set(modelId, feePolicy ?? null);
    batch.attributionIndexes.set(modelId, attributionIndex ?? null);
  }
  if (references.settledModelIds.size > 0) {
    const [latest] = await store.find(ProtocolRecipients, { order: LATEST_FIRST, take: 1 });
    batch.protocolRecipients = latest ?? null;
  }
  for (const some of split(references.resolvedInferenceIds)) {
    const challenges = await store.find(PayoutChallenge, {
      where: { claimedInferenceId: In(some) },
      order: { blockNumber: 'ASC', logIndex: 'ASC' },
    });
    for (const challenge of challenges) {
      const known = batch.challenges.get(challenge.claimedInferenceId);
      if (known) known.push(challenge);
      else batch.challenges.set(challenge.claimedInferenceId, [challenge]);
    }
  }
  return batch;
}
