/** LIKE pattern for "starts with this text, case ignored"; to be compared with lower(column). */
export function prefixPattern(text: string): string {
  return `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}
