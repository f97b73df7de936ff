/** A completion's tokens as `span/1` sees them: without the end token that closes a whole text. */
export function withoutEndToken(completionTokens: readonly number[], endToken: number): readonly number[] {
  return completionTokens.at(-1) === endToken ? completionTokens.slice(0, -1) : completionTokens;
}
