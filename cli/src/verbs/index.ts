import { availableParallelism } from 'node:os';
import {
  GRADIENT_1,
  PRECONDITIONS,
  STAGES,
  buildIndexFolder,
  type GradientRule,
  type Precondition,
  type Stage,
} from '@tributary/attribution-engine';
import { UsageError } from '../errors.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { requireOption } from '../requireOption.js';
import { createProgressBar } from '../terminal/createProgressBar.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  base: { type: 'string' },
  adapter: { type: 'string' },
  rows: { type: 'string' },
  out: { type: 'string' },
  method: { type: 'string', default: 'gradient' },
  'block-dimension': { type: 'string', default: String(GRADIENT_1.blockDimension) },
  features: { type: 'string', default: STAGES.join(',') },
  precondition: { type: 'string', default: GRADIENT_1.precondition },
  'max-tokens': { type: 'string', default: '' },
  threads: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
} as const;

export const index: Verb = {
  summary: 'build an attribution index from a model, an adapter and training rows',
  help: `tributary index --base DIR --adapter DIR --rows FILE --out DIR [options]

Builds an attribution index from files alone. Repeats among the rows are refused first, as the rule says. A build that
was stopped goes on where it was when the same command is given again.

  --base DIR             a Llama-family Hugging Face folder
  --adapter DIR          a PEFT LoRA folder
  --rows FILE            JSON Lines: {"id", "prompt", "completion", "contribution"}
  --out DIR              an empty folder, or one of an unfinished build
  --method M             gradient (default)
  --features A,B         adapters that gradients are taken at: start,final (default), start or final
  --block-dimension K    length a block is projected to (default ${GRADIENT_1.blockDimension})
  --precondition P       inverse (default), datainf or none
  --max-tokens N         longest example; a prompt's oldest tokens are dropped first (default: the model's context)
  --threads N            default: all cores
  --json                 the result as one JSON line`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('index', args, OPTIONS);
  const startedAt = performance.now();
  const rule = parseRule(values);
  const bar = createProgressBar(process.stderr, 'rows');
  try {
    const record = await buildIndexFolder({
      baseFolder: requireOption('index', 'base', values.base),
      adapterFolder: requireOption('index', 'adapter', values.adapter),
      rowsPath: requireOption('index', 'rows', values.rows),
      outFolder: requireOption('index', 'out', values.out),
      rule,
      threads: parseCount('threads', values.threads) ?? availableParallelism(),
      ...maxTokensOf(values['max-tokens']),
      onProgress: (progress) => bar.update(progress),
    });
    bar.stop();
    const { method, rowCount, refusedCount, root } = record;
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (values.json) console.log(JSON.stringify({ method, rowCount, refusedCount, root, out: values.out, elapsedMs }));
    else {
      console.log(`${values.out}: ${rowCount} rows by ${method}, root ${root}`);
      if (refusedCount > 0)
        console.log(`${refusedCount} rows repeat earlier ones and were refused; see refused.jsonl.`);
    }
    return 0;
  } finally {
    bar.stop();
  }
}

function parseRule(values: {
  method: string;
  features: string;
  'block-dimension': string;
  precondition: string;
}): GradientRule {
  const fail = (problem: string): never => {
    throw new UsageError({ problem, verb: 'index' });
  };
  if (values.method !== 'gradient') fail(`--method takes gradient, not "${values.method}"`);
  const named = values.features.split(',');
  const unknown = named.find((stage) => !STAGES.includes(stage as Stage));
  if (unknown !== undefined) fail(`--features takes ${STAGES.join(', ')} or both, not "${unknown}"`);
  if (!PRECONDITIONS.includes(values.precondition as Precondition)) {
    fail(`--precondition takes ${PRECONDITIONS.join(', ')}, not "${values.precondition}"`);
  }
  return {
    blockDimension: parseNumber('index', 'block-dimension', values['block-dimension'], {
      min: 1,
      max: 133_144,
      isInteger: true,
    }),
    stages: STAGES.filter((stage) => named.includes(stage)),
    precondition: values.precondition as Precondition,
  };
}

function maxTokensOf(text: string): { maxTokens?: number } {
  const maxTokens = parseCount('max-tokens', text);
  return maxTokens === undefined ? {} : { maxTokens };
}

function parseCount(name: string, text: string): number | undefined {
  return text === '' ? undefined : parseNumber('index', name, text, { min: 1, max: 2 ** 20, isInteger: true });
}
