import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Their sources pin another compiler than ours, so what their authors compiled is taken as it is. */
const PACKAGE = '@ethereum-attestation-service/eas-contracts';
const CONTRACTS = ['EAS', 'SchemaRegistry'];

/**
 * Contracts that are used as their authors published them, bytecode included.
 *
 * @returns {import('./compileSolidity.mjs').Artifact[]} ordered by name; `sourceDigest` is that of the published file
 */
export function loadPublishedArtifacts() {
  const { version } = require(`${PACKAGE}/package.json`);
  return CONTRACTS.map((contractName) => {
    const text = readFileSync(
      require.resolve(`${PACKAGE}/artifacts/contracts/${contractName}.sol/${contractName}.json`),
    );
    const { abi, bytecode } = JSON.parse(text.toString('utf8'));
    return {
      contractName,
      abi,
      bytecode,
      compiler: `as published in ${PACKAGE} ${version}`,
      sourceDigest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    };
  });
}
