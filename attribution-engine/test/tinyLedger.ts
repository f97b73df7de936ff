import { Client } from 'pg';
import type { InferenceFacts } from '../src/reconcile/inferenceFacts.js';
import { CONTRIBUTORS, NOBODY, OWNER, PLATFORM, POLICY, STAKER } from './tinyNetwork.js';

type Row = Record<string, unknown>;

/** The chain's own time of a block, one every 2 s. */
export const timeOf = (blockNumber: number): string =>
  new Date(Date.UTC(2026, 0, 1) + blockNumber * 2000).toISOString();
export const blockHash = (blockNumber: number, fork = 'b'): string =>
  `0x${Buffer.from(`${fork}${blockNumber}`).toString('hex').padStart(64, '0')}`;

const at = (blockNumber: number, logIndex: number): Row => ({
  block_number: blockNumber,
  log_index: logIndex,
  transaction_hash: blockHash(blockNumber, `t${logIndex}-`),
  signer: OWNER,
});

/** The tables of a small chain, written as the indexer would write them. */
export class TinyLedger {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Connects, and registers the model of `facts`, its base and five contributors, in blocks 1 to 3. */
  static async open(url: string, facts: InferenceFacts): Promise<TinyLedger> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const ledger = new TinyLedger(client);
    const model = facts.model!;
    await ledger.insert(
      'account',
      [OWNER, PLATFORM, STAKER, NOBODY, ...CONTRIBUTORS.values()].map((id) => ({ id, first_seen_block_number: 1 })),
    );
    for (const number of [1, 2, 3]) await ledger.mine(number);
    await ledger.insert(
      'contribution',
      [...CONTRIBUTORS].map(([id, contributor]) => ({
        id,
        claimed_datanet_id: '1',
        contributor_id: contributor,
        content_digest: blockHash(0),
        content_uri: '',
        license: 'MIT',
        row_count: '6',
        byte_count: '600',
        ...at(2, Number(id)),
      })),
    );
    const artifact = { owner_id: OWNER, card_digest: blockHash(0) };
    await ledger.insert('model', [
      {
        ...{ id: '1', kind: 'BASE', name: 'base', ...artifact, ...at(3, 1) },
        artifact_digest: model.base!.digest,
        artifact_uri: model.base!.uri,
      },
      {
        ...{ id: '2', kind: 'ADAPTER', name: 'adapter', base_model_id: '1', ...artifact, ...at(3, 2) },
        artifact_digest: model.artifact.digest,
        artifact_uri: model.artifact.uri,
      },
    ]);
    await ledger.insert('attribution_index', [
      {
        ...{ id: 'index-1', model_id: '2', method: facts.index!.method, index_root: facts.index!.root, ...at(3, 3) },
        ...{ row_count: facts.index!.rowCount, dimension: 144, index_uri: facts.index!.uri },
      },
    ]);
    await ledger.insert('fee_policy', [
      {
        ...{ id: 'policy-1', model_id: '2', unattributed_recipient_id: NOBODY, ...at(3, 4) },
        ...{ model_bps: POLICY.modelBps, staker_bps: POLICY.stakerBps, contributor_bps: POLICY.contributorBps },
        ...{ input_rate_wei: POLICY.inputRateWei, output_rate_wei: POLICY.outputRateWei },
        platform_fee_wei: POLICY.platformFeeWei,
      },
    ]);
    await ledger.insert('protocol_recipients', [
      { id: 'recipients-1', platform_recipient_id: PLATFORM, staker_recipient_id: STAKER, ...at(3, 5) },
    ]);
    return ledger;
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    await this.#client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1)`, [text]);
  }

  async query<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#client.query<T>(sql, values)).rows;
  }

  /** Adds a block; the newest one's time is the chain's clock. */
  async mine(number: number, fork?: string): Promise<void> {
    await this.insert('block', [
      {
        id: String(number),
        number,
        hash: blockHash(number, fork),
        parent_hash: blockHash(number - 1, fork),
        timestamp: timeOf(number),
      },
    ]);
  }

  /** Settles an inference in a block that was mined, and pays nothing. */
  async settle(inferenceId: string, facts: InferenceFacts, blockNumber: number): Promise<void> {
    await this.insert('inference', [
      {
        ...{ id: inferenceId, model_id: '2', payer_id: NOBODY, ...at(blockNumber, Number(inferenceId) * 20) },
        ...{ input_tokens: facts.inputTokens, output_tokens: facts.outputTokens, fee_wei: facts.feeWei },
        ...{ transcript_digest: facts.transcript.digest, transcript_uri: facts.transcript.uri },
        ...{ fee_policy_id: 'policy-1', attribution_index_id: 'index-1', protocol_recipients_id: 'recipients-1' },
        ...{ block_hash: blockHash(blockNumber), settled_at: timeOf(blockNumber) },
      },
    ]);
    await this.insert('attribution', [
      {
        ...{ id: inferenceId, inference_id: inferenceId, ...at(blockNumber, Number(inferenceId) * 20 + 1) },
        ...{ method: facts.attribution!.method, query_digest: facts.attribution!.queryDigest },
        shares_root: facts.attribution!.sharesRoot,
      },
    ]);
  }

  async pay(inferenceId: string, facts: InferenceFacts, blockNumber: number): Promise<void> {
    await this.insert(
      'payout',
      facts.payouts.map(({ recipient, role, contributionId, amountWei }, i) => ({
        ...{ id: `p${inferenceId}-${i}`, inference_id: inferenceId, claimed_inference_id: inferenceId },
        ...{ recipient_id: recipient, role, claimed_contribution_id: contributionId, amount_wei: amountWei },
        ...at(blockNumber, Number(inferenceId) * 20 + 2 + i),
      })),
    );
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
