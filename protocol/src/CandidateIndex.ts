/**
 * Gives the order in which all sets are compared: the elements that are rarest in `sets` first, ties and strangers by
 * value. Elements come back as their rank, so that ordered sets are ascending.
 */
export function rarestFirst(sets: readonly ReadonlySet<number>[]): (set: ReadonlySet<number>) => Float64Array {
  const counts = new Map<number, number>();
  for (const set of sets) for (const element of set) counts.set(element, (counts.get(element) ?? 0) + 1);
  // How often, then which: both fit one double exactly.
  const rankOf = (element: number): number => (counts.get(element) ?? 0) * 2 ** 32 + element;
  return (set) => Float64Array.from(set, rankOf).sort();
}

/**
 * Sets of which those are found that overlap another set enough (prefix filtering: Chaudhuri et al. 2006, Xiao et al.
 * 2008). Each is indexed by its rarest elements only. Of two sets that share α elements, the one whose rarest elements
 * end first in the common order shares all but |set| − α of these with the other's; who shares fewer is no candidate.
 * Exact counts decide.
 */
export class CandidateIndex {
  readonly #postings = new Map<number, number[]>();
  readonly #sets: (Float64Array | undefined)[] = [];
  /** How many of the probed elements each owner holds; zeros between calls. */
  #hits = new Uint32Array(1024);

  /**
   * @param prefixLength how many of a set's rarest elements are indexed
   * @param overlapNeeded elements that a set and an owner's set have to share, by their sizes
   */
  constructor(
    readonly prefixLength: (size: number) => number,
    readonly overlapNeeded: (size: number, ownerSize: number) => number,
  ) {}

  /** @param set ordered by {@link rarestFirst}; @param owner a small whole number */
  add(owner: number, set: Float64Array): void {
    this.#sets[owner] = set;
    while (owner >= this.#hits.length) this.#hits = new Uint32Array(2 * this.#hits.length);
    for (const element of set.subarray(0, this.prefixLength(set.length))) {
      const owners = this.#postings.get(element);
      if (owners) owners.push(owner);
      else this.#postings.set(element, [owner]);
    }
  }

  /**
   * The smallest owner whose set overlaps `set` enough.
   *
   * @param probes how many of the set's rarest elements are looked up
   */
  findFirst(set: Float64Array, probes: number): number | undefined {
    const hit: number[] = [];
    for (const element of set.subarray(0, probes)) {
      for (const owner of this.#postings.get(element) ?? []) {
        if (this.#hits[owner]!++ === 0) hit.push(owner);
      }
    }
    let first: number | undefined;
    for (const owner of hit) {
      const hits = this.#hits[owner]!;
      this.#hits[owner] = 0;
      if (first !== undefined && owner > first) continue;
      const other = this.#sets[owner]!;
      const needed = this.overlapNeeded(set.length, other.length);
      const missing = Math.max(set.length - probes, other.length - this.prefixLength(other.length));
      if (hits < needed - missing) continue;
      if (countShared(set, other) >= needed) first = owner;
    }
    return first;
  }
}

/** Elements that two ascending sets share. */
function countShared(a: Float64Array, b: Float64Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) {
      shared++;
      i++;
      j++;
    } else if (difference < 0) i++;
    else j++;
  }
  return shared;
}
