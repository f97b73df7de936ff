// Longer than 300 lines because it is one ledger: its tables only make sense together.
import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { insertRows, type Row } from './insertRows.js';

/** Who takes part in the test ledger. */
export const ALICE = address(0xa11ce);
export const BOB = address(0xb0b);
export const CAROL = address(0xca401);
export const PLATFORM = address(0x9);
export const STAKERS = address(0x57);
/** Named by a reconciliation only: was due something and never seen on chain. */
export const STRANGER = address(0xdead);

/** What the fixture gives inference k; the API must say the same. */
export function verdictOf(k: number): string {
  if (k % 11 === 0 || k % 13 === 0 || k % 17 === 0) return 'PENDING';
  return k % 7 === 0 ? 'UNDERPAID' : k % 5 === 0 ? 'UNPAID' : 'MATCHED';
}

export const FEE_WEI = 1_000_000_000_000_000_001n;
const SPLIT = [
  { recipient: PLATFORM, role: 'PLATFORM', contribution: '0', wei: 1n },
  { recipient: CAROL, role: 'MODEL', contribution: '0', wei: 400_000_000_000_000_000n },
  { recipient: STAKERS, role: 'STAKER', contribution: '0', wei: 100_000_000_000_000_000n },
  { recipient: ALICE, role: 'CONTRIBUTOR', contribution: '1', wei: 300_000_000_000_000_000n },
  { recipient: BOB, role: 'CONTRIBUTOR', contribution: '2', wei: 200_000_000_000_000_000n },
];
/** What BOB misses when k % 7 = 0. */
export const SHORT_WEI = 50_000_000_000_000_000n;

/** Two inferences share a block, so order needs the log index. */
export function blockOf(k: number): number {
  return 100 + Math.floor(k / 2);
}

export function blockHash(blockNumber: number): string {
  return hash(`b${blockNumber}`);
}

/** 0x and 64 hex digits that depend on the label only. */
export function hash(label: string): string {
  return `0x${Buffer.from(label).toString('hex').padStart(64, '0')}`;
}

function address(number: number): string {
  return `0x${number.toString(16).padStart(40, '0')}`;
}

/**
 * A small consistent ledger: datanet 1 with contributions 1 (accepted), 2 (accepted), 3 (rejected), 4 (withdrawn) and 5
 * (submitted), base model 1, adapter 2 trained on datanet 1, and inferences 1 … `inferenceCount` of the adapter, settled
 * and paid as `verdictOf` tells. k % 11: no reconciliation; k % 13: one about another block; k % 17: payouts changed since.
 */
export async function fillLedger(url: string, inferenceCount: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const insert = (table: string, rows: Row[]) => insertRows(client, table, rows);
  try {
    const blocks = [1, 2, 3, ...new Set(Array.from({ length: inferenceCount }, (_, index) => blockOf(index + 1)))];
    await insert(
      'account',
      [ALICE, BOB, CAROL, PLATFORM, STAKERS].map((id) => ({ id, first_seen_block_number: 1 })),
    );
    await insert(
      'block',
      blocks.map((number) => ({
        id: String(number),
        number,
        hash: blockHash(number),
        parent_hash: blockHash(number - 1),
        timestamp: timeOf(number),
      })),
    );
    await insert('datanet', [
      {
        id: '1',
        owner_id: CAROL,
        name: 'Solidity answers',
        metadata_uri: 'ipfs://x',
        metadata_digest: hash('meta1'),
        ...at(1, 0),
      },
      {
        id: '2',
        owner_id: CAROL,
        name: '100%_\\<script>',
        metadata_uri: 'ipfs://y',
        metadata_digest: hash('meta2'),
        ...at(1, 1),
      },
    ]);
    const contribution = (id: string, contributor: string, extra: Row): Row => ({
      id,
      datanet_id: '1',
      claimed_datanet_id: '1',
      contributor_id: contributor,
      content_digest: hash(`content${id}`),
      content_uri: 'ipfs://z',
      license: id === '2' ? 'Apache-2.0' : 'MIT',
      row_count: '10',
      byte_count: '1000',
      ...at(2, Number(id)),
      ...extra,
    });
    const accepted = { accepted: true, quality_bps: 9_000, reviewer: CAROL, reviewed_block_number: 2 };
    await insert('contribution', [
      contribution('1', ALICE, accepted),
      contribution('2', BOB, accepted),
      contribution('3', BOB, { ...accepted, accepted: false }),
      contribution('4', ALICE, { ...accepted, withdrawn_block_number: 3, withdrawal_reason: 'mine' }),
      contribution('5', ALICE, { datanet_id: null, claimed_datanet_id: '99' }),
    ]);
    await insert('datanet_version', [
      {
        id: '1-1',
        datanet_id: '1',
        version: '1',
        contributions_root: hash('root'),
        contribution_count: '2',
        ...at(3, 0),
      },
    ]);
    const model = { owner_id: CAROL, artifact_uri: 'ipfs://m', card_digest: hash('card') };
    await insert('model', [
      { id: '1', kind: 'BASE', name: 'River base', artifact_digest: hash('model1'), ...model, ...at(1, 2) },
      {
        id: '2',
        kind: 'ADAPTER',
        name: 'River adapter',
        artifact_digest: hash('model2'),
        base_model_id: '1',
        ...model,
        ...at(3, 1),
      },
    ]);
    await insert('training_run', [
      { id: '1', model_id: '2', trainer_id: CAROL, config_digest: hash('config'), ...at(3, 2) },
    ]);
    await insert('training_run_input', [
      {
        id: '1-0',
        training_run_id: '1',
        position: 0,
        datanet_id: '1',
        datanet_version_id: '1-1',
        claimed_datanet_id: '1',
        claimed_version: '1',
        block_number: 3,
      },
      { id: '1-1', training_run_id: '1', position: 1, claimed_datanet_id: '77', claimed_version: '3', block_number: 3 },
    ]);
    await insert(
      'attribution_index',
      [1, 2].map((number) => ({
        id: `ix${number}`,
        model_id: '2',
        method: 'gradient/1',
        index_root: hash('ix'),
        row_count: '20',
        dimension: 256,
        index_uri: 'ipfs://i',
        ...at(3, 2 + number),
      })),
    );
    const quality = { engine_version: '0.1.0', elapsed_ms: 12, measured_at: timeOf(4) };
    const figures = { rows_sampled: 24, rows_confirmed: 23, answers_asked: 24, answers_attributed: 19 };
    await insert('index_quality', [
      // Of what stood in its place before a reorg.
      { id: 'ix1', index_root: hash('gone'), model_id: '2', ...figures, ...quality },
      {
        ...{ id: 'ix2', index_root: hash('ix'), model_id: '2', ...figures, ...quality },
        ...{ right_contribution_bps: 6_199, contribution_count: 30, unrelated_asked: 12, unrelated_attributed: 1 },
      },
    ]);
    await insert('fee_policy', [
      {
        id: 'fp1',
        model_id: '2',
        input_rate_wei: '1',
        output_rate_wei: '2',
        platform_fee_wei: '1',
        model_bps: 4_000,
        staker_bps: 1_000,
        contributor_bps: 5_000,
        unattributed_recipient_id: CAROL,
        ...at(3, 6),
      },
    ]);
    await insert('reward_claim', [{ id: 'rc1', recipient_id: ALICE, amount_wei: '7', ...at(3, 7) }]);
    await insertInferences(insert, 1, inferenceCount);
  } finally {
    await client.end();
  }
}

/** Adds inferences `from` … `to` with payouts, claims, reconciliations and events. */
async function insertInferences(
  insert: (table: string, rows: Row[]) => Promise<void>,
  from: number,
  to: number,
): Promise<void> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const isPaid = (k: number) => k % 5 !== 0 || k % 7 === 0;
  await insert(
    'inference',
    numbers.map((k) => ({
      id: String(k),
      model_id: '2',
      payer_id: BOB,
      input_tokens: '10',
      output_tokens: '20',
      fee_wei: FEE_WEI,
      transcript_digest: hash(`t${k}`),
      transcript_uri: 'ipfs://t',
      fee_policy_id: 'fp1',
      attribution_index_id: 'ix2',
      block_hash: blockHash(blockOf(k)),
      settled_at: timeOf(blockOf(k)),
      ...placeOf(k, 0),
    })),
  );
  await insert(
    'attribution',
    numbers.map((k) => ({
      id: String(k),
      inference_id: String(k),
      method: 'gradient/1',
      query_digest: hash('q'),
      shares_root: hash(''),
      ...placeOf(k, 1),
    })),
  );
  await insert(
    'attribution_datanet_weight',
    numbers.map((k) => ({
      id: `${k}-0`,
      attribution_id: String(k),
      position: 0,
      datanet_id: '1',
      claimed_datanet_id: '1',
      weight: '12345678901234567890',
    })),
  );
  const amountOf = (k: number, part: (typeof SPLIT)[number]) =>
    part.recipient === BOB && k % 7 === 0 ? part.wei - SHORT_WEI : part.wei;
  await insert(
    'payout',
    numbers.filter(isPaid).flatMap((k) =>
      SPLIT.map((part, index) => ({
        id: `p${k}-${index}`,
        inference_id: String(k),
        claimed_inference_id: String(k),
        recipient_id: part.recipient,
        role: part.role,
        contribution_id: part.contribution === '0' ? null : part.contribution,
        claimed_contribution_id: part.contribution,
        amount_wei: amountOf(k, part),
        ...placeOf(k, 2 + index),
      })),
    ),
  );
  const reconciled = numbers.filter((k) => k % 11 !== 0);
  const paidOf = (k: number) => (isPaid(k) ? SPLIT.reduce((sum, part) => sum + amountOf(k, part), 0n) : 0n);
  // Same total, other people: only the digest shows that the payouts changed.
  const comparedWith = (k: number, part: (typeof SPLIT)[number]) =>
    k % 17 === 0 && part.recipient === ALICE ? STRANGER : part.recipient;
  // As the engine writes it: sorted "recipient role contribution wei", joined by commas.
  const payoutsDigest = (k: number) => {
    const lines = isPaid(k)
      ? SPLIT.map((part) => `${comparedWith(k, part)} ${part.role} ${part.contribution} ${amountOf(k, part)}`)
      : [];
    return `0x${createHash('sha256').update(lines.toSorted().join(',')).digest('hex')}`;
  };
  await insert(
    'reconciliation',
    reconciled.map((k) => ({
      id: String(k),
      inference_block_number: blockOf(k),
      inference_block_hash: k % 13 === 0 ? hash('gone') : blockHash(blockOf(k)),
      payouts_digest: payoutsDigest(k),
      verdict: k % 7 === 0 ? 'UNDERPAID' : k % 5 === 0 ? 'UNPAID' : 'MATCHED',
      reason: 'because',
      fee_wei: FEE_WEI,
      expected_wei: FEE_WEI,
      paid_wei: paidOf(k),
      unattributed: false,
      method: 'gradient/1',
      query_cosine: '0.9999995',
      query_block_error: '0.004',
      backend: 'wasm',
      engine_version: '0.1.0',
      elapsed_ms: 12,
      attempts: 1,
      decided_at: timeOf(blockOf(k), 1_500),
      evidence: JSON.stringify({ k }),
      evidence_digest: hash('evidence'),
    })),
  );
  await insert(
    'reconciliation_line',
    reconciled.flatMap((k) =>
      SPLIT.map((part, position) => ({
        id: `${k}-${position}`,
        reconciliation_id: String(k),
        position,
        recipient: comparedWith(k, part),
        role: part.role,
        contribution_id: part.contribution,
        expected_wei: part.wei,
        paid_wei: isPaid(k) ? amountOf(k, part) : 0n,
      })),
    ),
  );
  await insert(
    'contribution_share',
    reconciled.flatMap((k) =>
      ['1', '2'].map((contribution) => ({
        id: `${k}-${contribution}`,
        reconciliation_id: String(k),
        contribution_id: contribution,
        weight: contribution === '1' ? '600' : '400',
        share_bps: contribution === '1' ? 6_000 : 4_000,
        rows: [{ row: 0, weight: '400' }],
      })),
    ),
  );
  await insert(
    'protocol_event',
    numbers.map((k) => ({
      id: `${String(blockOf(k)).padStart(10, '0')}-${String(placeOf(k, 0).log_index).padStart(5, '0')}`,
      block_id: String(blockOf(k)),
      contract: 'InferenceMarket',
      address: PLATFORM,
      name: 'InferenceSettled',
      args: { inferenceId: String(k) },
      ...placeOf(k, 0),
    })),
  );
}

function at(blockNumber: number, logIndex: number) {
  return {
    block_number: blockNumber,
    log_index: logIndex,
    transaction_hash: hash(`tx${blockNumber}-${logIndex}`),
    signer: CAROL,
  };
}

function placeOf(k: number, offset: number) {
  return { ...at(blockOf(k), (k % 2) * 10 + offset), transaction_hash: hash(`settle${k}`) };
}

function timeOf(blockNumber: number, laterMs = 0): string {
  return new Date(Date.UTC(2026, 0, 1) + blockNumber * 2_000 + laterMs).toISOString();
}
