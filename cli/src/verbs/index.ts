import { availableParallelism } from 'node:os';
import {
  GRADIENT_1,
  GRADIENT_2,
  PRECONDITIONS,
  STAGES,
  buildIndexFolder,
  buildSpanIndexFolder,
  type BuildSpanIndexFolderOptions,
  type BuiltIndexFolder,
  type GradientRule,
  type Precondition,
  type Stage,
} from '@tributary/attribution-engine';
import { UsageError } from '../errors.js';
import { parseBytes } from '../parseBytes.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { requireOption } from '../requireOption.js';
import { createProgressBar } from '../terminal/createProgressBar.js';
import { type Verb } from '../Verb.js';

/** Only the gradient method has these; they are refused, not ignored, elsewhere. */
const GRADIENT_OPTIONS = {
  adapter: { type: 'string' },
  'block-dimension': { type: 'string' },
  features: { type: 'string' },
  precondition: { type: 'string' },
  'max-tokens': { type: 'string' },
  memory: { type: 'string' },
} as const;

const OPTIONS = {
  ...GRADIENT_OPTIONS,
  base: { type: 'string' },
  rows: { type: 'string' },
  answers: { type: 'string' },
  out: { type: 'string' },
  method: { type: 'string', default: 'gradient' },
  threads: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
} as const;

type GradientOptions = { [name in keyof typeof GRADIENT_OPTIONS]?: string | undefined };

export const index: Verb = {
  summary: 'build an attribution index from a model and training rows',
  help: `tributary index --base DIR --adapter DIR --rows FILE --out DIR [options]
tributary index --method span --base DIR --rows FILE --out DIR [--json]

Builds an attribution index from files alone. Repeats among the rows are refused first, as the rule says. A build that
was stopped goes on where it was when the same command is given again.

  --base DIR             a Llama-family Hugging Face folder; its weights may be missing for span
  --rows FILE            JSON Lines: {"id", "prompt", "completion", "contribution"}
  --answers FILE         JSON Lines of answers published before: {"completion", "after"}, after being the id of the last row
                         committed before it; rows that repeat them are refused, and by gradient/2 count as families
  --out DIR              an empty folder, or one of an unfinished build
  --method M             gradient (default, that is gradient/1) or gradient/2: whose rows lower the answer's loss; span: whose
                         text stands in it
  --threads N            default: all cores
  --json                 the result as one JSON line

For gradients alone:
  --adapter DIR          a PEFT LoRA folder
  --features A,B         adapters that gradients are taken at: start,final (default), start or final
  --block-dimension K    length a block is projected to (default ${GRADIENT_1.blockDimension})
  --precondition P       inverse (default), datainf or none
  --max-tokens N         longest example; a prompt's oldest tokens are dropped first (default: the model's context)
  --memory SIZE          what the threads' models may take together, such as 8G: fewer threads where it is short`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('index', args, OPTIONS);
  const startedAt = performance.now();
  const build = METHODS.get(values.method);
  if (!build) throw usageError(`--method takes gradient, gradient/1, gradient/2 or span, not "${values.method}"`);
  const threads = parseCount('threads', values.threads) ?? availableParallelism();
  const bar = createProgressBar(process.stderr, 'rows');
  try {
    const built = await build(values, {
      baseFolder: requireOption('index', 'base', values.base),
      rowsPath: requireOption('index', 'rows', values.rows),
      ...(values.answers !== undefined && { answersPath: values.answers }),
      outFolder: requireOption('index', 'out', values.out),
      threads,
      onProgress: (progress) => bar.update(progress),
    });
    bar.stop();
    print(built, values.out!, values.json ? Math.round(performance.now() - startedAt) : undefined);
    return 0;
  } finally {
    bar.stop();
  }
}

type CommonOptions = BuildSpanIndexFolderOptions & { threads: number };

const METHODS = new Map<string, (given: GradientOptions, common: CommonOptions) => Promise<BuiltIndexFolder>>([
  ['gradient', (given, common) => buildByGradients(given, common, GRADIENT_1)],
  ['gradient/1', (given, common) => buildByGradients(given, common, GRADIENT_1)],
  ['gradient/2', (given, common) => buildByGradients(given, common, GRADIENT_2)],
  ['span', buildBySpans],
]);

async function buildByGradients(
  given: GradientOptions,
  common: CommonOptions,
  defaults: GradientRule,
): Promise<BuiltIndexFolder> {
  const maxTokens = parseCount('max-tokens', given['max-tokens'] ?? '');
  return buildIndexFolder({
    ...common,
    adapterFolder: requireOption('index', 'adapter', given.adapter),
    rule: parseRule(given, defaults),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(given.memory !== undefined && { memoryBytes: parseBytes('index', 'memory', given.memory) }),
  });
}

async function buildBySpans(
  given: GradientOptions,
  { threads: _, ...common }: CommonOptions,
): Promise<BuiltIndexFolder> {
  for (const name of Object.keys(GRADIENT_OPTIONS)) {
    if (given[name as keyof GradientOptions] !== undefined) {
      throw usageError(`--${name} does not apply to --method span, which takes no gradients`);
    }
  }
  return buildSpanIndexFolder(common);
}

function print(built: BuiltIndexFolder, out: string, elapsedMs: number | undefined): void {
  const { method, rowCount, refusedCount, root, wasFinished } = built;
  if (elapsedMs !== undefined) {
    console.log(JSON.stringify({ method, rowCount, refusedCount, root, out, wasFinished, elapsedMs }));
    return;
  }
  console.log(`${out}${wasFinished ? ' was finished already' : ''}: ${rowCount} rows by ${method}, root ${root}`);
  if (refusedCount > 0) console.log(`${refusedCount} rows repeat earlier ones and were refused; see refused.jsonl.`);
}

function parseRule(given: GradientOptions, defaults: GradientRule): GradientRule {
  const features = given.features ?? STAGES.join(',');
  const precondition = given.precondition ?? defaults.precondition;
  const dimension = given['block-dimension'] ?? String(defaults.blockDimension);
  const named = features.split(',');
  const unknown = named.find((stage) => !STAGES.includes(stage as Stage));
  if (unknown !== undefined) throw usageError(`--features takes ${STAGES.join(', ')} or both, not "${unknown}"`);
  if (!PRECONDITIONS.includes(precondition as Precondition)) {
    throw usageError(`--precondition takes ${PRECONDITIONS.join(', ')}, not "${precondition}"`);
  }
  if (defaults.version === 2 && STAGES.some((stage) => !named.includes(stage))) {
    throw usageError('--features does not apply to --method gradient/2, which takes both');
  }
  return {
    version: defaults.version,
    blockDimension: parseNumber('index', 'block-dimension', dimension, { min: 1, max: 133_144, isInteger: true }),
    stages: STAGES.filter((stage) => named.includes(stage)),
    precondition: precondition as Precondition,
  };
}

function parseCount(name: string, text: string): number | undefined {
  return text === '' ? undefined : parseNumber('index', name, text, { min: 1, max: 2 ** 20, isInteger: true });
}

function usageError(problem: string): UsageError {
  return new UsageError({ problem, verb: 'index' });
}
