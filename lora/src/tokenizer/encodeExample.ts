import type { Tokenizer } from './loadTokenizer.js';

/** One training example, or one answer to its prompt. Only completion tokens are ever scored or learned from. */
export interface Example {
  /** At least one token. */
  readonly promptIds: readonly number[];
  /** Ends with eos where the text is complete. */
  readonly completionIds: readonly number[];
}

/**
 * Encodes prompt and completion apart, so that the boundary between them is a token boundary. An empty prompt becomes
 * the bos token, or eos where the model has none. `maxTokens` keeps that many tokens in total, dropping the
 * prompt's oldest and then the completion's last.
 */
export function encodeExample(
  tokenizer: Tokenizer,
  prompt: string,
  completion: string,
  options: { appendEos: boolean; maxTokens?: number },
): Example {
  const promptIds = tokenizer.encode(prompt);
  if (promptIds.length === 0) promptIds.push(tokenizer.bosId ?? tokenizer.eosId);
  const completionIds = tokenizer.encode(completion, { addSpecialTokens: false });
  if (options.appendEos) completionIds.push(tokenizer.eosId);
  const maxTokens = options.maxTokens ?? Infinity;
  const keptPrompt = Math.max(1, Math.min(promptIds.length, maxTokens - completionIds.length));
  return {
    promptIds: promptIds.slice(promptIds.length - keptPrompt),
    completionIds: completionIds.slice(0, Math.max(0, maxTokens - keptPrompt)),
  };
}
