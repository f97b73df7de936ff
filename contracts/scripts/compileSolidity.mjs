import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const contractsFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * What decides the bytecode besides the sources. `cancun` is understood by every OP Stack chain of today and by anvil;
 * no metadata hash is appended, so the same sources give the same bytes whatever their folder is.
 */
const SETTINGS = Object.freeze({
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
});

/**
 * Compiles Solidity files with solc from npm, deterministically and offline.
 *
 * @param {string[]} files paths relative to `contracts/`, such as `src/ModelRegistry.sol`
 * @returns {Promise<import('./compileSolidity.mjs').Artifact[]>} one artifact for each contract declared in `files`
 *   (not for what they import), ordered by name
 * @throws Error with solc's own messages when anything does not compile; warnings are errors too
 */
export async function compileSolidity(files) {
  const { default: solc } = await import('solc');
  /** @type {Map<string, string>} every file that was read, by the name solc knows it by */
  const read = new Map();
  const load = (/** @type {string} */ unit) => {
    const path = unit.startsWith('@') ? require.resolve(unit) : join(contractsFolder, unit);
    const content = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    read.set(unit, content);
    return content;
  };

  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(files.map((file) => [file, { content: load(file) }])),
    settings: SETTINGS,
  };
  const findImport = (/** @type {string} */ unit) => {
    try {
      return { contents: load(unit) };
    } catch (cause) {
      return { error: `${unit} is not there: ${String(cause)}` };
    }
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
  const complaints = (output.errors ?? []).filter(isOurs);
  if (complaints.length > 0) {
    throw new Error(complaints.map((/** @type {{formattedMessage: string}} */ c) => c.formattedMessage).join('\n'));
  }

  const sourceDigest = createHash('sha256')
    .update(JSON.stringify([SETTINGS, [...read].sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex');
  return files
    .flatMap((file) => Object.entries(output.contracts[file] ?? {}))
    .map(([contractName, contract]) => ({
      contractName,
      abi: contract.abi,
      bytecode: /** @type {`0x${string}`} */ (`0x${contract.evm.bytecode.object}`),
      compiler: `solc ${solc.version()}`,
      sourceDigest: `sha256:${sourceDigest}`,
    }))
    .sort((a, b) => (a.contractName < b.contractName ? -1 : 1));
}

/** Errors anywhere, and warnings in our own files: a dependency's warnings are not ours to fix. */
function isOurs(/** @type {{severity: string, sourceLocation?: {file: string}}} */ complaint) {
  return complaint.severity === 'error' || !complaint.sourceLocation?.file.startsWith('@');
}
