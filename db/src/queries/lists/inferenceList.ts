import { Verdict } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import type { FilterJoin, FilterTest } from '../filters/FilterField';
import { defineChainList } from '../ListDefinition';
import { chainOrder } from '../ListQuery';
import { type SqlText, sql, sqlLiteral } from '../sql';
import { type InferenceRow, inferenceSource } from '../sources/InferenceRow';
import { staleReconciliationSql } from '../sources/ReconciliationRow';

const chain = chainFilters('i');
const feeOrder = [{ expression: 'i.fee_wei', type: 'numeric' } as const, ...chainOrder('i')];

/** Answers, newest first. */
export const inferenceList = defineChainList<InferenceRow>({
  name: 'inferences',
  node: 'Inference',
  description: 'Inferences; an inference without a current reconciliation is PENDING.',
  source: inferenceSource,
  place: 'i',
  orders: {
    LARGEST_FEE: { keys: feeOrder, isAscending: false, description: 'The largest fee first.' },
    SMALLEST_FEE: { keys: feeOrder, isAscending: true, description: 'The smallest fee first.' },
  },
  filters: {
    inferenceId: { kind: 'id', expression: 'i.id', index: 'lookup', description: 'Decimal.' },
    verdict: {
      kind: 'enum',
      enum: { name: 'Verdict', values: Object.values(Verdict) },
      expression: 'r.verdict',
      index: 'ordered',
      build: buildVerdictSql,
      join: joinReconciliation,
      isCostly: true,
      description: 'Verdict of its current reconciliation; PENDING without.',
    },
    modelId: {
      kind: 'id',
      expression: 'i.model_id',
      index: 'ordered',
      isNullable: true,
      description: 'Which model answered, decimal.',
    },
    payer: { kind: 'address', expression: 'i.payer_id', index: 'ordered', description: 'Who paid for it.' },
    feeWei: { kind: 'bigint', expression: 'i.fee_wei', index: 'lookup', description: 'Fee, wei.' },
    inputTokens: { kind: 'bigint', expression: 'i.input_tokens', index: 'none', description: 'Tokens of the prompt.' },
    outputTokens: {
      kind: 'bigint',
      expression: 'i.output_tokens',
      index: 'none',
      description: 'Tokens of the answer.',
    },
    transcriptDigest: {
      kind: 'hash',
      expression: 'i.transcript_digest',
      index: 'lookup',
      description: 'sha-256 of the transcript, 0x hex.',
    },
    ...chain,
    settledAt: { ...chain.timestamp, description: 'When it was settled: the same as timestamp.' },
    signer: { ...chain.signer, index: 'ordered', description: 'The gateway that settled it.' },
  },
  parents: {
    'Model.inferences': { condition: 'i.model_id = parent.id', description: 'Its answers.' },
    'Account.inferencesPaid': { condition: 'i.payer_id = parent.id', description: 'Answers it paid for.' },
    'Account.inferencesSettled': { condition: 'i.signer = parent.id', description: 'Answers it settled as a gateway.' },
    'AttributionIndex.inferences': {
      condition: 'i.attribution_index_id = parent.id',
      description: 'Answers that settled while it was in force.',
    },
    'FeePolicy.inferences': {
      condition: 'i.fee_policy_id = parent.id',
      description: 'Answers that settled while it was in force.',
    },
    'ProtocolRecipients.inferences': {
      condition: 'i.protocol_recipients_id = parent.id',
      description: 'Answers that settled while they were in force.',
    },
    'Block.inferences': { condition: 'i.block_number = parent.id::int', description: 'Answers settled in it.' },
  },
});

/** Most are current, and Postgres expects few nulls: of a plain condition it would expect that half of them hold. */
const isCurrent = sqlLiteral(`r.id = i.id AND (CASE WHEN ${staleReconciliationSql} THEN NULL ELSE 1 END) IS NOT NULL`);

function getVerdicts({ value }: FilterTest): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [String(value)];
}

/**
 * The current reconciliation of a decided inference stands at the same block, so the index over (verdict, inference
 * block) gives the order, and a page of a rare verdict does not read all inferences. Of a model, a payer or a gateway the
 * planner chooses between that and their own index; told that the blocks are equal it would expect hardly any row.
 */
function joinReconciliation(test: FilterTest): FilterJoin | null {
  if (getVerdicts(test).includes('PENDING')) return null;
  return {
    from: 'JOIN reconciliation r ON r.id = i.id',
    mirrors: { 'i.block_number': 'r.inference_block_number' },
  };
}

function buildVerdictSql(test: FilterTest): SqlText {
  const verdicts = getVerdicts(test);
  if (!verdicts.includes('PENDING')) return sql`${hasVerdict(verdicts)} AND ${isCurrent}`;
  // Without a current reconciliation it is PENDING.
  return sql`(NOT EXISTS (SELECT FROM reconciliation r WHERE ${isCurrent})
    OR EXISTS (SELECT FROM reconciliation r WHERE ${hasVerdict(verdicts)} AND ${isCurrent}))`;
}

/** One verdict is compared by itself, because only then does the index keep the order. */
function hasVerdict(verdicts: readonly string[]): SqlText {
  const [only] = verdicts;
  return only !== undefined && verdicts.length === 1
    ? sql`r.verdict = ${only}`
    : sql`r.verdict = ANY(${verdicts}::varchar[])`;
}
