// Longer than 300 lines because it is one ledger: what it draws, writes and expects only makes sense together.
import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** A payout as it is in the database, with what it is grouped by. */
export interface LedgerPayout {
  id: string;
  blockNumber: number;
  logIndex: number;
  timeSeconds: number;
  inferenceId: string;
  /** Whether the inference is known by now. */
  isLinked: boolean;
  recipient: string;
  role: string;
  contributionId: string;
  amountWei: bigint;
}

export interface LedgerInference {
  id: string;
  blockNumber: number;
  timeSeconds: number;
  model: string | null;
  payer: string;
  operator: string;
  feeWei: bigint;
}

const ROLES = ['PLATFORM', 'MODEL', 'STAKER', 'CONTRIBUTOR', 'CONTRIBUTOR', 'CONTRIBUTOR', 'UNATTRIBUTED', 'UNKNOWN'];
const LICENSES = [
  'MIT',
  '',
  'say "a,b"',
  "Apache-2.0'); DROP",
  'Ünïcode 許可',
  'back\\slash',
  'two\nlines',
  'NULL',
  '\\N',
];
const VERDICTS = ['MATCHED', 'MATCHED', 'MISPAID', 'UNDERPAID', 'UNPAID', 'UNAVAILABLE'];
const ACCOUNTS = Array.from({ length: 40 }, (_, index) => `0x${String(index).padStart(40, '0')}`);
/** 1970-01-05 is a Monday: weeks turn within the ledger. */
const START_SECONDS = 1_767_225_600;

/** A ledger in a database that grows, reorganises and is judged at random; the same for the same seed. */
export class RandomLedger {
  /** No amount is above it. */
  largestWei = 2n ** 256n - 1n;
  readonly payouts: LedgerPayout[] = [];
  readonly inferences: LedgerInference[] = [];
  readonly licenseOf = new Map<string, string>();
  readonly datanetOf = new Map<string, string | null>();
  readonly #client: Client;
  readonly #hashes = new Map<number, string>();
  readonly #times = new Map<number, number>();
  #state: number;
  #salt = 0;
  #block = 0;

  private constructor(client: Client, seed: number) {
    this.#client = client;
    this.#state = seed;
  }

  static async create(url: string, seed: number): Promise<RandomLedger> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const ledger = new RandomLedger(client, seed);
    await ledger.#insert(
      'account',
      ACCOUNTS.map((id) => ({ id, first_seen_block_number: 0 })),
    );
    const place = { block_number: 1, log_index: 0, transaction_hash: '0xt', signer: ACCOUNTS[0] };
    const datanets = ['1', '2', '3', '4'];
    await ledger.#insert(
      'datanet',
      datanets.map((id) => ({ id, owner_id: ACCOUNTS[0], name: id, metadata_uri: '', metadata_digest: '', ...place })),
    );
    const contributions = Array.from({ length: 30 }, (_, index) => String(index + 1));
    for (const id of contributions) {
      ledger.licenseOf.set(id, ledger.pick(LICENSES));
      ledger.datanetOf.set(id, ledger.random() < 0.2 ? null : ledger.pick(datanets));
    }
    await ledger.#insert(
      'contribution',
      contributions.map((id) => ({
        ...{ id, datanet_id: ledger.datanetOf.get(id), claimed_datanet_id: '1', contributor_id: ACCOUNTS[1], ...place },
        ...{ content_digest: '0x', content_uri: '', license: ledger.licenseOf.get(id), row_count: 1, byte_count: 1 },
      })),
    );
    const model = { owner_id: ACCOUNTS[0], kind: 'BASE', artifact_uri: '', artifact_digest: '', card_digest: '' };
    await ledger.#insert(
      'model',
      ['1', '2', '3'].map((id) => ({ id, name: id, ...model, ...place })),
    );
    return ledger;
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  get head(): number {
    return this.#block;
  }

  /** From 0 to below 1. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }

  /** Any number of bits up to 256 alike, and now and then the largest of all. */
  pickAmount(): bigint {
    if (this.random() < 0.1) return this.largestWei;
    const bits = Math.floor(this.random() * 257);
    const bytes = createHash('sha256').update(String(this.random())).digest('hex');
    return (BigInt(`0x${bytes}`) >> BigInt(256 - bits)) % (this.largestWei + 1n);
  }

  /** Adds blocks; some stay empty, and those are not indexed. */
  async grow(blockCount: number): Promise<void> {
    for (let count = 0; count < blockCount; count++) await this.#addBlock();
  }

  async setFinal(blockNumber: number): Promise<void> {
    const hash = this.#hashes.get(blockNumber) ?? '0xempty';
    await this.#client.query(
      `INSERT INTO squid_processor.status (id, height, hash) VALUES (0, $1, $2)
       ON CONFLICT (id) DO UPDATE SET height = $1, hash = $2`,
      [blockNumber, hash],
    );
    await this.#client.query(
      `INSERT INTO chain_head (id, latest_block_number, latest_block_hash, safe_block_number, safe_block_hash,
         finalized_block_number, finalized_block_hash, updated_at) VALUES ('head', $1, $2, $1, $2, $1, $2, now())
       ON CONFLICT (id) DO UPDATE SET finalized_block_number = $1`,
      [blockNumber, hash],
    );
  }

  /** Decides, decides otherwise, or takes back what was decided about some inferences. */
  async judge(count: number): Promise<void> {
    for (let done = 0; done < count && this.inferences.length > 0; done++) {
      const { id } = this.pick(this.inferences);
      if (this.random() < 0.1) await this.#client.query('DELETE FROM reconciliation WHERE id = $1', [id]);
      else await this.judgeAs(id, this.pick(VERDICTS));
      if (this.random() < 0.1) {
        await this.#client.query(`UPDATE reconciliation SET inference_block_hash = '0xgone' WHERE id = $1`, [id]);
      }
    }
  }

  async judgeAs(id: string, verdict: string): Promise<void> {
    const { blockNumber } = this.inferences.find((inference) => inference.id === id)!;
    await this.#client.query('DELETE FROM reconciliation WHERE id = $1', [id]);
    await this.#insert('reconciliation', [
      {
        ...{ id, inference_block_number: blockNumber, payouts_digest: this.#digestPayouts(id) },
        ...{ inference_block_hash: this.#hashes.get(blockNumber), verdict, reason: '', fee_wei: 1, paid_wei: 1 },
        ...{ engine_version: '', elapsed_ms: 1, attempts: 1, decided_at: new Date().toISOString() },
        ...{ evidence: '', evidence_digest: '' },
      },
    ]);
  }

  async markSynthetic(seed: string): Promise<void> {
    await this.#client.query(
      `INSERT INTO ledger_origin (id, seed, inference_count, made_at) VALUES ('synthetic', $1, 1, now())`,
      [seed],
    );
  }

  /** Clears the chain tables and fills them again, with one payout more: a version of the index that reads more of the same chain. */
  async rebuild(clear: () => Promise<void>): Promise<void> {
    const tables = ['account', 'block', 'datanet', 'contribution', 'model', 'inference', 'payout'];
    for (const table of tables) await this.#client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    await clear();
    for (const table of tables) {
      await this.#client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      await this.#client.query(`DROP TABLE kept_${table}`);
    }
    const [first] = this.payouts;
    const copy = { ...first!, id: 'found later', logIndex: 999 };
    this.payouts.push(copy);
    await this.#client.query(
      `INSERT INTO payout SELECT $1, claimed_inference_id, role, claimed_contribution_id, amount_wei, block_number, 999,
         transaction_hash, signer, inference_id, recipient_id, contribution_id FROM payout WHERE id = $2`,
      [copy.id, first!.id],
    );
  }

  /** Another chain from a block on. */
  async reorganise(fromBlock: number): Promise<void> {
    const isGone = <Row extends { blockNumber: number }>(row: Row): boolean => row.blockNumber >= fromBlock;
    await this.#client.query(
      'UPDATE payout SET inference_id = NULL WHERE inference_id IN (SELECT id FROM inference WHERE block_number >= $1)',
      [fromBlock],
    );
    for (const table of ['payout', 'inference']) {
      await this.#client.query(`DELETE FROM ${table} WHERE block_number >= $1`, [fromBlock]);
    }
    await this.#client.query('DELETE FROM block WHERE number >= $1', [fromBlock]);
    const goneIds = new Set(this.inferences.filter(isGone).map(({ id }) => id));
    for (const payout of this.payouts) if (goneIds.has(payout.inferenceId)) payout.isLinked = false;
    this.payouts.splice(0, this.payouts.length, ...this.payouts.filter((row) => !isGone(row)));
    this.inferences.splice(0, this.inferences.length, ...this.inferences.filter((row) => !isGone(row)));
    this.#block = fromBlock - 1;
    this.#salt++;
  }

  async #addBlock(): Promise<void> {
    const blockNumber = ++this.#block;
    const previousSeconds = this.#times.get(blockNumber - 1) ?? START_SECONDS;
    const timeSeconds = previousSeconds + 1 + Math.floor(this.random() * 20_000);
    this.#times.set(blockNumber, timeSeconds);
    if (this.random() < 0.2) return;
    const hash = `0x${createHash('sha256').update(`${blockNumber} ${this.#salt}`).digest('hex')}`;
    this.#hashes.set(blockNumber, hash);
    const timestamp = new Date(timeSeconds * 1000).toISOString();
    await this.#insert('block', [{ id: String(blockNumber), number: blockNumber, hash, parent_hash: '0x', timestamp }]);
    let logIndex = 0;
    const place = (signer: string): object => ({
      ...{ block_number: blockNumber, log_index: logIndex++, transaction_hash: '0xt', signer },
    });
    const settled: string[] = [];
    for (let count = Math.floor(this.random() * 3); count > 0; count--) {
      // Sometimes the one that payouts were waiting for.
      const waiting = this.payouts.find(({ isLinked }) => !isLinked)?.inferenceId;
      const id = waiting !== undefined && this.random() < 0.3 ? waiting : `${blockNumber}${this.#salt}${count}`;
      const inference: LedgerInference = {
        ...{ id, blockNumber, timeSeconds, model: this.random() < 0.1 ? null : this.pick(['1', '2', '3']) },
        ...{ payer: this.pick(ACCOUNTS), operator: this.pick(ACCOUNTS.slice(0, 3)), feeWei: this.pickAmount() },
      };
      this.inferences.push(inference);
      await this.#insert('inference', [
        {
          ...{ id, model_id: inference.model, payer_id: inference.payer, fee_wei: inference.feeWei },
          ...{ input_tokens: 2n ** 256n - 1n, output_tokens: 1, transcript_digest: '0x', transcript_uri: '' },
          ...{ block_hash: hash, settled_at: timestamp, ...place(inference.operator) },
        },
      ]);
      await this.#client.query('UPDATE payout SET inference_id = $1 WHERE claimed_inference_id = $1', [id]);
      for (const payout of this.payouts) if (payout.inferenceId === id) payout.isLinked = true;
      settled.push(id);
    }
    for (let count = Math.floor(this.random() * 6); count > 0; count--) {
      const isUnknown = this.random() < 0.04;
      const known = this.random() < 0.8 ? settled : this.inferences.map(({ id }) => id);
      const inferenceId = isUnknown || known.length === 0 ? `9${blockNumber}${this.#salt}` : this.pick(known);
      const isLinked = this.inferences.some(({ id }) => id === inferenceId);
      const role = this.pick(ROLES);
      const contributionId = role === 'CONTRIBUTOR' ? String(1 + Math.floor(this.random() * 32)) : '0';
      const payout: LedgerPayout = {
        ...{
          id: `${blockNumber}-${logIndex}-${this.#salt}`,
          blockNumber,
          logIndex,
          timeSeconds,
          inferenceId,
          isLinked,
        },
        ...{ recipient: this.pick(ACCOUNTS), role, contributionId, amountWei: this.pickAmount() },
      };
      this.payouts.push(payout);
      await this.#insert('payout', [
        {
          ...{ id: payout.id, inference_id: isLinked ? inferenceId : null, claimed_inference_id: inferenceId },
          ...{ recipient_id: payout.recipient, role, claimed_contribution_id: contributionId },
          contribution_id: this.licenseOf.has(contributionId) ? contributionId : null,
          ...{ amount_wei: payout.amountWei, ...place(ACCOUNTS[0]!) },
        },
      ]);
    }
  }

  #digestPayouts(inferenceId: string): string {
    const lines = this.payouts
      .filter((payout) => payout.inferenceId === inferenceId)
      .map(({ recipient, role, contributionId, amountWei }) => ({ recipient, role, contributionId, amountWei }))
      .toSorted((a, b) =>
        a.recipient !== b.recipient
          ? a.recipient < b.recipient
            ? -1
            : 1
          : a.role !== b.role
            ? a.role < b.role
              ? -1
              : 1
            : a.contributionId !== b.contributionId
              ? a.contributionId < b.contributionId
                ? -1
                : 1
              : a.amountWei < b.amountWei
                ? -1
                : 1,
      )
      .map(({ recipient, role, contributionId, amountWei }) => `${recipient} ${role} ${contributionId} ${amountWei}`);
    return `0x${createHash('sha256').update(lines.join(',')).digest('hex')}`;
  }

  async #insert(table: string, rows: readonly object[]): Promise<void> {
    const text = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    await this.#client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1)`, [text]);
  }
}
