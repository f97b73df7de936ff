import { Client } from 'pg';
import { insertRows, type Row } from './insertRows.js';
import { ALICE, BOB, blockHash, CAROL, hash } from './ledger.js';

export const MAX_UINT256 = 2n ** 256n - 1n;
/** Seconds of the newest block, which are the chain's clock. */
export const NOW_SECONDS = 1_800_000_000n;
const WEI = 10n ** 18n;
export const UID = hash('uid1');
export const GOVERNOR = `0x${'9'.repeat(40)}`;

/**
 * The network around the ledger that `fillLedger` makes, in blocks 1,000 and up: one of everything, a proposal in every
 * state, and what strangers say of things that do not exist.
 */
export async function fillNetworkLedger(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const insert = (table: string, rows: Row[]) => insertRows(client, table, rows);
  try {
    await insert('block', [
      {
        ...{ id: '1000', number: 1_000, hash: blockHash(1_000), parent_hash: blockHash(999) },
        timestamp: new Date(Number(NOW_SECONDS) * 1_000).toISOString(),
      },
    ]);
    await insert('transaction', [
      { ...transaction(0), contract: 'InferenceMarket', function_name: 'settle', gas_used: 21_000, fee_wei: 21n * WEI },
      { ...transaction(1), type: 126, mint_wei: MAX_UINT256, source_hash: hash('source'), value_wei: 0n },
      // The same bytes again.
      { ...transaction(2), hash: hash('tx0'), to: null, contract: null },
    ]);
    await insert('protocol_event', [
      { ...at(0), id: '1000-0', block_id: '1000', contract: 'Governor', address: GOVERNOR, name: 'ProposalExecuted' },
    ]);
    await insert('deposit', [
      {
        ...{ id: transaction(1).id, transaction_id: transaction(1).id, source_hash: hash('source'), succeeded: false },
        ...{ from_id: ALICE, to_id: null, mint_wei: MAX_UINT256, value_wei: 5n },
        ...{ block_number: 1_000, transaction_index: 1, transaction_hash: hash('tx1') },
      },
    ]);
    await insert('withdrawal', [
      {
        ...{ id: 'w1', nonce: (1n << 240n) + 7n, sender_id: BOB, target: GOVERNOR, value_wei: MAX_UINT256 },
        ...{ gas_limit: MAX_UINT256, data: `0x${'ab'.repeat(100_000)}`, withdrawal_hash: hash('wh'), ...at(1) },
      },
    ]);
    const moved = { kind: 'TRANSFER', timestamp_seconds: 100n, amount_wei: 30n * WEI, supply_wei: 100n * WEI };
    await insert('g_open_transfer', [
      { id: 'g1', ...moved, kind: 'WRAP', from_id: null, to_id: ALICE, amount_wei: 100n * WEI, ...at(2) },
      { id: 'g2', ...moved, from_id: ALICE, to_id: BOB, ...at(3) },
      // After the votes began: it raises no quorum.
      { id: 'g3', ...moved, kind: 'WRAP', to_id: BOB, timestamp_seconds: 500n, supply_wei: 1_000_000n * WEI, ...at(4) },
    ]);
    await insert('g_open_holder', [
      {
        id: ALICE,
        account_id: ALICE,
        balance_wei: 70n * WEI,
        delegate_id: BOB,
        votes_wei: 0n,
        changed_block_number: 1,
      },
    ]);
    const setting = { name: 'QUORUM_NUMERATOR', old_value: 0n, timestamp_seconds: 50n };
    await insert('governor_setting', [
      { id: 's1', ...setting, new_value: 25n, ...at(5) },
      { id: 's2', ...setting, old_value: 25n, new_value: 99n, timestamp_seconds: 400n, ...at(6) },
      { id: 's3', name: 'TIMELOCK', new_address: GOVERNOR, timestamp_seconds: 50n, ...at(7) },
    ]);
    await insert(
      'proposal',
      PROPOSALS.map(({ id, columns }, index) => ({ ...proposal(id, 10 + index), ...columns })),
    );
    await insert('proposal_call', [
      {
        ...{ id: '1-0', proposal_id: '1', position: 0, target: GOVERNOR, value_wei: 0n, data: '0xdead' },
        ...{ contract: 'ModelRegistry', function_name: 'setFeePolicy', args: { modelId: '2' } },
      },
      { id: '1-1', proposal_id: '1', position: 1, target: ALICE, value_wei: MAX_UINT256, data: '0x' },
    ]);
    const vote = { weight_wei: 30n * WEI, reason: '<b>yes</b>', voter_id: BOB };
    await insert('vote', [
      { id: 'v1', proposal_id: '1', claimed_proposal_id: '1', support: 'FOR', is_counted: true, ...vote, ...at(40) },
      { id: 'v2', claimed_proposal_id: '404', support: 'UNKNOWN', is_counted: false, ...vote, ...at(41) },
    ]);
    await insert('timelock_call', [
      timelockCall('6', 50, {}),
      timelockCall('7', 51, { cancelled_block_number: 1_000 }),
      timelockCall('8', 52, { executed_block_number: 1_000 }),
      timelockCall('9', 53, { cancelled_block_number: 1_000 }),
      timelockCall('9', 54, {}),
    ]);
    await insert('stake', [
      {
        id: '0',
        recipient_id: ALICE,
        claimed_config_id: '3',
        principal_wei: 5n * WEI,
        returned_wei: 6n * WEI,
        ...at(60),
      },
    ]);
    await insert('stake_event', [
      {
        id: 'e1',
        stake_id: '0',
        claimed_stake_id: '0',
        kind: 'STAKED',
        recipient_id: ALICE,
        amount_wei: 5n * WEI,
        ...at(60),
      },
      { id: 'e2', claimed_stake_id: '404', kind: 'UNSTAKED', recipient_id: BOB, ...at(61) },
    ]);
    await insert('staking_config', [
      { id: 'c1', config_id: '3', is_creation: true, interest_bps: 500, stake_duration_seconds: 86_400n, ...at(62) },
    ]);
    await insert('compute_node', [{ id: '1', operator_id: CAROL, network: 'io.net', gpu: '<img src=x>', ...at(70) }]);
    const job = { node_id: '1', claimed_node_id: '1', gpu_seconds: 2n ** 64n - 1n };
    await insert('compute_job', [
      { id: '1', ...job, kind: 'TRAIN', claimed_subject_id: '1', training_run_id: '1', ...at(71) },
      { id: '2', ...job, kind: 'SERVE', claimed_subject_id: '2', model_id: '2', ...at(72) },
      { id: '3', ...job, node_id: null, claimed_node_id: '404', kind: 'UNKNOWN', claimed_subject_id: '404', ...at(73) },
    ]);
    await insert('attestation_schema', [
      { id: hash('schema'), registerer_id: CAROL, is_revocable: true, schema: 'uint256 modelId', ...at(80) },
    ]);
    const attestation = { attester_id: BOB, claimed_schema_uid: hash('schema'), schema_id: hash('schema') };
    const fields = [{ name: 'modelId', type: 'uint256', value: '2' }];
    await insert('attestation', [
      { id: UID, ...attestation, model_id: '2', claimed_model_id: '2', fields, ...at(81) },
      {
        id: hash('uid2'),
        ...attestation,
        datanet_id: '1',
        claimed_datanet_id: '1',
        datanet_version_id: '1-1',
        ...at(82),
      },
      { id: hash('uid3'), ...attestation, schema_id: null, problem: 'no such schema', data: '0x00', ...at(83) },
    ]);
    await client.query(`UPDATE model SET fee_policy_controller_id = $1 WHERE id = '2'`, [CAROL]);
  } finally {
    await client.end();
  }
}

const over = { vote_start_seconds: 200n, vote_end_seconds: 300n };
const carried = { ...over, for_votes_wei: 30n * WEI, abstain_votes_wei: 0n, against_votes_wei: 1n };

/** A proposal in each state, and one of which nobody knows the quorum. */
export const PROPOSALS: { id: string; state: string | null; columns: Row }[] = [
  { id: '1', state: 'SUCCEEDED', columns: carried },
  { id: '2', state: 'PENDING', columns: { vote_start_seconds: NOW_SECONDS, vote_end_seconds: NOW_SECONDS + 1n } },
  { id: '3', state: 'ACTIVE', columns: { vote_start_seconds: NOW_SECONDS - 1n, vote_end_seconds: NOW_SECONDS } },
  // 25 of 100 are needed, for and abstaining: one wei is missing.
  { id: '4', state: 'DEFEATED', columns: { ...over, for_votes_wei: 15n * WEI, abstain_votes_wei: 10n * WEI - 1n } },
  { id: '5', state: 'DEFEATED', columns: { ...over, for_votes_wei: 50n * WEI, against_votes_wei: 50n * WEI } },
  { id: '6', state: 'QUEUED', columns: { ...carried, queued_block_number: 1_000, eta_seconds: 400n } },
  { id: '7', state: 'CANCELED', columns: { ...carried, queued_block_number: 1_000 } },
  { id: '8', state: 'EXECUTED', columns: { ...carried, queued_block_number: 1_000 } },
  { id: '9', state: 'QUEUED', columns: { ...carried, queued_block_number: 1_000 } },
  { id: '10', state: 'EXECUTED', columns: { ...carried, queued_block_number: 1_000, executed_block_number: 1_000 } },
  { id: '11', state: 'CANCELED', columns: { ...over, canceled_block_number: 1_000 } },
  { id: '12', state: null, columns: { ...carried, vote_start_seconds: 10n } },
  { id: '13', state: 'SUCCEEDED', columns: { ...over, for_votes_wei: 15n * WEI, abstain_votes_wei: 10n * WEI } },
];

function proposal(id: string, logIndex: number): Row {
  return {
    ...{ id, proposer_id: CAROL, description: `# ${id}`, ...over, ...at(logIndex) },
    ...{ for_votes_wei: 0n, against_votes_wei: 0n, abstain_votes_wei: 0n },
  };
}

function timelockCall(proposalId: string, logIndex: number, extra: Row): Row {
  return {
    ...{ id: `t${logIndex}`, operation_id: hash(`op${proposalId}`), position: 0n, proposal_id: proposalId },
    ...{
      target: GOVERNOR,
      value_wei: 0n,
      data: '0x',
      predecessor: hash(''),
      delay_seconds: 60n,
      ready_at_seconds: 400n,
    },
    ...at(logIndex),
    ...extra,
  };
}

function transaction(index: number): Row {
  return {
    ...{ id: `0000001000-0000${index}`, hash: hash(`tx${index}`), block_id: '1000', block_number: 1_000 },
    ...{ transaction_index: index, from_id: ALICE, to: GOVERNOR, value_wei: 3n, type: 2 },
  };
}

function at(logIndex: number): Row {
  return { block_number: 1_000, log_index: logIndex, transaction_hash: hash('tx0'), signer: CAROL };
}
