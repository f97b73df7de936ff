import {
  attributeTranscript,
  openBackend,
  type TranscriptAttribution,
  type TranscriptSpan,
} from '@tributary/attribution-engine';
import { parseBytes } from '../parseBytes.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { requireOption } from '../requireOption.js';
import { formatColumns } from '../terminal/formatColumns.js';
import { sanitizeLine } from '../terminal/sanitizeLine.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  index: { type: 'string' },
  transcript: { type: 'string' },
  base: { type: 'string' },
  adapter: { type: 'string' },
  top: { type: 'string', default: '10' },
  backend: { type: 'string', default: 'auto' },
  memory: { type: 'string', default: '1G' },
  json: { type: 'boolean', default: false },
} as const;

const MAX_SHOWN_SPANS = 10;
const MAX_TEXT_CHARACTERS = 60;
const MAX_OWNER_CHARACTERS = 40;

export const attribute: Verb = {
  summary: 'say whose training data shaped one answer, from an index',
  help: `tributary attribute --index DIR --transcript FILE [options]

Scores one answer against an index that \`tributary index\` built, from files alone.

  --index DIR         the index
  --transcript FILE   JSON: {"prompt", "completion"}; token ids, where given as in a published transcript, decide
  --base DIR          where the base model is now, if it was moved
  --adapter DIR       where the adapter is now, if it was moved
  --top N             how many of the highest raw scores are shown (default 10)
  --backend NAME      auto (default), cuda, webgpu, wasm or reference; an index by span needs none
  --memory SIZE       of the index held in memory at once, such as 512M (default 1G); a larger one is read from disk
  --json              the result as one JSON line`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('attribute', args, OPTIONS);
  const indexFolder = requireOption('attribute', 'index', values.index);
  const transcriptPath = requireOption('attribute', 'transcript', values.transcript);
  const top = parseNumber('attribute', 'top', values.top, { min: 0, max: 1e9, isInteger: true });
  const memoryBytes = parseBytes('attribute', 'memory', values.memory);
  const startedAt = performance.now();
  const result = await attributeTranscript({
    ...{ indexFolder, transcriptPath, top, memoryBytes },
    openBackend: () => openBackend(values.backend, { log: (line) => console.error(line) }),
    ...(values.base && { baseFolder: values.base }),
    ...(values.adapter && { adapterFolder: values.adapter }),
  });
  const elapsedMs = Math.round(performance.now() - startedAt);
  if (values.json) console.log(JSON.stringify({ ...result, elapsedMs }));
  else print(result);
  return 0;
}

function print({ method, scores, shares, unattributed, reason, spans }: TranscriptAttribution): void {
  if (unattributed) console.log(`Nobody's data shaped this answer recognisably (${reason}).`);
  else {
    const rows = shares.map(({ contribution, bps }) => [`${(bps / 100).toFixed(2)} %`, sanitizeLine(contribution)]);
    console.log(formatColumns(['share', 'contribution'], rows, ['share']));
  }
  if (spans && spans.length > 0) printSpans(spans);
  if (scores.length === 0) return;
  console.log(`\nThe highest raw scores, by ${method}${spans ? ', in 1/65,536 bit' : ''}:`);
  const rows = scores.map(({ score, row, contribution }) => [score, sanitizeLine(row), sanitizeLine(contribution)]);
  console.log(formatColumns(['score', 'row', 'contribution'], rows, ['score']));
}

/** The spans of most information, in the order of the answer. */
function printSpans(spans: readonly TranscriptSpan[]): void {
  const shown = spans
    .toSorted((a, b) => b.informationBits - a.informationBits)
    .slice(0, MAX_SHOWN_SPANS)
    .sort((a, b) => a.start - b.start);
  const which = shown.length < spans.length ? `${shown.length} of ${spans.length} runs` : 'Runs';
  console.log(`\n${which} of the answer that stand word for word in training rows:`);
  const rows = shown.map(({ text, informationBits, count, rows: holders }) => [
    informationBits.toFixed(2),
    String(count),
    shorten(describeOwners(holders.map(({ contribution }) => contribution)), MAX_OWNER_CHARACTERS),
    shorten(text.replaceAll(/\s+/g, ' '), MAX_TEXT_CHARACTERS),
  ]);
  console.log(formatColumns(['bits', 'rows', 'contribution', 'text'], rows, ['bits', 'rows']));
}

function describeOwners(contributions: readonly string[]): string {
  const [first = '', ...others] = new Set(contributions);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function shorten(text: string, maxCharacters: number): string {
  const characters = [...sanitizeLine(text)];
  return characters.length > maxCharacters
    ? `${characters.slice(0, maxCharacters - 1).join('')}…`
    : characters.join('');
}
