const MAX_ID = 2 ** 32 - 1;

/** Names of contributions as an index numbers them. */
export interface NumberedContributions {
  numberOf(name: string): number;
  nameOf(number: number): string;
  /** The names, where the numbers are not the names themselves: number n is the n-th, from 1. */
  names: string[] | undefined;
}

/**
 * Numbers contributions for an index. Where every name is an id on chain, the ids are kept, so that the index has the
 * root that was committed there; otherwise names are sorted by code unit and numbered from 1. Ties in a division go to
 * the lowest number.
 */
export function numberContributions(all: Iterable<string>): NumberedContributions {
  const names = [...new Set(all)];
  if (names.every(isChainId)) return numberedContributions(undefined);
  return numberedContributions(names.sort((a, b) => (a < b ? -1 : 1)));
}

/** The numbering that was kept beside an index. */
export function numberedContributions(names: string[] | undefined): NumberedContributions {
  if (!names) return { numberOf: Number, nameOf: String, names };
  const numbers = new Map(names.map((name, i) => [name, i + 1]));
  return { numberOf: (name) => numbers.get(name)!, nameOf: (number) => names[number - 1] ?? `#${number}`, names };
}

function isChainId(name: string): boolean {
  return /^(0|[1-9][0-9]{0,9})$/.test(name) && Number(name) <= MAX_ID;
}
