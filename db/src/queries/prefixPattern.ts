/**
 * LIKE pattern for "starts with this text", every character of it literal. Compare `lower(column) LIKE lower(pattern)`:
 * Postgres lowers both, because it and JavaScript disagree about some letters.
 */
export function prefixPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
