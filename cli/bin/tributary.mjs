#!/usr/bin/env node
// The way in: `npx tributary <verb>`, `npm start`. Plain JavaScript for the system's Node, because before the first
// verb there may be nothing else.
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { BootstrapError } from './BootstrapError.mjs';
import { ROOT } from './root.mjs';
import { runOnNode24 } from './runOnNode24.mjs';

/** The verbs that show the explorer. */
const WITH_EXPLORER = new Set(['start', 'smoke']);

const args = process.argv.slice(2);
try {
  const isQuestion = args.includes('--help') || args.includes('-h');
  await bootstrap({ explorer: WITH_EXPLORER.has(args[0] ?? '') && !isQuestion });
  process.exitCode = await runOnNode24(join(ROOT, 'cli/lib/main.js'), args);
} catch (error) {
  process.stderr.write(`tributary: ${error instanceof BootstrapError ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode ||= 1;
}
