/** Types that lineage connects; the names are those of the API. */
export const LINEAGE_NODE_KINDS = [
  'Account',
  'AttributionIndex',
  'Contribution',
  'Datanet',
  'DatanetVersion',
  'Inference',
  'Model',
  'Payout',
  'TrainingRun',
] as const;
export type LineageNodeKind = (typeof LINEAGE_NODE_KINDS)[number];

/** Upstream lies what something was made from, downstream what was made from it. */
export type LineageDirection = 'UPSTREAM' | 'DOWNSTREAM';
export const LINEAGE_DIRECTIONS: readonly LineageDirection[] = ['UPSTREAM', 'DOWNSTREAM'];

export interface LineageVertex {
  readonly kind: LineageNodeKind;
  /** As in the tables. */
  readonly id: string;
}

/** Same text for the same vertex. */
export function keyOf(vertex: LineageVertex): string {
  return `${vertex.kind}:${vertex.id}`;
}

/**
 * Accounts and datanets are the ends of lineage: a walk begins at them or stops at them, and never goes through. An account
 * that is paid is no source of its own contributions, and a datanet's versions are not made from what came to it later.
 */
export function isEnd(vertex: LineageVertex): boolean {
  return vertex.kind === 'Account' || vertex.kind === 'Datanet';
}
