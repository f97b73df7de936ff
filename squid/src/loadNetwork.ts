import { AttestationSchema, Datanet, DatanetVersion, GOpenTransfer, Model, TimelockCall, Vote } from '@tributary/db';
import type { Batch, EntityClass } from './Batch.js';
import type { ChainEvent } from './ChainEvent.js';
import { SCHEMA_LENGTH, decodeFields } from './decodeAttestation.js';
import { getSubject } from './getSubject.js';
import type { ChainBlock } from './handleBatch.js';
import type { Deployment } from './loadDeployment.js';
import { getAttestedKey } from './NetworkState.js';
import type { RowReader } from './RowReader.js';
import { toColumnText } from './toColumnText.js';

/** Puts into a batch what the handlers of the network around the four contracts need; as much as nothing where they rest. */
export async function loadNetwork(
  batch: Batch,
  reader: RowReader,
  blocks: readonly ChainBlock[],
  contracts: Deployment['contracts'],
): Promise<void> {
  const { network } = batch;
  network.contracts = contracts;
  for (const { transactions } of blocks) {
    for (const transaction of transactions) network.transactions.set(transaction.hash, transaction);
  }
  const events = blocks.flatMap((block) => block.events);
  await loadSupply(batch, reader, events);
  await loadVotes(batch, reader, events);
  await loadTimelockCalls(batch, reader, events);
  await loadAttested(batch, reader, blocks);
}

async function loadSupply(batch: Batch, reader: RowReader, events: readonly ChainEvent[]): Promise<void> {
  if (!events.some(({ contract, decoded }) => contract === 'GOpen' && decoded.name === 'Transfer')) return;
  const [last] = await reader.load(GOpenTransfer, 'order by row.block_number desc, row.log_index desc limit 1', []);
  batch.network.supplyWei = last?.supplyWei ?? 0n;
}

async function loadVotes(batch: Batch, reader: RowReader, events: readonly ChainEvent[]): Promise<void> {
  const votes = events.flatMap(({ contract, decoded: { name, args } }) =>
    contract === 'Governor' && args && (name === 'VoteCast' || name === 'VoteCastWithParams') ? [args] : [],
  );
  if (votes.length === 0) return;
  const tail = 'where row.is_counted and row.claimed_proposal_id = any($1) and row.voter_id = any($2)';
  const parameters = [votes.map(({ proposalId }) => String(proposalId)), votes.map(({ voter }) => voter)];
  for (const { claimedProposalId, voter } of await reader.load(Vote, tail, parameters)) {
    batch.network.votes.add(`${claimedProposalId} ${voter.id}`);
  }
}

async function loadTimelockCalls(batch: Batch, reader: RowReader, events: readonly ChainEvent[]): Promise<void> {
  const ids = events.flatMap(({ contract, decoded: { args } }) =>
    contract === 'Timelock' && typeof args?.['id'] === 'string' ? [args['id']] : [],
  );
  if (ids.length === 0) return;
  const tail = 'where row.operation_id = any($1) order by row.block_number, row.log_index';
  for (const loaded of await reader.load(TimelockCall, tail, [[...new Set(ids)]])) {
    const call = batch.adopt(loaded);
    const known = batch.network.timelockCalls.get(call.operationId);
    if (known) known.push(call);
    else batch.network.timelockCalls.set(call.operationId, [call]);
  }
}

/** Decodes what was attested by its schemas, which may be registered in the same batch, and loads what it is about. */
async function loadAttested(batch: Batch, reader: RowReader, blocks: readonly ChainBlock[]): Promise<void> {
  const attested = blocks.flatMap(({ number, attested: inBlock }) =>
    [...inBlock].map(([uid, content]) => ({ key: getAttestedKey(number, uid), content })),
  );
  if (attested.length === 0) return;
  const schemas = new Map<string, string>();
  for (const { contract, decoded } of blocks.flatMap((block) => block.events)) {
    if (contract !== 'SchemaRegistry' || decoded.name !== 'Registered' || !decoded.args) continue;
    const { uid, schema } = decoded.args as { uid: string; schema: { schema: string } };
    // As the column holds it: how the chain falls into batches must not matter.
    if (!schemas.has(uid)) schemas.set(uid, toColumnText(schema.schema, SCHEMA_LENGTH));
  }
  const ids = new Map<EntityClass, Set<string>>();
  const want = (type: EntityClass, id: string | null) => {
    if (id !== null) ids.set(type, (ids.get(type) ?? new Set()).add(id));
  };
  for (const { key, content } of attested) {
    if (!content) {
      batch.network.attested.set(key, { content, fields: null, problem: 'nobody tells what it says' });
      continue;
    }
    const schema = batch.get(AttestationSchema, content.schemaUid)?.schema ?? schemas.get(content.schemaUid);
    const decoded = schema === undefined ? { fields: null, problem: null } : decodeFields(schema, content.data);
    batch.network.attested.set(key, { content, ...decoded });
    const { datanetId, version, modelId } = getSubject(decoded.fields);
    want(Datanet as EntityClass, datanetId);
    want(DatanetVersion as EntityClass, version === null ? null : `${datanetId}-${version}`);
    want(Model as EntityClass, modelId);
  }
  for (const [type, wanted] of ids) {
    const loaded = await reader.loadByIds(type, [...wanted]);
    batch.setLoaded(
      type,
      wanted,
      loaded.map((entity) => batch.adopt(entity)),
    );
  }
}
