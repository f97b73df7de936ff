import { chainFilters } from '../filters/chainFilters';
import type { FilterTest } from '../filters/FilterField';
import { defineChainList } from '../ListDefinition';
import { chainOrder } from '../ListQuery';
import { joinSql, type SqlText, sql, sqlLiteral } from '../sql';
import { type ContributionRow, contributionSource, type ContributionStatus } from '../sources/ContributionRow';

const rowsOrder = [{ expression: 'c.row_count', type: 'numeric' } as const, ...chainOrder('c')];

/** Withdrawal wins over review, as contributionStatusSql has it; put so that the indexes of the columns serve. */
const STATUS_SQL: Readonly<Record<ContributionStatus, string>> = {
  SUBMITTED: 'c.accepted IS NULL AND c.withdrawn_block_number IS NULL',
  ACCEPTED: 'c.accepted AND c.withdrawn_block_number IS NULL',
  REJECTED: 'NOT c.accepted AND c.withdrawn_block_number IS NULL',
  WITHDRAWN: 'c.withdrawn_block_number IS NOT NULL',
};

/** Contributed data, newest first. */
export const contributionList = defineChainList<ContributionRow>({
  name: 'contributions',
  node: 'Contribution',
  description: 'Contributions.',
  source: contributionSource,
  place: 'c',
  orders: {
    MOST_ROWS: { keys: rowsOrder, isAscending: false, description: 'The most training rows first, as stated.' },
    FEWEST_ROWS: { keys: rowsOrder, isAscending: true, description: 'The fewest training rows first, as stated.' },
  },
  filters: {
    contributionId: { kind: 'id', expression: 'c.id', index: 'lookup', description: 'Decimal.' },
    status: {
      kind: 'enum',
      enum: { name: 'ContributionStatus', values: Object.keys(STATUS_SQL) },
      expression: 'c.accepted',
      index: 'ordered',
      build: buildStatusSql,
      description: 'Where it stands now.',
    },
    license: { kind: 'text', expression: 'c.license', index: 'ordered', description: 'As the contributor states it.' },
    datanetId: {
      kind: 'id',
      expression: 'c.datanet_id',
      index: 'ordered',
      isNullable: true,
      description: 'Decimal; null when no such datanet is known.',
    },
    claimedDatanetId: {
      kind: 'id',
      expression: 'c.claimed_datanet_id',
      index: 'lookup',
      description: 'What the event says, also when no such datanet exists.',
    },
    contributor: {
      kind: 'address',
      expression: 'c.contributor_id',
      index: 'ordered',
      description: 'Who contributed it.',
    },
    contentDigest: {
      kind: 'hash',
      expression: 'c.content_digest',
      index: 'lookup',
      description: 'sha-256 of the rows, 0x hex.',
    },
    rowCount: { kind: 'bigint', expression: 'c.row_count', index: 'lookup', description: 'Training rows, as stated.' },
    byteCount: { kind: 'bigint', expression: 'c.byte_count', index: 'none', description: 'Bytes, as stated.' },
    qualityBps: {
      kind: 'integer',
      expression: 'c.quality_bps',
      index: 'none',
      isNullable: true,
      description: "The reviewer's mark in parts of 10,000; null until reviewed.",
    },
    reviewer: {
      kind: 'address',
      expression: 'c.reviewer',
      index: 'none',
      isNullable: true,
      description: 'Who reviewed it; null until reviewed.',
    },
    withdrawnBlockNumber: {
      kind: 'integer',
      expression: 'c.withdrawn_block_number',
      index: 'lookup',
      isNullable: true,
      description: 'Block of the withdrawal; null while it stands.',
    },
    ...chainFilters('c'),
  },
  parents: {
    'Datanet.contributions': { condition: 'c.datanet_id = parent.id', description: 'Contributions to it.' },
    'Account.contributions': { condition: 'c.contributor_id = parent.id', description: 'Data it contributed.' },
  },
});

function buildStatusSql({ value }: FilterTest): SqlText {
  const statuses = (Array.isArray(value) ? value : [value]) as ContributionStatus[];
  if (statuses.length === 0) return sql`FALSE`;
  return sql`(${joinSql(
    statuses.map((status) => sqlLiteral(`(${STATUS_SQL[status]})`)),
    ' OR ',
  )})`;
}
