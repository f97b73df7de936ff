import { pathToFileURL } from 'node:url';
import { type BenchCase, type BenchLine, buildBenchLine } from '../bench/BenchCase.js';
import { findBenchmarks } from '../bench/findBenchmarks.js';
import { formatTable } from '../bench/formatTable.js';
import { BenchmarkNotFoundError } from '../errors.js';
import { getRoot } from '../network/getRoot.js';
import { parseOptions } from '../parseOptions.js';
import { type Verb } from '../Verb.js';

type Benchmark = () => AsyncIterable<BenchCase> | Iterable<BenchCase> | Promise<Iterable<BenchCase>>;

export const bench: Verb = {
  summary: 'run a benchmark and print a table',
  help: `tributary bench [name] [--json]

Runs <package>/bench/<name>.bench.ts; without a name, lists them.

  --json   one JSON line per case: name, case, unit, ours, peer, peerName, ratio (ours / peer)`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions('bench', args, { json: { type: 'boolean', default: false } }, 1);
  const benchmarks = findBenchmarks(getRoot());
  const known = [...benchmarks.keys()].sort();
  const [name] = positionals;
  if (name === undefined) {
    console.log(known.length > 0 ? known.join('\n') : 'No package has a benchmark yet.');
    return 0;
  }
  const file = benchmarks.get(name);
  if (file === undefined) throw new BenchmarkNotFoundError({ name, known });

  const { default: measure } = (await import(pathToFileURL(file).href)) as { default: Benchmark };
  const lines: BenchLine[] = [];
  for await (const measured of await measure()) {
    const line = buildBenchLine(name, measured);
    lines.push(line);
    if (values.json) console.log(JSON.stringify(line));
  }
  if (!values.json) console.log(formatTable(lines));
  return 0;
}
