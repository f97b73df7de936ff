import { existsSync } from 'node:fs';
import { describeError } from './describeError.js';
import { UsageError } from './errors.js';
import { attribute } from './verbs/attribute.js';
import { bench } from './verbs/bench.js';
import { challenge } from './verbs/challenge.js';
import { exportData } from './verbs/export.js';
import { index } from './verbs/index.js';
import { migrate } from './verbs/migrate.js';
import { queue } from './verbs/queue.js';
import { reindex } from './verbs/reindex.js';
import { seed } from './verbs/seed.js';
import { serve } from './verbs/serve.js';
import { smoke } from './verbs/smoke.js';
import { start } from './verbs/start.js';
import { verify } from './verbs/verify.js';
import { version } from './verbs/version.js';
import { type Verb } from './Verb.js';

const VERBS: Readonly<Record<string, Verb>> = {
  start,
  smoke,
  seed,
  serve,
  index,
  attribute,
  verify,
  challenge,
  bench,
  export: exportData,
  queue,
  reindex,
  migrate,
  version,
};

function describeVerbs(): string {
  const names = [...Object.keys(VERBS), 'help'];
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${VERBS[name]?.summary ?? 'explain a verb'}`);
  return `tributary <verb> [options]\n\n${lines.join('\n')}\n\n\`tributary <verb> --help\` tells more.`;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return version.run([]);
  const isQuestion = name === undefined || name === 'help' || name === '--help' || name === '-h';
  const topic = isQuestion ? args[0] : name;
  const verb = topic === undefined ? undefined : Object.entries(VERBS).find(([known]) => known === topic)?.[1];
  if (topic !== undefined && !verb) throw new UsageError({ problem: `There is no verb "${topic}"` });
  if (!verb || isQuestion || args.includes('--help') || args.includes('-h')) {
    console.log(verb?.help ?? describeVerbs());
    return name === undefined ? 2 : 0;
  }
  return verb.run(args);
}

if (existsSync('.env')) process.loadEnvFile();
process.stdout.on('error', () => {
  // Whoever read it is gone (`| head`); what is running still has to be stopped properly.
});
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(`tributary: ${describeError(error)}`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
