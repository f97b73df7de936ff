// `npm test`: everything that can be checked, on a fresh machine, in one command. Its last line is the totals.
import { delimiter, join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { BootstrapError } from './BootstrapError.mjs';
import { checkGenerated } from './checkGenerated.mjs';
import { findChromium } from './findChromium.mjs';
import { NODE, ROOT } from './root.mjs';
import { runNpm } from './runNpm.mjs';
import { runQuietly } from './runQuietly.mjs';
import { runVitest } from './runVitest.mjs';
import { showProgress } from './showProgress.mjs';

const HELP = `npm test [-- --only STAGE [filter …]]

Stages: codegen, lint, format, types, explorer, vitest. Filters and options after the stage go to vitest.`;

/** @param {string} path below node_modules @param {string[]} args */
const tool = (path, args) => runQuietly(NODE, [join(ROOT, 'node_modules', path), ...args], { env: withOwnNode() });

/** @type {Record<string, { title: string, run: () => Promise<{ ok: boolean, lines: string[] }> }>} */
const CHECKS = {
  codegen: { title: 'Generated files are up to date', run: checkGenerated },
  lint: { title: 'Lint (eslint)', run: () => tool('eslint/bin/eslint.js', ['.', '--max-warnings', '0']) },
  format: { title: 'Format (prettier)', run: () => tool('prettier/bin/prettier.cjs', ['--check', '.']) },
  types: { title: 'Types of the tests (tsc)', run: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.test.json']) },
  explorer: { title: 'Types of the explorer (svelte-check)', run: () => runNpm(['run', 'check', '-w', 'explorer']) },
};

/** The Node of node_modules first, for whatever starts `node`. */
function withOwnNode() {
  return { ...process.env, PATH: [join(ROOT, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter) };
}

async function main(/** @type {string[]} */ args) {
  if (args.includes('--help')) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const at = args.indexOf('--only');
  const only = at === -1 ? undefined : args[at + 1];
  if (at !== -1 && only !== 'vitest' && !(only && only in CHECKS))
    throw new BootstrapError(`--only takes a stage. ${HELP}`);
  const vitestArgs = args.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  const isWanted = (/** @type {string} */ stage) => only === undefined || only === stage;

  const totals = { passed: 0, failed: 0, skipped: 0 };
  try {
    await bootstrap({ explorer: isWanted('vitest') });
    for (const [stage, { title, run }] of Object.entries(CHECKS)) {
      if (isWanted(stage) && !(await runCheck(title, run))) totals.failed += 1;
    }
    if (isWanted('vitest')) {
      const chromium = await findChromium();
      const env = { ...withOwnNode(), ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
      const counted = await runVitest(vitestArgs, env);
      totals.passed += counted.passed;
      totals.failed += counted.failed;
      totals.skipped += counted.skipped;
    }
  } catch (error) {
    totals.failed += 1;
    process.stdout.write(`${error instanceof BootstrapError ? error.message : error?.stack}\n`);
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

/** One line when all is well; what the tool said when not. */
async function runCheck(
  /** @type {string} */ title,
  /** @type {() => Promise<{ ok: boolean, lines: string[] }>} */ run,
) {
  const progress = showProgress(title);
  const { ok, lines } = await run();
  if (ok) progress.done();
  else {
    progress.fail();
    process.stdout.write(`${lines.slice(-80).join('\n')}\n`);
  }
  return ok;
}

await main(process.argv.slice(2)).catch((error) => {
  process.stdout.write(`${error instanceof BootstrapError ? error.message : error?.stack}\n0 passed, 1 failed\n`);
  process.exitCode = 1;
});
