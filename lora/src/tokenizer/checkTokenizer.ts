import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { quote } from '../quote.js';
import { assertKnownPatterns } from './assertKnownPatterns.js';
import { checkTextSteps } from './checkTextSteps.js';

/** Half as many again as the largest published vocabularies have. */
const MAX_TOKENS = 2 ** 19;
const MAX_MERGES = 2 ** 19;
/** Longer than any published token, among them runs of 1024 spaces. */
const MAX_TOKEN_LENGTH = 2048;

type Refuse = (cause: string) => never;

/**
 * Checks a `tokenizer.json` before anything is built from it: a byte-pair tokenizer whose tokens have distinct ids
 * within the model's vocabulary, whose merges join tokens into tokens, and whose other steps are known ones that cannot
 * make a text much longer. Returns the ids of its special tokens.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function checkTokenizer(file: string, definition: Record<string, unknown>, vocabSize: number): Set<number> {
  const refuse: Refuse = (cause) => {
    throw new MalformedModelError({ file, cause });
  };
  assertKnownPatterns(file, definition);
  const model = asObject(definition['model']) ?? refuse('model is missing');
  if (model['type'] !== 'BPE') refuseSetting(file, 'model.type', model['type'], 'BPE');
  if (model['dropout']) refuseSetting(file, 'model.dropout', model['dropout'], 'null');
  for (const setting of ['continuing_subword_prefix', 'end_of_word_suffix'])
    if (model[setting]) refuseSetting(file, `model.${setting}`, model[setting], 'null');
  const vocabulary = checkVocabulary(model['vocab'], vocabSize, refuse);
  checkMerges(model['merges'], vocabulary, refuse);
  const unknown = model['unk_token'];
  if (unknown != null && !(typeof unknown === 'string' && vocabulary.has(unknown)))
    refuse(`unk_token ${quote(unknown)} is no token`);
  const special = checkAddedTokens(definition['added_tokens'], vocabulary, vocabSize, refuse);
  checkTextSteps(file, definition, vocabulary);
  return special;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function refuseSetting(file: string, setting: string, value: unknown, supported: string): never {
  throw new UnsupportedModelError({ file, setting, value, supported });
}

function checkVocabulary(value: unknown, vocabSize: number, refuse: Refuse): Map<string, number> {
  const entries = Object.entries(asObject(value) ?? refuse('model.vocab is not an object'));
  if (entries.length > MAX_TOKENS) refuse(`model.vocab has ${entries.length} tokens, more than ${MAX_TOKENS}`);
  const vocabulary = new Map<string, number>();
  const taken = new Set<number>();
  for (const [token, id] of entries) {
    checkToken(token, id, vocabSize, refuse);
    if (taken.has(id as number)) refuse(`token ${quote(token)} has id ${String(id)}, as another has`);
    taken.add(id as number);
    vocabulary.set(token, id as number);
  }
  return vocabulary;
}

function checkToken(token: unknown, id: unknown, vocabSize: number, refuse: Refuse): void {
  if (typeof token !== 'string' || token.length === 0 || token.length > MAX_TOKEN_LENGTH)
    refuse(`token ${quote(token)} is not a text of 1 to ${MAX_TOKEN_LENGTH} characters`);
  if (!Number.isSafeInteger(id) || (id as number) < 0) refuse(`token ${quote(token)} has id ${quote(id)}`);
  if ((id as number) >= vocabSize)
    refuse(`token ${String(id)} is outside the model's vocabulary of ${vocabSize}: ${quote(token)}`);
}

function checkMerges(value: unknown, vocabulary: ReadonlyMap<string, number>, refuse: Refuse): void {
  const merges = Array.isArray(value) ? (value as unknown[]) : refuse('model.merges is not a list');
  if (merges.length > MAX_MERGES) refuse(`model.merges has ${merges.length} entries, more than ${MAX_MERGES}`);
  // The pairs are written in one of two ways, and the reader looks at the first to know which.
  const isPairs = Array.isArray(merges[0]);
  for (const [rank, merge] of merges.entries()) {
    const pair: unknown = isPairs ? merge : typeof merge === 'string' ? merge.split(' ') : undefined;
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
    if (!isPair) refuse(`merge ${rank} is ${quote(merge)}, not a pair of tokens`);
    const [left, right] = pair as [string, string];
    for (const token of [left, right, left + right])
      if (!vocabulary.has(token)) refuse(`merge ${rank} needs ${quote(token)}, which is no token`);
  }
}

function checkAddedTokens(
  value: unknown,
  vocabulary: Map<string, number>,
  vocabSize: number,
  refuse: Refuse,
): Set<number> {
  const added = value == null ? [] : Array.isArray(value) ? (value as unknown[]) : refuse('added_tokens is not a list');
  if (added.length > MAX_TOKENS) refuse(`added_tokens has ${added.length} entries, more than ${MAX_TOKENS}`);
  const tokensById = new Map([...vocabulary].map(([token, id]) => [id, token]));
  const special = new Set<number>();
  for (const item of added) {
    const entry = asObject(item) ?? refuse(`added_tokens has ${quote(item)}, not an object`);
    const { content, id } = entry;
    checkToken(content, id, vocabSize, refuse);
    const token = content as string;
    const other = tokensById.get(id as number) ?? token;
    if ((vocabulary.get(token) ?? id) !== id || other !== token)
      refuse(`added token ${quote(token)} has id ${String(id)}, at odds with the vocabulary`);
    vocabulary.set(token, id as number);
    tokensById.set(id as number, token);
    if (entry['special'] === true) special.add(id as number);
  }
  return special;
}
