import { Attestation, AttestationSchema, Datanet, DatanetVersion, Model } from '@tributary/db';
import type { events } from '../abi/EAS.js';
import { getOrigin } from '../ChainEvent.js';
import { getSubject } from '../getSubject.js';
import { getAttestedKey } from '../NetworkState.js';
import { ZERO_ADDRESS, joinProblems, type Handlers } from './Handlers.js';

const NO_UID = `0x${'00'.repeat(32)}`;

export const eas: Handlers<typeof events> = {
  Attested(batch, place, args) {
    if (batch.get(Attestation, args.uid)) return `attestation ${args.uid} was made before`;
    const schema = batch.get(AttestationSchema, args.schemaUID);
    const decoded = batch.network.attested.get(getAttestedKey(place.blockNumber, args.uid));
    const content = decoded?.content ?? null;
    // Decoded by a schema that may be registered later in the batch: then it was not there yet.
    const fields = (schema && decoded?.fields) ?? null;
    const problem = (schema && decoded?.problem) ?? null;
    const { datanetId, version, modelId } = getSubject(fields);
    const versionId = version === null ? null : `${datanetId}-${version}`;
    batch.add(
      new Attestation({
        id: args.uid,
        schema: schema ?? null,
        claimedSchemaUid: args.schemaUID,
        attester: batch.getAccount(args.attester, place.blockNumber),
        recipient: args.recipient === ZERO_ADDRESS ? null : batch.getAccount(args.recipient, place.blockNumber),
        datanet: (datanetId !== null && batch.get(Datanet, datanetId)) || null,
        datanetVersion: (versionId !== null && batch.get(DatanetVersion, versionId)) || null,
        model: (modelId !== null && batch.get(Model, modelId)) || null,
        claimedDatanetId: datanetId,
        claimedVersion: version,
        claimedModelId: modelId,
        data: content?.data ?? null,
        fields,
        problem,
        expirationSeconds: content?.expirationSeconds || null,
        refUid: content === null || content.refUid === NO_UID ? null : content.refUid,
        isRevocable: content?.isRevocable ?? null,
        ...getOrigin(place),
      }),
    );
    return joinProblems(
      !schema && `schema ${args.schemaUID} does not exist`,
      problem ?? undefined,
      datanetId !== null && !batch.get(Datanet, datanetId) && `datanet ${datanetId} does not exist`,
      versionId !== null && !batch.get(DatanetVersion, versionId) && `datanet version ${versionId} does not exist`,
      modelId !== null && !batch.get(Model, modelId) && `model ${modelId} does not exist`,
    );
  },

  Revoked(batch, place, { uid }) {
    const attestation = batch.get(Attestation, uid);
    if (!attestation) return `attestation ${uid} does not exist`;
    if (attestation.revokedBlockNumber != null) return `attestation ${uid} was revoked before`;
    attestation.revokedBlockNumber = place.blockNumber;
    attestation.revocationTransactionHash = place.transactionHash;
    batch.change(attestation);
    return undefined;
  },
};
