import { type SqlText, sql, sqlLiteral } from '../sql';
import type { LineageDirection, LineageNodeKind } from './LineageGraph';

/**
 * A run of an index over (column, block_number, log_index) of the place's table: rows with `key`, of blocks `since` to `until`.
 * Told to Postgres as a range in the order of that index. By `=` it would take the average of a skewed column for what to
 * expect, and read a whole table in another order for a vertex without edges.
 */
interface Era {
  readonly column: string;
  /** SQL; `parent.id` unless told. */
  readonly key?: string;
  /** SQL of the first and last block; all unless told, or where null. */
  readonly since?: string;
  readonly until?: string;
}

/** `from` lies upstream of `to`. */
interface EdgeKindShape {
  readonly from: LineageNodeKind;
  readonly to: LineageNodeKind;
  /** FROM clause whose rows are the edges. */
  readonly source: string;
  /** Another FROM clause of the same rows, for the edges downstream of `parent.id`. */
  readonly downstreamSource?: (vertexCount: number) => string;
  /** How the edges of `parent.id` are found where there may be a million of them. */
  readonly downstreamEra?: Era;
  readonly upstreamEra?: Era;
  readonly fromId: string;
  readonly toId: string;
  readonly condition?: string;
  /** Alias of the table that holds the place on chain that recorded the edge. */
  readonly place: string;
  /** The digest or root that the edge stands on. */
  readonly digest: string;
  /** Newest first, and total, among the edges downstream of one vertex. */
  readonly order: string;
  /** The same among the edges upstream of one vertex; `order` unless told. */
  readonly upstreamOrder?: string;
  /** Whether `downstreamSource` leaves out edges of `parent.id`. */
  readonly isDownstreamCut?: (vertexCount: number) => string;
}

/**
 * Shares of one contribution that are looked at: it may have shaped any number of answers, and no index has them by block. Fewer
 * for each where many are asked about at once. Few different numbers, since each makes a statement of its own.
 */
const sharesRead = (contributionCount: number) =>
  contributionCount <= 20 ? 2_000 : contributionCount <= 200 ? 200 : 20;

const newest = (alias: string) => `${alias}.block_number DESC, ${alias}.log_index DESC`;

/** Whether the event `name` about contribution `c`, in the block of version `v`, stands before or after it there. */
const stands = (side: '<' | '>', name: string, transactionHash: string) => `EXISTS (
  SELECT FROM protocol_event e WHERE e.transaction_hash = c.${transactionHash} AND e.name = '${name}'
    AND e.args->>'contributionId' = c.id AND e.log_index ${side} v.log_index)`;

/** A version consists of the contributions that were accepted and not withdrawn when it was published. */
export const includedInSql = `c.datanet_id = v.datanet_id AND c.accepted AND c.reviewed_block_number <= v.block_number
  AND (c.reviewed_block_number < v.block_number
    OR ${stands('<', 'ContributionReviewed', 'review_transaction_hash')})
  AND (c.withdrawn_block_number IS NULL OR c.withdrawn_block_number > v.block_number
    OR (c.withdrawn_block_number = v.block_number
      AND ${stands('>', 'ContributionWithdrawn', 'withdrawal_transaction_hash')}))`;

const shaped = (shares: string) => `${shares} JOIN reconciliation r ON r.id = s.reconciliation_id
  JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash JOIN contribution c ON c.id = s.contribution_id`;

/** By its index from the end, where those stand that were written last. */
const sharesOfParent = 'contribution_id >= parent.id AND contribution_id <= parent.id ORDER BY contribution_id DESC';

/** Everything that lineage knows, in the order in which the edges of a vertex are told. */
export const lineageEdgeKinds = {
  CREATED: {
    ...{ from: 'Account', to: 'Datanet', source: 'datanet d', fromId: 'd.owner_id', toId: 'd.id' },
    ...{ place: 'd', digest: 'd.metadata_digest', order: newest('d') },
  },
  CONTRIBUTED: {
    ...{ from: 'Account', to: 'Contribution', source: 'contribution c', fromId: 'c.contributor_id', toId: 'c.id' },
    ...{ place: 'c', digest: 'c.content_digest', order: newest('c') },
    downstreamEra: { column: 'c.contributor_id' },
  },
  REGISTERED: {
    ...{ from: 'Account', to: 'Model', source: 'model m', fromId: 'm.owner_id', toId: 'm.id' },
    ...{ place: 'm', digest: 'm.artifact_digest', order: newest('m') },
  },
  RECORDED: {
    ...{ from: 'Account', to: 'TrainingRun', source: 'training_run t', fromId: 't.trainer_id', toId: 't.id' },
    ...{ place: 't', digest: 't.config_digest', order: newest('t') },
  },
  PAID_FOR: {
    ...{ from: 'Account', to: 'Inference', source: 'inference i', fromId: 'i.payer_id', toId: 'i.id' },
    ...{ place: 'i', digest: 'i.transcript_digest', order: newest('i') },
    downstreamEra: { column: 'i.payer_id' },
  },
  CONTRIBUTED_TO: {
    ...{ from: 'Contribution', to: 'Datanet', source: 'contribution c', fromId: 'c.id', toId: 'c.datanet_id' },
    ...{ place: 'c', digest: 'c.content_digest', order: newest('c') },
    upstreamEra: { column: 'c.datanet_id' },
  },
  INCLUDED_IN: {
    ...{ from: 'Contribution', to: 'DatanetVersion', fromId: 'c.id', toId: 'v.id' },
    source: `contribution c JOIN datanet_version v ON ${includedInSql}`,
    ...{ place: 'v', digest: 'v.contributions_root', order: newest('v'), upstreamOrder: newest('c') },
  },
  PUBLISHED_AS: {
    ...{ from: 'Datanet', to: 'DatanetVersion', source: 'datanet_version v', fromId: 'v.datanet_id', toId: 'v.id' },
    ...{ place: 'v', digest: 'v.contributions_root', order: newest('v') },
  },
  USED_BY: {
    ...{ from: 'DatanetVersion', to: 'TrainingRun', fromId: 'ti.datanet_version_id', toId: 'ti.training_run_id' },
    source: 'training_run_input ti JOIN training_run t ON t.id = ti.training_run_id',
    // A run may name a version twice.
    condition: `NOT EXISTS (SELECT FROM training_run_input e WHERE e.training_run_id = ti.training_run_id
      AND e.datanet_version_id = ti.datanet_version_id AND e.position < ti.position)`,
    ...{ place: 't', digest: 't.config_digest', order: newest('t'), upstreamOrder: 'ti.position' },
  },
  CLAIMED_BY: {
    ...{ from: 'Datanet', to: 'TrainingRun', fromId: 'ti.datanet_id', toId: 'ti.training_run_id' },
    source: 'training_run_input ti JOIN training_run t ON t.id = ti.training_run_id',
    condition: `ti.datanet_version_id IS NULL AND NOT EXISTS (
      SELECT FROM training_run_input e WHERE e.training_run_id = ti.training_run_id AND e.datanet_id = ti.datanet_id
        AND e.datanet_version_id IS NULL AND e.position < ti.position)`,
    ...{ place: 't', digest: 't.config_digest', order: newest('t'), upstreamOrder: 'ti.position' },
  },
  PRODUCED: {
    ...{ from: 'TrainingRun', to: 'Model', source: 'training_run t', fromId: 't.id', toId: 't.model_id' },
    ...{ place: 't', digest: 't.config_digest', order: newest('t') },
  },
  BASE_OF: {
    ...{ from: 'Model', to: 'Model', source: 'model m', fromId: 'm.base_model_id', toId: 'm.id' },
    ...{ place: 'm', digest: 'm.artifact_digest', order: newest('m') },
  },
  INDEXED_AS: {
    ...{ from: 'Model', to: 'AttributionIndex', source: 'attribution_index x', fromId: 'x.model_id', toId: 'x.id' },
    ...{ place: 'x', digest: 'x.index_root', order: newest('x') },
  },
  ANSWERED: {
    ...{ from: 'Model', to: 'Inference', source: 'inference i', fromId: 'i.model_id', toId: 'i.id' },
    ...{ place: 'i', digest: 'i.transcript_digest', order: newest('i') },
    downstreamEra: { column: 'i.model_id' },
  },
  IN_FORCE_FOR: {
    ...{ from: 'AttributionIndex', to: 'Inference', fromId: 'i.attribution_index_id', toId: 'i.id' },
    source: 'inference i',
    // Those of its model between this index and the next.
    downstreamEra: {
      column: 'i.model_id',
      key: '(SELECT x.model_id FROM attribution_index x WHERE x.id = parent.id)',
      since: '(SELECT x.block_number FROM attribution_index x WHERE x.id = parent.id)',
      until: `(SELECT min(n.block_number) FROM attribution_index x JOIN attribution_index n ON n.model_id = x.model_id
        AND (n.block_number, n.log_index) > (x.block_number, x.log_index) WHERE x.id = parent.id)`,
    },
    ...{ place: 'i', digest: 'i.transcript_digest', order: newest('i') },
  },
  SHAPED: {
    ...{ from: 'Contribution', to: 'Inference', fromId: 's.contribution_id', toId: 'i.id' },
    source: shaped('contribution_share s'),
    downstreamSource: (count) =>
      shaped(`(SELECT * FROM contribution_share WHERE ${sharesOfParent} LIMIT ${sharesRead(count)}) AS s`),
    // A verdict may name anything; data that came later shaped nothing.
    condition: '(c.block_number, c.log_index) < (i.block_number, i.log_index)',
    ...{ place: 'i', digest: 'r.evidence_digest', order: newest('i'), upstreamOrder: newest('c') },
    isDownstreamCut: (count) =>
      `EXISTS (SELECT FROM contribution_share WHERE ${sharesOfParent} OFFSET ${sharesRead(count)} LIMIT 1)`,
  },
  PAID_OUT: {
    ...{ from: 'Inference', to: 'Payout', source: 'payout p', fromId: 'p.inference_id', toId: 'p.id' },
    ...{ place: 'p', digest: 'NULL', order: newest('p') },
  },
  EARNED: {
    ...{ from: 'Contribution', to: 'Payout', source: 'payout p', fromId: 'p.contribution_id', toId: 'p.id' },
    ...{ place: 'p', digest: 'NULL', order: newest('p') },
    downstreamEra: { column: 'p.contribution_id' },
  },
  PAID_TO: {
    ...{ from: 'Payout', to: 'Account', source: 'payout p', fromId: 'p.id', toId: 'p.recipient_id' },
    ...{ place: 'p', digest: 'NULL', order: newest('p') },
    upstreamEra: { column: 'p.recipient_id' },
  },
} as const satisfies Record<string, EdgeKindShape>;

export type LineageEdgeName = keyof typeof lineageEdgeKinds;

export interface LineageEdgeKind extends EdgeKindShape {
  readonly name: LineageEdgeName;
}

export const LINEAGE_EDGE_KINDS: readonly LineageEdgeKind[] = Object.entries<EdgeKindShape>(lineageEdgeKinds).map(
  ([name, shape]) => ({ ...shape, name: name as LineageEdgeName }),
);

/** One edge kind seen from one of its sides: rows are the edges of `parent.id`, `neighbourId` is the other end. */
export interface EdgeSide {
  readonly kind: LineageEdgeKind;
  readonly direction: LineageDirection;
  readonly nodeKind: LineageNodeKind;
  readonly neighbourKind: LineageNodeKind;
  readonly neighbourId: string;
  /** FROM clause, for so many vertices at once. */
  readonly from: (vertexCount: number) => string;
  readonly where: string;
  readonly era: Era | null;
  readonly order: string;
  /** SQL: whether `from` leaves out edges of `parent.id`. */
  readonly isCut: (vertexCount: number) => string;
}

/** The sides through which a walk in this direction leaves vertices of this kind. */
export function sidesOf(nodeKind: LineageNodeKind, direction: LineageDirection): EdgeSide[] {
  const isDown = direction === 'DOWNSTREAM';
  return LINEAGE_EDGE_KINDS.filter((kind) => (isDown ? kind.from : kind.to) === nodeKind).map((kind) => {
    const neighbourId = isDown ? kind.toId : kind.fromId;
    const era = (isDown ? kind.downstreamEra : kind.upstreamEra) ?? null;
    const order = isDown ? kind.order : (kind.upstreamOrder ?? kind.order);
    return {
      kind,
      direction,
      nodeKind,
      neighbourKind: isDown ? kind.to : kind.from,
      neighbourId,
      from: (isDown ? kind.downstreamSource : undefined) ?? (() => kind.source),
      where: [
        ...(era === null || era.key !== undefined ? [`${isDown ? kind.fromId : kind.toId} = parent.id`] : []),
        `${neighbourId} IS NOT NULL`,
        ...(kind.condition === undefined ? [] : [kind.condition]),
      ].join(' AND '),
      era,
      order: era === null ? order : `${era.column} DESC, ${order}`,
      isCut: (isDown ? kind.isDownstreamCut : undefined) ?? (() => 'FALSE'),
    };
  });
}

/** Condition over the rows of a side: edges of `parent.id` that were recorded up to the block. */
export function edgesOfParent({ where, era, kind }: EdgeSide, blockNumber: number): SqlText {
  const block = `${kind.place}.block_number`;
  if (era === null) return sql`${sqlLiteral(where)} AND ${sqlLiteral(block)} <= ${blockNumber}`;
  const { column, key = 'parent.id', since = '0', until = 'NULL' } = era;
  return sql`${sqlLiteral(where)} AND (${sqlLiteral(column)}, ${sqlLiteral(block)}) >= (${sqlLiteral(key)}, ${sqlLiteral(since)})
    AND (${sqlLiteral(column)}, ${sqlLiteral(block)}) <= (${sqlLiteral(key)}, least(${blockNumber}::int, ${sqlLiteral(until)}))`;
}
