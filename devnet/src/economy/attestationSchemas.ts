import { encodeAbiParameters, encodePacked, keccak256, parseAbiParameters, zeroAddress, type Hex } from 'viem';

/** What the devnet's communities attest; the field `datanetId` or `modelId` says to what. */
export const SCHEMAS = {
  datasetAudit: 'uint256 datanetId,uint64 version,bytes32 contributionsRoot,bool rootMatches,string community',
  modelSafety: 'uint256 modelId,bytes32 artifactDigest,bool tensorsOnly,string community',
} as const;
export type SchemaName = keyof typeof SCHEMAS;

/** SchemaRegistry's id of a revocable schema without a resolver. */
export function schemaUidOf(name: SchemaName): Hex {
  return keccak256(encodePacked(['string', 'address', 'bool'], [SCHEMAS[name], zeroAddress, true]));
}

/** That a datanet's version commits to the contributions that are on the chain. */
export function encodeDatasetAudit(audit: {
  datanetId: bigint;
  version: bigint;
  contributionsRoot: Hex;
  rootMatches: boolean;
  community: string;
}): Hex {
  const { datanetId, version, contributionsRoot, rootMatches, community } = audit;
  const types = parseAbiParameters(SCHEMAS.datasetAudit);
  return encodeAbiParameters(types, [datanetId, version, contributionsRoot, rootMatches, community]);
}

/** That a model's files are there, are those it names, and hold tensors and text but nothing that runs. */
export function encodeModelSafety(safety: {
  modelId: bigint;
  artifactDigest: Hex;
  tensorsOnly: boolean;
  community: string;
}): Hex {
  const { modelId, artifactDigest, tensorsOnly, community } = safety;
  return encodeAbiParameters(parseAbiParameters(SCHEMAS.modelSafety), [
    modelId,
    artifactDigest,
    tensorsOnly,
    community,
  ]);
}
