import { attributeTranscript, openBackend, type TranscriptAttribution } from '@tributary/attribution-engine';
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

export const attribute: Verb = {
  summary: 'say whose training data shaped one answer, from an index',
  help: `tributary attribute --index DIR --transcript FILE [options]

Scores one answer against an index that \`tributary index\` built, from files alone.

  --index DIR         the index
  --transcript FILE   JSON: {"prompt", "completion"}; token ids, where given as in a published transcript, decide
  --base DIR          where the base model is now, if it was moved
  --adapter DIR       where the adapter is now, if it was moved
  --top N             how many of the highest raw scores are shown (default 10)
  --backend NAME      auto (default), cuda, webgpu, wasm or reference
  --memory SIZE       rows held in memory at once, such as 512M (default 1G); a larger index streams from disk
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
  const backend = await openBackend(values.backend, { log: (line) => console.error(line) });
  try {
    const result = await attributeTranscript({
      ...{ indexFolder, transcriptPath, top, memoryBytes, backend },
      ...(values.base && { baseFolder: values.base }),
      ...(values.adapter && { adapterFolder: values.adapter }),
    });
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (values.json) {
      console.log(JSON.stringify({ ...result, device: `${backend.name} (${backend.device})`, elapsedMs }));
      return 0;
    }
    print(result);
    return 0;
  } finally {
    await backend.dispose();
  }
}

function print({ method, scores, shares, unattributed, reason }: TranscriptAttribution): void {
  if (unattributed) console.log(`Nobody's data shaped this answer recognisably (${reason}).`);
  else {
    const rows = shares.map(({ contribution, bps }) => [`${(bps / 100).toFixed(2)} %`, sanitizeLine(contribution)]);
    console.log(formatColumns(['share', 'contribution'], rows, ['share']));
  }
  if (scores.length === 0) return;
  console.log(`\nThe ${scores.length} highest raw scores, by ${method}:`);
  const rows = scores.map(({ score, row, contribution }) => [score, sanitizeLine(row), sanitizeLine(contribution)]);
  console.log(formatColumns(['score', 'row', 'contribution'], rows, ['score']));
}
