import { parseManifest } from '@tributary/attribution-engine';
import { contributionsRoot, digestOf } from '@tributary/protocol';
import { zeroAddress, zeroHash, type Address, type Hex } from 'viem';
import { CONTRACTS, type Cast } from '../actors/cast.js';
import type { Ledger, PublishedDatanet, RegisteredModel } from '../actors/Ledger.js';
import type { BlobStore } from '../blobs/blobStore.js';
import type { ChainActor } from '../ChainActor.js';
import { SCHEMAS, encodeDatasetAudit, encodeModelSafety, schemaUidOf, type SchemaName } from './attestationSchemas.js';
import type { Routine } from './Routine.js';

const { eas, schemas } = CONTRACTS;
/** Who speaks in the devnet for communities of these names. None of the real ones had a part in it. */
const NAMES = ['NEAR community (devnet)', 'Sentient community (devnet)', 'Data auditors (devnet)'] as const;
/** This one also reads what models commit to, and takes back what it said of a model that contradicts another. */
const AUDITOR = 2;
const HARMLESS = /\.(safetensors|json|md|txt)$/;
const STEP_MS = 2_500;
const IDLE_MS = 15_000;
const ALL = { fromBlock: 0n, strict: true } as const;

interface Statement {
  schema: SchemaName;
  /** Whose work it is about. */
  recipient: Address;
  data: Hex;
}

/** Third parties that check datanets and models and attest to what they found, once each; one of them revokes. */
export class Communities implements Routine {
  readonly name = 'attestations';
  /** attester and data → uid, of everything attested and not revoked */
  #standing: Map<string, Hex> | undefined;
  readonly #revoked = new Set<string>();
  /** What was found, by datanetId and version, and by modelId: neither changes any more. */
  readonly #rootMatches = new Map<string, boolean>();
  readonly #tensorsOnly = new Map<bigint, boolean>();

  constructor(
    readonly cast: Pick<Cast, 'communities'>,
    readonly ledger: Ledger,
    readonly blobs: BlobStore,
  ) {}

  /** One attestation or revocation at a time: nobody is in a hurry. */
  async step(): Promise<number> {
    await this.#registerSchemas();
    const standing = (this.#standing ??= await this.#loadStanding());
    const models = [...(await this.ledger.loadModels()).values()];
    const published = [...(await this.ledger.loadPublishedDatanets()).values()];
    for (const [position, community] of this.cast.communities.entries()) {
      const name = NAMES[position]!;
      const contradicting = position === AUDITOR ? findContradicting(models) : [];
      const isWithdrawn = ({ modelId }: RegisteredModel): boolean =>
        contradicting.some((one) => one.modelId === modelId);
      const statements = [
        ...(await Promise.all(published.map((datanet) => this.#auditDatanet(datanet, name)))),
        ...models.map((model) => this.#examineModel(model, name)),
      ];
      for (const statement of statements) {
        const key = keyOf(community.address, statement.data);
        if (standing.has(key) || this.#revoked.has(key)) continue;
        standing.set(key, await this.#attest(community, statement));
        return STEP_MS;
      }
      for (const model of models.filter(isWithdrawn)) {
        const key = keyOf(community.address, this.#examineModel(model, name).data);
        const uid = standing.get(key);
        if (!uid) continue;
        const request = { schema: schemaUidOf('modelSafety'), data: { uid, value: 0n } };
        await community.execute({ ...eas, functionName: 'revoke', args: [request] });
        standing.delete(key);
        this.#revoked.add(key);
        return STEP_MS;
      }
    }
    return IDLE_MS;
  }

  async #registerSchemas(): Promise<void> {
    const [registrar] = this.cast.communities;
    for (const name of Object.keys(SCHEMAS) as SchemaName[]) {
      const args = [schemaUidOf(name)] as const;
      const { uid } = await registrar.client.readContract({ ...schemas, functionName: 'getSchema', args });
      if (uid !== zeroHash) continue;
      await registrar.execute({ ...schemas, functionName: 'register', args: [SCHEMAS[name], zeroAddress, true] });
    }
  }

  /** Recomputes what a version commits to from the contributions themselves. */
  async #auditDatanet(datanet: PublishedDatanet, community: string): Promise<Statement> {
    const { datanetId, version, contributionsRoot: committed, owner } = datanet;
    const key = `${datanetId} ${version}`;
    let rootMatches = this.#rootMatches.get(key);
    if (rootMatches === undefined) {
      const accepted = await this.ledger.loadAcceptedContributions();
      rootMatches = contributionsRoot(accepted.filter((one) => one.datanetId === datanetId)) === committed;
      this.#rootMatches.set(key, rootMatches);
    }
    const data = encodeDatasetAudit({ datanetId, version, contributionsRoot: committed, rootMatches, community });
    return { schema: 'datasetAudit', recipient: owner, data };
  }

  /** Reads every file that a model names. */
  #examineModel({ modelId, owner, artifactDigest }: RegisteredModel, community: string): Statement {
    let tensorsOnly = this.#tensorsOnly.get(modelId);
    if (tensorsOnly === undefined) {
      const manifest = parseManifest(this.blobs.get(artifactDigest)!);
      tensorsOnly = manifest.files.every(({ path, digest }) => {
        const bytes = this.blobs.get(digest);
        return bytes !== undefined && digestOf(bytes) === digest && HARMLESS.test(path);
      });
      this.#tensorsOnly.set(modelId, tensorsOnly);
    }
    const data = encodeModelSafety({ modelId, artifactDigest, tensorsOnly, community });
    return { schema: 'modelSafety', recipient: owner, data };
  }

  async #attest(community: ChainActor, { schema, recipient, data }: Statement): Promise<Hex> {
    const request = { recipient, expirationTime: 0n, revocable: true, refUID: zeroHash, data, value: 0n };
    const args = [{ schema: schemaUidOf(schema), data: request }] as const;
    const { blockNumber } = await community.execute({ ...eas, functionName: 'attest', args });
    const [attested] = await community.client.getContractEvents({
      ...eas,
      eventName: 'Attested',
      args: { attester: community.address },
      strict: true,
      fromBlock: blockNumber,
      toBlock: blockNumber,
    });
    return attested!.args.uid;
  }

  /** The events say that something was attested; what it was is asked of the contract. */
  async #loadStanding(): Promise<Map<string, Hex>> {
    const { client } = this.ledger;
    const attested = await client.getContractEvents({ ...eas, eventName: 'Attested', ...ALL });
    const standing = new Map<string, Hex>();
    for (const { args } of attested) {
      const attestation = await client.readContract({ ...eas, functionName: 'getAttestation', args: [args.uid] });
      const key = keyOf(args.attester, attestation.data);
      if (attestation.revocationTime === 0n) standing.set(key, args.uid);
      else this.#revoked.add(key);
    }
    return standing;
  }
}

function keyOf(attester: Address, data: Hex): string {
  return `${attester} ${data}`;
}

/** Models that commit another root than an earlier one to the same index file: one of the two cannot be true. */
function findContradicting(models: readonly RegisteredModel[]): RegisteredModel[] {
  const roots = new Map<string, Hex>();
  return [...models]
    .sort((a, b) => Number(a.modelId - b.modelId))
    .filter(({ offer }) => {
      if (!offer) return false;
      const first = roots.get(offer.indexUri) ?? offer.indexRoot;
      roots.set(offer.indexUri, first);
      return first !== offer.indexRoot;
    });
}
