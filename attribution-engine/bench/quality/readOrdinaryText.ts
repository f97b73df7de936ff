import { readFileSync } from 'node:fs';
import { createSeededRandom } from '@tributary/protocol';

/** Installed packages with much English in their README, at the versions of the lockfile. */
const PACKAGES =
  'ajv path-scurry qs glob es5-ext minimatch dataloader cacheable body-parser minipass safe-buffer class-validator fraction.js prom-client loglevel node-fetch dotenv router typescript keyv typed-function';

const PASSAGE_WORDS = 40;

/** Text that has nothing to do with the task, for the base model to know and for the gate to turn away. */
export interface OrdinaryText {
  /** Paragraphs of READMEs, the first half of the GNU General Public License, and sums. */
  readonly read: readonly string[];
  /** Passages of the licence's second half, but none in capitals: those are a kind that the task teaches. */
  readonly passages: readonly string[];
  /** Sums in other words than those read. */
  readonly sums: readonly string[];
}

export function readOrdinaryText(count: number): OrdinaryText {
  const root = new URL('../../../', import.meta.url);
  const words = readFileSync(new URL('LICENSE', root), 'utf8').split(/\s+/);
  const middle = words.length >> 1;
  const cut = (from: number, length: number): string => words.slice(from, from + length).join(' ');
  const licence = Array.from({ length: Math.floor(middle / PASSAGE_WORDS) }, (_, i) =>
    cut(i * PASSAGE_WORDS, PASSAGE_WORDS),
  );
  const isInCapitals = (text: string): boolean => (text.match(/\b[A-Z]{2,}\b/g) ?? []).length > 3;
  const unread = Array.from({ length: middle - PASSAGE_WORDS }, (_, i) => cut(middle + i, PASSAGE_WORDS)).filter(
    (text) => !isInCapitals(text),
  );
  const random = createSeededRandom('quality/sums');
  const draw = (): number => 2 + Math.floor(random.nextFloat() * 97);
  const add = (write: (a: number, b: number, c: number) => string): string[] =>
    Array.from({ length: count }, () => write(draw(), draw(), draw()));
  return {
    read: [
      ...PACKAGES.split(' ').flatMap((name) => readParagraphs(new URL(`node_modules/${name}/README.md`, root))),
      ...licence,
      ...add((a, b, c) => `${a} + ${b} = ${a + b}, ${a + b} - ${c} = ${a + b - c}, and ${b} + ${c} = ${b + c}`),
    ],
    passages: Array.from({ length: count }, (_, i) => unread[Math.floor((i * unread.length) / count)]!),
    sums: add(
      (a, b, c) => `what is ${a} + ${b} - ${c} ? first ${a} + ${b} = ${a + b} , then ${a + b} - ${c} = ${a + b - c}`,
    ),
  };
}

/** The paragraphs of plain prose in a Markdown file. */
function readParagraphs(file: URL): string[] {
  return readFileSync(file, 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => /^[A-Z][^|<>{}#]{60,500}$/.test(paragraph) && !/\]\(|http/.test(paragraph));
}
