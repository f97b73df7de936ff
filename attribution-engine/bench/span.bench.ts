import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  attributeSpans,
  buildSpanTables,
  checkSpanIndex,
  openFileSource,
  openSpanIndex,
  createSpanIndex,
  type SpanIndex,
  type SpanRow,
  writeSpanTables,
} from '@tributary/attribution-engine';
import { PEBBLE, loadBaseModel, readModelFolder } from '@tributary/lora';
import { createSeededRandom, type SeededRandom } from '@tributary/protocol';

const TOKENS = Number(process.env['SPAN_BENCH_TOKENS'] ?? 100_000_000);
const SEED_CHARACTERS = 1_500_000;
const ANSWERS = 60;
const ANSWER_TOKENS = 512;
/** Columns on disk beyond this: the text and the suffix array are. */
const DISK_MEMORY_BYTES = 64 << 20;
/** Of an index, to a token, and of the resident memory of a process. */
const MEGABYTE = 1 << 20;

/**
 * The span index: rows of real tokens repeated with noise, so that there are long matches, and as many rows of tokens
 * drawn by frequency. Answers are parts of rows among drawn tokens. "On disk" is with the file in the page cache.
 */
export default async function* span(): AsyncGenerator<object> {
  const random = createSeededRandom('bench/span');
  const { seed, vocabularySize } = await readSeed();
  const rows = drawRows(seed, random);
  const tokenCount = rows.reduce((sum, row) => sum + row.tokens.length, 0);
  const of = `${tokenCount.toLocaleString('en-US')} tokens, ${rows.length.toLocaleString('en-US')} rows`;

  const builtFrom = performance.now();
  const tables = buildSpanTables(rows, { vocabularySize, tokenizerDigest: '' });
  const tokensPerSecond = Math.round((tokenCount * 1000) / (performance.now() - builtFrom));
  yield { case: `build, ${of}`, unit: 'tokens/s', ours: tokensPerSecond };
  yield { case: 'build, peak resident memory', unit: 'MiB', ours: process.resourceUsage().maxRSS / 1024 };

  const answers = Array.from({ length: ANSWERS }, () => drawAnswer(seed, rows, random));
  const inMemory = createSpanIndex(tables);
  yield { case: 'trace and divide 512 tokens, in memory, p50', unit: 'ms', ours: median(trace(inMemory, answers)) };

  const checkedFrom = performance.now();
  checkSpanIndex(inMemory);
  yield {
    case: 'check an index that was given',
    unit: 'tokens/s',
    ours: Math.round((tokenCount * 1000) / (performance.now() - checkedFrom)),
    peer: tokensPerSecond,
    peerName: 'build',
  };

  const folder = mkdtempSync(join(tmpdir(), 'span-bench-'));
  try {
    const path = join(folder, 'index.safetensors');
    writeSpanTables(tables, path);
    const source = openFileSource(path);
    yield {
      case: `on disk, ${of}`,
      unit: 'bytes/token',
      ours: source.byteLength / tokenCount,
      peer: 7,
      peerName: 'infini-gram, as published',
    };
    const index = openSpanIndex(source, DISK_MEMORY_BYTES);
    const elapsed = trace(index, answers);
    yield {
      case: `the same from disk, ${DISK_MEMORY_BYTES / MEGABYTE} MiB, p50`,
      unit: 'ms',
      ours: median(elapsed),
      peer: median(trace(inMemory, answers)),
      peerName: 'in memory',
    };
    yield { case: 'the same from disk, slowest', unit: 'ms', ours: Math.max(...elapsed) };
    source.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of each answer, after one of all. */
function trace(index: SpanIndex, answers: readonly number[][]): number[] {
  attributeSpans(index, answers[0]!);
  return answers.map((answer) => {
    const startedAt = performance.now();
    if (attributeSpans(index, answer).spans.length === 0) throw new Error('an answer of copied parts has no span');
    return performance.now() - startedAt;
  });
}

/** READMEs of the installed packages in PEBBLE's tokens. */
async function readSeed(): Promise<{ seed: Uint16Array; vocabularySize: number }> {
  const { tokenizer, config } = loadBaseModel(await readModelFolder(fileURLToPath(PEBBLE.folder)));
  const modules = new URL('../../node_modules/', import.meta.url);
  const ids: number[] = [];
  let characters = 0;
  for (const name of readdirSync(modules).sort()) {
    const file = new URL(`${name}/README.md`, modules);
    if (characters > SEED_CHARACTERS || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8').slice(0, 50_000);
    characters += text.length;
    for (const id of tokenizer.encode(text, { addSpecialTokens: false })) ids.push(id);
  }
  return { seed: Uint16Array.from(ids), vocabularySize: config.vocabSize };
}

function drawRows(seed: Uint16Array, random: SeededRandom): SpanRow[] {
  const all = new Uint16Array(TOKENS);
  const rows: SpanRow[] = [];
  for (let begin = 0; begin < TOKENS;) {
    const length = Math.min(TOKENS - begin, 50 + (random.nextU32() % 400));
    const tokens = all.subarray(begin, begin + length);
    const from = random.nextU32() % (seed.length - length);
    const isCopy = rows.length % 2 === 0;
    for (let i = 0; i < length; i++) {
      const isKept = isCopy && random.nextU32() % 50 > 0;
      tokens[i] = seed[isKept ? from + i : random.nextU32() % seed.length]!;
    }
    rows.push({ tokens, contributionId: rows.length % 1000, line: Math.floor(rows.length / 1000) });
    begin += length;
  }
  return rows;
}

function drawAnswer(seed: Uint16Array, rows: readonly SpanRow[], random: SeededRandom): number[] {
  const answer: number[] = [];
  while (answer.length < ANSWER_TOKENS) {
    const { tokens } = rows[random.nextU32() % rows.length]!;
    const from = random.nextU32() % tokens.length;
    for (let i = from; i < Math.min(tokens.length, from + 5 + (random.nextU32() % 60)); i++) answer.push(tokens[i]!);
    for (let i = random.nextU32() % 10; i > 0; i--) answer.push(seed[random.nextU32() % seed.length]!);
  }
  return answer.slice(0, ANSWER_TOKENS);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
