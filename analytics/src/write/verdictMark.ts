/** The mark of two ranges as one: marks are a count and a sum, in decimal, with a dot between. */
export function addVerdictMarks(older: string, newer: string): string {
  const [left, right] = [older, newer].map((mark) => mark.split('.').map((part) => BigInt(part)));
  return [0, 1].map((place) => (left![place] ?? 0n) + (right![place] ?? 0n)).join('.');
}
