/** The split before byte-pair merges that `ByteLevel` with `use_regex` makes (GPT-2, Radford et al. 2019). */
const WORD = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

interface Word {
  symbols: string[];
  readonly count: number;
}

/** GPT-2's printable stand-in for every byte: printable Latin-1 stands for itself, the rest for U+0100 onwards. */
function listByteSymbols(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : next++);
  });
}

/**
 * Trains a byte-level BPE tokenizer (Sennrich et al. 2016) and returns it as the object a Hugging Face
 * `tokenizer.json` holds. Ids: the special tokens, the 256 bytes, then merges until `vocabSize`. Ties go to the pair
 * that sorts first, so the same texts give the same tokenizer.
 */
export function trainByteBpe(
  texts: Iterable<string>,
  options: { vocabSize: number; specialTokens: readonly string[] },
): Record<string, unknown> {
  const bytes = listByteSymbols();
  const encoder = new TextEncoder();
  const counts = new Map<string, number>();
  for (const text of texts) for (const [word] of text.matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words: Word[] = [...counts]
    .filter(([, count]) => count > 1)
    .map(([word, count]) => ({ symbols: Array.from(encoder.encode(word), (byte) => bytes[byte]!), count }));
  const tokens = [...options.specialTokens, ...bytes];
  const merges: [string, string][] = [];
  while (tokens.length < options.vocabSize) {
    const best = findMostFrequentPair(words);
    if (best === undefined) break;
    merges.push(best);
    tokens.push(best.join(''));
    for (const word of words) mergePair(word, best);
  }
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: options.specialTokens.map((content, id) => ({
      ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      ...{ type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null },
      ...{ fuse_unk: false, byte_fallback: false, ignore_merges: false },
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
}

function findMostFrequentPair(words: readonly Word[]): [string, string] | undefined {
  const counts = new Map<string, number>();
  for (const { symbols, count } of words) {
    for (let i = 1; i < symbols.length; i++) {
      const pair = `${symbols[i - 1]!} ${symbols[i]!}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let bestCount = 0;
  for (const [pair, count] of counts) {
    if (count > bestCount || (count === bestCount && pair < best!)) [best, bestCount] = [pair, count];
  }
  return best?.split(' ') as [string, string] | undefined;
}

function mergePair(word: Word, [left, right]: readonly [string, string]): void {
  const { symbols } = word;
  if (!symbols.includes(left)) return;
  const merged: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const joins = symbols[i] === left && symbols[i + 1] === right;
    merged.push(joins ? left + right : symbols[i]!);
    if (joins) i++;
  }
  word.symbols = merged;
}
