import { UnsupportedModelError } from '../errors.js';

/**
 * The regular expressions of published Llama-family tokenizers: GPT-2's, Llama 3's, Qwen's, Mistral's Tekken and
 * DeepSeek's. Any other one is a
 * stranger's program for a backtracking engine, and 27 characters can be enough to stop this process for seconds.
 */
const KNOWN_PATTERNS: readonly string[] = [
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
  '[\\r\\n]',
  '\\s?\\p{L}+',
  '\\s?\\p{P}+',
  '\\p{N}+',
  '\\p{N}{1,3}',
];

/**
 * Refuses a tokenizer definition with a regular expression that is not one of the published ones.
 *
 * @throws UnsupportedModelError
 */
export function assertKnownPatterns(file: string, definition: unknown): void {
  const open: unknown[] = [definition];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'Regex' && !(typeof child === 'string' && KNOWN_PATTERNS.includes(child))) {
        throw new UnsupportedModelError({
          file,
          setting: 'Regex',
          value: typeof child === 'string' ? child.slice(0, 200) : typeof child,
          supported: 'the patterns of GPT-2, Llama 3, Qwen, Tekken and DeepSeek',
        });
      }
      // The vocabulary is a flat object of numbers and the merges a list of texts; neither holds a pattern.
      if (key !== 'vocab' && key !== 'merges') open.push(child);
    }
  }
}
