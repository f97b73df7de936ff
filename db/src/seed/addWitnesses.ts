import type { SeedModel } from './Registry';
import type { LedgerDraft } from './LedgerDraft';

const GPUS = ['RTX 4090', 'A100 80GB', 'H100 SXM', 'L40S', 'MI300X'];
const NETWORKS = ['io.net', 'Akash', 'Aethir', 'Render'];
const SCHEMA = 'uint256 modelId,string finding';

/** Registers machines of compute networks; returns their operators in the order of their ids. */
export function addComputeNodes({ random, rows, chain, people }: LedgerDraft, count: number): string[] {
  const operators: string[] = [];
  for (let number = 1; number <= count; number++) {
    const operator = chain.see(random.pick(people.trainers));
    const [network, gpu] = [random.pick(NETWORKS), random.pick(GPUS)];
    const call = { signer: operator, contract: 'ComputeRegistry', selector: '0xd3983524' };
    chain.startCall({ ...call, functionName: 'registerNode' });
    const args = { nodeId: String(number), operator, network, gpu };
    const { place } = chain.record('ComputeRegistry', 'ComputeNodeRegistered', args);
    rows.add('compute_node', { id: String(number), operator_id: operator, network, gpu, ...place });
    operators.push(operator);
  }
  return operators;
}

/** Says for each model which machine serves it. Returns the number of the last job. */
export function addComputeJobs(
  { random, rows, chain }: LedgerDraft,
  models: readonly SeedModel[],
  operators: readonly string[],
  lastJob: number,
): number {
  let job = lastJob;
  for (const model of models) {
    job += 1;
    const id = String(job);
    const position = random.int(0, operators.length - 1);
    const nodeId = String(position + 1);
    const gpuSeconds = random.int(60, 200_000);
    const call = { signer: operators[position]!, contract: 'ComputeRegistry', selector: '0x11a1d8f2' };
    chain.startCall({ ...call, functionName: 'recordJob' });
    const args = { jobId: id, nodeId, kind: '1', subjectId: model.id, gpuSeconds: String(gpuSeconds) };
    const { place } = chain.record('ComputeRegistry', 'ComputeJobRecorded', args);
    rows.add('compute_job', {
      ...{ id, node_id: nodeId, claimed_node_id: nodeId, kind: 'SERVE', training_run_id: null, model_id: model.id },
      ...{ claimed_subject_id: model.id, gpu_seconds: gpuSeconds, ...place },
    });
  }
  return job;
}

/** Registers what attestations say; returns its uid. */
export function addAttestationSchema({ random, rows, chain, people }: LedgerDraft): string {
  const uid = random.digest('schema', 1);
  const registerer = people.validators[1]!;
  chain.startCall({ signer: registerer, contract: 'SchemaRegistry', selector: '0x60d7a278', functionName: 'register' });
  const resolver = `0x${'0'.repeat(40)}`;
  const schema = { uid, resolver, revocable: true, schema: SCHEMA };
  const { place } = chain.record('SchemaRegistry', 'Registered', { uid, registerer, schema });
  rows.add('attestation_schema', { id: uid, registerer_id: registerer, is_revocable: true, schema: SCHEMA, ...place });
  return uid;
}

/** A third party attests to each of the models. */
export function addAttestations(
  { random, rows, chain, people }: LedgerDraft,
  models: readonly SeedModel[],
  schemaUid: string,
): void {
  for (const { id: modelId, owner } of models) {
    const attester = random.pick(people.validators);
    const uid = random.digest('attestation', `${chain.block.number}-${modelId}`);
    const finding = random.pick(['No leak found', 'Card matches weights', 'Licences checked']);
    chain.startCall({ signer: attester, contract: 'EAS', selector: '0xf17325e7', functionName: 'attest' });
    const args = { recipient: owner, attester, uid, schemaUID: schemaUid };
    const { place } = chain.record('EAS', 'Attested', args);
    rows.add('attestation', {
      ...{ id: uid, schema_id: schemaUid, claimed_schema_uid: schemaUid, attester_id: attester, recipient_id: owner },
      ...{ data: '0x', datanet_id: null, claimed_datanet_id: null, model_id: modelId, claimed_model_id: modelId },
      ...{ is_revocable: true, revoked_block_number: null, revocation_transaction_hash: null, ...place },
      fields: [
        { name: 'modelId', type: 'uint256', value: modelId },
        { name: 'finding', type: 'string', value: finding },
      ],
    });
  }
}
