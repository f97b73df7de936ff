/** Lists whose rows change after they were written: what became of a contribution, a proposal, a verdict. */
const CHANGING_LISTS: ReadonlySet<string> = new Set([
  'attestations',
  'contributionShares',
  'contributions',
  'gOpenHolders',
  'models',
  'payoutChallenges',
  'proposals',
  'reconciliations',
  'stakes',
  'timelockCalls',
]);

/** Filters that ask about such rows in another list. */
const CHANGING_FILTERS: Readonly<Record<string, readonly string[]>> = { inferences: ['verdict'] };

/** Whether an export of the same blocks may be another one later; else equal links give equal bytes. */
export function isChanging(name: string, filter: unknown): boolean {
  const fields = CHANGING_FILTERS[name] ?? [];
  const asked = typeof filter === 'object' && filter !== null ? Object.keys(filter) : [];
  return CHANGING_LISTS.has(name) || fields.some((field) => asked.includes(field));
}
