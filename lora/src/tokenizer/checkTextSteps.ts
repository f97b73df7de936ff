import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { quote } from '../quote.js';

/** What Llama-family tokenizers do to text before and after the merges, by the types of `tokenizer.json`. */
const KNOWN_STEPS = {
  normalizer: ['Sequence', 'NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'Prepend', 'Replace', 'Strip'],
  pre_tokenizer: [
    'Sequence',
    'ByteLevel',
    'Split',
    'Digits',
    'Metaspace',
    'Whitespace',
    'WhitespaceSplit',
    'Punctuation',
  ],
  post_processor: ['Sequence', 'ByteLevel', 'TemplateProcessing'],
  decoder: ['Sequence', 'ByteLevel', 'Metaspace', 'Replace', 'ByteFallback', 'Fuse', 'Strip'],
} as const;

const LIST_BY_PART = {
  normalizer: 'normalizers',
  pre_tokenizer: 'pretokenizers',
  post_processor: 'processors',
  decoder: 'decoders',
} as const;

const MAX_STEPS = 32;
const MAX_ADDED_CHARACTERS = 16;
const MAX_TEMPLATE_PIECES = 16;

type Part = keyof typeof KNOWN_STEPS;
type Step = Record<string, unknown>;

/**
 * Checks the steps around the merges: known types, few of them, and none that would let a short text grow without
 * bounds.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function checkTextSteps(file: string, definition: Step, vocabulary: ReadonlyMap<string, number>): void {
  for (const part of Object.keys(KNOWN_STEPS) as Part[]) {
    const refuse = (cause: string): never => {
      throw new MalformedModelError({ file, cause: `${part} ${cause}` });
    };
    let replacementCount = 0;
    for (const step of listSteps(file, part, definition[part], refuse)) {
      if (step['type'] === 'Replace') {
        replacementCount++;
        checkReplacement(step, refuse);
      }
      if (replacementCount > 4) refuse('replaces more than four patterns');
      for (const key of ['prepend', 'replacement', 'str_rep', ...(step['type'] === 'Strip' ? ['content'] : [])])
        checkShortText(step[key], key, refuse);
      if (step['type'] === 'Split' || step['type'] === 'Replace') checkPattern(step['pattern'], refuse);
      if (step['type'] === 'TemplateProcessing') checkTemplate(step, vocabulary, refuse);
    }
  }
}

function listSteps(file: string, part: Part, value: unknown, refuse: (cause: string) => never): Step[] {
  const steps: Step[] = [];
  const open: unknown[] = value == null ? [] : [value];
  while (open.length > 0) {
    const step = open.pop();
    if (typeof step !== 'object' || step === null || Array.isArray(step)) return refuse('has a step that is no object');
    const { type } = step as Step;
    if (!(KNOWN_STEPS[part] as readonly unknown[]).includes(type)) {
      const supported = KNOWN_STEPS[part].join(', ');
      throw new UnsupportedModelError({ file, setting: `${part}.type`, value: type, supported });
    }
    steps.push(step as Step);
    if (type === 'Sequence') {
      const list = (step as Step)[LIST_BY_PART[part]];
      if (!Array.isArray(list)) return refuse('has a sequence without steps');
      open.push(...(list as unknown[]).slice(0, MAX_STEPS + 1));
    }
    if (steps.length + open.length > MAX_STEPS) return refuse(`has more than ${MAX_STEPS} steps`);
  }
  return steps;
}

function checkPattern(pattern: unknown, refuse: (cause: string) => never): void {
  const { String: text, Regex: regex } = (pattern ?? {}) as Step;
  // The other kind, a regular expression, is compared with the published ones elsewhere.
  if (typeof regex === 'string') return;
  if (typeof text !== 'string' || text.length === 0) refuse(`has the pattern ${quote(text)}, not a text`);
}

/** Four of these at most can make a text 16 times as long. */
function checkReplacement(step: Step, refuse: (cause: string) => never): void {
  const { content, pattern } = step;
  const { String: text } = (pattern ?? {}) as Step;
  const length = typeof text === 'string' ? text.length : 1;
  if (typeof content !== 'string' || content.length > 2 * Math.max(1, length))
    refuse(`replaces a pattern by ${quote(content)}, not a text up to twice as long`);
}

function checkShortText(value: unknown, key: string, refuse: (cause: string) => never): void {
  if (value !== undefined && (typeof value !== 'string' || value.length > MAX_ADDED_CHARACTERS))
    refuse(`has ${key} ${quote(value)}, not a text of up to ${MAX_ADDED_CHARACTERS} characters`);
}

/** The text exactly once, and known tokens around it. */
function checkTemplate(step: Step, vocabulary: ReadonlyMap<string, number>, refuse: (cause: string) => never): void {
  const pieces = step['single'];
  if (!Array.isArray(pieces) || pieces.length > MAX_TEMPLATE_PIECES) return refuse('has no list of a few pieces');
  let texts = 0;
  for (const piece of pieces as unknown[]) {
    const { Sequence: sequence, SpecialToken: token } = (piece ?? {}) as Step;
    const { id } = (sequence ?? token ?? {}) as Step;
    if (sequence !== undefined && id === 'A') texts++;
    else if (sequence !== undefined || typeof id !== 'string' || !vocabulary.has(id))
      refuse(`has a piece ${quote(id)} that is neither the text nor a token`);
  }
  if (texts !== 1) refuse(`has the text ${texts} times`);
}
