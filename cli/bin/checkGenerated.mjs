import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { runNpm } from './runNpm.mjs';

/** Nothing of ours is in there. `lib` deeper down is a folder of sources. */
const FOREIGN = /(^|\/)(node_modules|\.git|\.svelte-kit)$|^[^/]+\/(lib|build)$|^(\.tributary.*|coverage)$/;

/** What `npm run codegen` writes, by path. */
const GENERATED = /(^|\/)generated\/|^squid\/src\/abi\/|^contracts\/abi\/|\.generated\.[a-z]+$/;

/**
 * Runs `npm run codegen` and compares what it wrote with what was there. The files are put back as they were: a test
 * changes nothing.
 *
 * @returns {Promise<{ ok: boolean, lines: string[] }>}
 */
export async function checkGenerated() {
  const before = readGenerated();
  const result = await runNpm(['run', 'codegen']);
  const after = readGenerated();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path)?.equals(after.get(path) ?? Buffer.alloc(0)) !== true,
  );
  for (const path of stale) {
    const bytes = before.get(path);
    if (bytes) writeFileSync(join(ROOT, path), bytes);
    else rmSync(join(ROOT, path));
  }
  if (!result.ok) return { ok: false, lines: [...result.lines.slice(-40), `npm run codegen failed: ${result.reason}`] };
  const lines = stale.map((path) => `${path} is not what its source generates.`);
  if (stale.length > 0) lines.push('Run `npm run codegen` and commit the result.');
  return { ok: stale.length === 0, lines };
}

function readGenerated() {
  return new Map(
    listFiles('')
      .filter((path) => GENERATED.test(path))
      .map((path) => [path, readFileSync(join(ROOT, path))]),
  );
}

/** @returns {string[]} paths relative to the root */
function listFiles(/** @type {string} */ folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return FOREIGN.test(path) ? [] : listFiles(path);
    return entry.isFile() ? [path] : [];
  });
}
