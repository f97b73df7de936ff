// Longer than 300 lines because it is one list: every invariant of a ledger, before one that was seeded.
import { CHAIN_TABLES, createPool, ENGINE_TABLES, payoutsDigestSql, resetChainTables } from '@tributary/db';
import { LedgerNotEmptyError, SeedRoleError, SeedSizeError, seedLedger } from '@tributary/db/seed';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { comparePayouts, computeFee, expectedPayouts, type PayoutItem, type PayoutRole } from '@tributary/protocol';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const INFERENCES = 1_500;
const TABLES: readonly string[] = [...CHAIN_TABLES, ...ENGINE_TABLES];

let database: TestDatabase;
let pool: Pool;
let schemaBefore: unknown;

/** Indexes, triggers with their states, and constraints. */
async function describeSchema(of: Pool): Promise<unknown> {
  const { rows: indexes } = await of.query(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1`,
  );
  const { rows: triggers } = await of.query(
    `select tgrelid::regclass::text as t, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger
     where not tgisinternal order by 1, 2`,
  );
  const { rows: constraints } = await of.query(
    `select conname, convalidated, pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'public'::regnamespace order by 1`,
  );
  return { indexes, triggers, constraints };
}

async function count(question: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from (${question}) as found`);
  return rows[0]!.n;
}

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { max: 4 });
  schemaBefore = await describeSchema(pool);
  await seedLedger(database.url, { inferenceCount: INFERENCES });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

describe('a synthetic ledger', () => {
  it('leaves indexes, triggers and constraints as they were', async () => {
    expect(await describeSchema(pool)).toEqual(schemaBefore);
  });

  it('has ten payouts an inference, and rows in every table but those that no settlement needs', async () => {
    expect(await count('select from inference')).toBe(INFERENCES);
    const perInference = (await count('select from payout')) / INFERENCES;
    expect(perInference).toBeGreaterThan(9.5);
    expect(perInference).toBeLessThan(10.5);
    const empty: string[] = [];
    for (const table of TABLES) if ((await count(`select from "${table}" limit 1`)) === 0) empty.push(table);
    expect(empty).toEqual(['timelock_call', 'withdrawal']);
  });

  it('has no reference to a row that does not exist, and none left out that squid would have', async () => {
    const { rows: keys } = await pool.query<{ child: string; column: string; parent: string }>(
      `select c.conrelid::regclass::text as child, a.attname as column, c.confrelid::regclass::text as parent
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' order by 1, 2`,
    );
    expect(keys.length).toBeGreaterThan(60);
    const missing: string[] = [];
    const leftOut: string[] = [];
    for (const { child, column, parent } of keys) {
      const dangling = `select from ${child} c where c.${column} is not null
        and not exists(select from ${parent} p where p.id = c.${column})`;
      if ((await count(dangling)) > 0) missing.push(`${child}.${column}`);
      if ((await count(`select from ${child} where ${column} is null`)) > 0) leftOut.push(`${child}.${column}`);
    }
    expect(missing).toEqual([]);
    expect(leftOut).toEqual([
      ...['attestation.datanet_id', 'attestation.datanet_version_id', 'compute_job.training_run_id'],
      ...['g_open_holder.delegate_id', 'g_open_transfer.from_id', 'model.base_model_id'],
      ...['model.fee_policy_controller_id', 'payout.contribution_id', 'vote_delegation.from_delegate_id'],
    ]);
  });

  it('has each fact where its event stands, in a block and a transaction that exist', async () => {
    const facts: Record<string, string[]> = {
      inference: ['InferenceSettled'],
      attribution: ['AttributionPosted'],
      payout: ['Payout'],
      reward_claim: ['RewardClaimed'],
      payout_challenge: ['PayoutChallenged'],
      datanet: ['DatanetCreated'],
      datanet_version: ['DatanetVersionPublished'],
      contribution: ['ContributionSubmitted'],
      contributor_penalty: ['ContributorPenalized'],
      model: ['ModelRegistered'],
      training_run: ['TrainingRunRecorded'],
      attribution_index: ['AttributionIndexCommitted'],
      fee_policy: ['FeePolicySet'],
      g_open_transfer: ['Transfer'],
      vote_delegation: ['DelegateChanged'],
      vote_power: ['DelegateVotesChanged'],
      proposal: ['ProposalCreated'],
      vote: ['VoteCast'],
      stake_event: ['Staked'],
      compute_job: ['ComputeJobRecorded'],
      attestation: ['Attested'],
    };
    for (const [table, names] of Object.entries(facts)) {
      const [rows, events, joined] = await Promise.all([
        count(`select from ${table}`),
        count(`select from protocol_event where name in (${names.map((name) => `'${name}'`).join()})`),
        count(`select from ${table} f join protocol_event e using (block_number, log_index, transaction_hash, signer)`),
      ]);
      expect([table, events, joined]).toEqual([table, rows, rows]);
    }
    expect(await count('select block_number, log_index from protocol_event group by 1, 2 having count(*) > 1')).toBe(0);
    expect(await count('select hash from transaction group by 1 having count(*) > 1')).toBe(0);
    const elsewhere = `select from protocol_event e
      left join transaction t on t.hash = e.transaction_hash and t.block_number = e.block_number
      left join block b on b.number = e.block_number
      where t.from_id is distinct from e.signer or b.id is distinct from e.block_id`;
    expect(await count(elsewhere)).toBe(0);
    const wrongBlock = `select from inference i join block b on b.number = i.block_number
      where b.hash <> i.block_hash or b.timestamp <> i.settled_at`;
    expect(await count(wrongBlock)).toBe(0);
    const seenLater = `select from account a join protocol_event e on e.signer = a.id
      where e.block_number < a.first_seen_block_number`;
    expect(await count(seenLater)).toBe(0);
    expect(await count('select from block b join block a on a.number < b.number and a.timestamp >= b.timestamp')).toBe(
      0,
    );
  });

  it('settles by the terms in force, for a fee that the policy gives', async () => {
    const inForce = (table: string): string => `(select f.id from ${table} f
      where f.model_id = i.model_id and (f.block_number, f.log_index) < (i.block_number, i.log_index)
      order by f.block_number desc, f.log_index desc limit 1)`;
    const others = `select from inference i where i.fee_policy_id is distinct from ${inForce('fee_policy')}
      or i.attribution_index_id is distinct from ${inForce('attribution_index')}`;
    expect(await count(others)).toBe(0);
    expect(await count('select from fee_policy group by model_id having count(*) > 1')).toBeGreaterThan(3);
    const { rows } = await pool.query(
      `select i.*, f.* from inference i join fee_policy f on f.id = i.fee_policy_id where i.input_tokens > 0`,
    );
    for (const row of rows) {
      const tokens = { inputTokens: row.input_tokens, outputTokens: row.output_tokens };
      expect(computeFee(readPolicy(row), tokens)).toBe(row.fee_wei);
    }
  });

  it('has verdicts that follow from shares, policy and payouts by the rule itself', async () => {
    const { rows: answers } = await pool.query(
      `select r.*, f.input_rate_wei, f.output_rate_wei, f.platform_fee_wei, f.model_bps, f.staker_bps, f.contributor_bps,
         f.unattributed_recipient_id, p.platform_recipient_id, p.staker_recipient_id, m.owner_id,
         i.block_hash, i.fee_wei as settled_fee_wei
       from reconciliation r join inference i on i.id = r.id join fee_policy f on f.id = i.fee_policy_id
       join protocol_recipients p on p.id = i.protocol_recipients_id join model m on m.id = i.model_id`,
    );
    const seen = new Map<string, number>();
    for (const answer of answers) {
      const { rows: shares } = await pool.query(
        `select s.*, c.contributor_id from contribution_share s join contribution c on c.id = s.contribution_id
         where s.reconciliation_id = $1`,
        [answer.id],
      );
      const { rows: payouts } = await pool.query('select * from payout where inference_id = $1', [answer.id]);
      const { rows: lines } = await pool.query(
        'select * from reconciliation_line where reconciliation_id = $1 order by position',
        [answer.id],
      );
      seen.set(answer.verdict, (seen.get(answer.verdict) ?? 0) + 1);
      expect(answer.fee_wei).toBe(answer.settled_fee_wei);
      expect(answer.inference_block_hash).toBe(answer.block_hash);
      const paid = payouts.map((payout): PayoutItem => ({
        recipient: payout.recipient_id,
        role: payout.role as PayoutRole,
        contributionId: BigInt(payout.claimed_contribution_id),
        amountWei: payout.amount_wei,
      }));
      const isKnown = answer.verdict !== 'BAD_INDEX' && answer.verdict !== 'UNAVAILABLE';
      const contributors = new Map(shares.map((share) => [share.contribution_id, share.contributor_id as string]));
      const due = isKnown
        ? expectedPayouts(
            answer.fee_wei,
            readPolicy(answer),
            shares.map((share) => ({ contributionId: BigInt(share.contribution_id), weight: share.weight })),
            {
              platform: answer.platform_recipient_id,
              staker: answer.staker_recipient_id,
              model: answer.owner_id,
              unattributed: answer.unattributed_recipient_id,
              contributor: (id) => contributors.get(id.toString())!,
            },
          )
        : [];
      const compared = comparePayouts(due, paid);
      expect(answer.paid_wei).toBe(compared.paidWei);
      expect(answer.expected_wei).toBe(isKnown ? compared.expectedWei : null);
      if (isKnown) expect(compared.expectedWei).toBe(answer.fee_wei);
      if (['MATCHED', 'MISPAID', 'UNDERPAID', 'OVERPAID'].includes(answer.verdict)) {
        expect(answer.verdict).toBe(compared.verdict);
      } else if (answer.verdict === 'UNPAID') {
        expect(paid).toEqual([]);
      }
      const toText = (line: { recipient: string; role: string; expected: bigint | null; paid: bigint }) =>
        `${line.recipient} ${line.role} ${line.expected} ${line.paid}`;
      expect(lines.map((line) => toText({ ...line, expected: line.expected_wei, paid: line.paid_wei }))).toEqual(
        compared.lines.map((line) =>
          toText({ ...line, expected: isKnown ? line.expectedWei : null, paid: line.paidWei }),
        ),
      );
      const weightSum = shares.reduce((sum, { weight }) => sum + (weight as bigint), 0n);
      for (const share of shares) {
        const rows = share.rows as { weight: string }[];
        expect(rows.reduce((sum, { weight }) => sum + BigInt(weight), 0n)).toBe(share.weight);
        expect(BigInt(share.share_bps)).toBe((10_000n * share.weight) / weightSum);
      }
    }
    const wrong = ['MISPAID', 'UNDERPAID', 'OVERPAID', 'UNPAID', 'FORGED_QUERY', 'BAD_INDEX', 'UNAVAILABLE'];
    expect([...seen.keys()].sort()).toEqual(['MATCHED', ...wrong].sort());
    expect(seen.get('MATCHED')! / answers.length).toBeGreaterThan(0.9);
    // None is stale; those of the last block wait.
    const stale = `select from reconciliation r join inference i on i.id = r.id where r.payouts_digest <> ${payoutsDigestSql}`;
    expect(await count(stale)).toBe(0);
    const pending = await count(
      'select from inference i where not exists(select from reconciliation r where r.id = i.id)',
    );
    expect(pending).toBeGreaterThan(0);
  });

  it('attributes to what the model was trained on', async () => {
    const untrained = `select from contribution_share s join inference i on i.id = s.reconciliation_id
      join contribution c on c.id = s.contribution_id
      where not exists(select from training_run t join training_run_input n on n.training_run_id = t.id
        join datanet_version v on v.id = n.datanet_version_id
        where t.model_id = i.model_id and v.datanet_id = c.datanet_id and c.accepted
          and c.reviewed_block_number <= v.block_number
          and (c.withdrawn_block_number is null or c.withdrawn_block_number > v.block_number))`;
    expect(await count(untrained)).toBe(0);
    const weights = `select from attribution_datanet_weight w
      where w.weight <> (select sum(s.weight) from contribution_share s join contribution c on c.id = s.contribution_id
        where s.reconciliation_id = w.attribution_id and c.datanet_id = w.datanet_id)`;
    expect(await count(weights)).toBe(0);
    const versions = `select from datanet_version v where v.contribution_count <>
      (select count(*) from contribution c where c.datanet_id = v.datanet_id and c.accepted
        and c.reviewed_block_number < v.block_number
        and (c.withdrawn_block_number is null or c.withdrawn_block_number >= v.block_number))`;
    expect(await count(versions)).toBe(0);
    expect(await count('select from contribution where withdrawn_block_number is not null')).toBeGreaterThan(0);
  });

  it('adds up: claims, gOPEN, votes', async () => {
    const overdrawn = `select from reward_claim c join lateral (
        select (select sum(amount_wei) from payout p where p.recipient_id = c.recipient_id
            and (p.block_number, p.log_index) < (c.block_number, c.log_index)) as paid,
          (select sum(amount_wei) from reward_claim d where d.recipient_id = c.recipient_id
            and (d.block_number, d.log_index) <= (c.block_number, c.log_index)) as claimed) as sums on true
      where sums.paid is distinct from sums.claimed`;
    expect(await count(overdrawn)).toBe(0);
    const { rows } = await pool.query(
      `select (select sum(balance_wei) from g_open_holder) as balances,
         (select supply_wei from g_open_transfer order by block_number desc, log_index desc limit 1) as supply`,
    );
    expect(rows[0]!.balances).toBe(rows[0]!.supply);
    const votes = `select from g_open_holder h where h.votes_wei <>
      (select coalesce(sum(d.balance_wei), 0) from g_open_holder d where d.delegate_id = h.id)`;
    expect(await count(votes)).toBe(0);
    const tallies = `select from proposal p where p.for_votes_wei + p.against_votes_wei + p.abstain_votes_wei <>
      (select coalesce(sum(v.weight_wei), 0) from vote v where v.proposal_id = p.id)`;
    expect(await count(tallies)).toBe(0);
    expect(await count('select from proposal where for_votes_wei > 0')).toBeGreaterThan(0);
  });

  it('is skewed as real ones are: a tenth of the models answers more than a third', async () => {
    const { rows } = await pool.query<{ n: bigint }>(
      'select count(*) as n from inference group by model_id order by 1 desc',
    );
    const counts = rows.map(({ n }) => Number(n));
    const top = counts.slice(0, Math.ceil(counts.length / 10)).reduce((sum, n) => sum + n, 0);
    expect(top / INFERENCES).toBeGreaterThan(1 / 3);
    expect(counts.length).toBeGreaterThan(10);
  });

  it('is final but for its last blocks', async () => {
    const { rows } = await pool.query(
      `select h.*, s.height, (select max(number) from block) as newest from chain_head h, squid_processor.status s`,
    );
    const [head] = rows;
    expect(head).toMatchObject({ latest_block_number: head!.newest, height: head!.finalized_block_number });
    expect(head!.finalized_block_number).toBeLessThan(head!.safe_block_number);
    expect(await count(`select from block where number > ${head!.finalized_block_number}`)).toBe(2);
  });

  it('cannot be mixed with a chain: nothing is indexed or cleared while its mark stands', async () => {
    await expect(pool.query('update squid_processor.status set height = height + 1')).rejects.toThrow(
      'holds a synthetic ledger',
    );
    await expect(
      pool.query(`set session_replication_role = replica; update squid_processor.status set height = 7`),
    ).rejects.toThrow('holds a synthetic ledger');
    await expect(resetChainTables(database.url)).rejects.toThrow('holds a synthetic ledger');
    expect(await count('select from inference')).toBe(INFERENCES);
  });
});

describe('seeding', () => {
  it('gives the same rows for the same seed, and others for another; raw events may be left out', async () => {
    const digests = [];
    for (const [seed, withEvents] of [
      ['a', true],
      ['a', true],
      ['b', true],
      ['a', false],
    ] as const) {
      const other = await createTestDatabase();
      await seedLedger(other.url, { inferenceCount: 100, seed, withEvents });
      const otherPool = createPool(other.url, { max: 1 });
      const digest = new Map<string, string>();
      for (const table of TABLES) {
        const { rows } = await otherPool.query<{ d: string }>(
          `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as d from "${table}" t`,
        );
        digest.set(table, rows[0]!.d);
      }
      await otherPool.end();
      await other.close();
      digests.push(digest);
    }
    const [first, again, second, lean] = digests;
    expect(again).toEqual(first);
    expect(second!.get('payout')).not.toBe(first!.get('payout'));
    for (const table of ['protocol_event', 'transaction']) {
      expect(lean!.get(table)).not.toBe(first!.get(table));
      lean!.set(table, first!.get(table)!);
    }
    expect(lean).toEqual(first);
  });

  it('refuses a database that holds anything, and leaves it as it is', async () => {
    await expect(seedLedger(database.url, { inferenceCount: 100 })).rejects.toThrow(
      new LedgerNotEmptyError({ table: 'ledger_origin', isSynthetic: true }).message,
    );
    const real = await createTestDatabase();
    const realPool = createPool(real.url, { max: 1 });
    await realPool.query(
      `insert into block (id, number, hash, parent_hash, timestamp) values ('1', 1, '0x', '0x', now())`,
    );
    const before = await describeSchema(realPool);
    await expect(seedLedger(real.url, { inferenceCount: 100 })).rejects.toThrow('was read from a chain: "block"');
    expect(await describeSchema(realPool)).toEqual(before);
    await realPool.end();
    await real.close();
  });

  it('refuses sizes that cannot be, and a role that is no superuser', async () => {
    const empty = await createTestDatabase();
    for (const inferenceCount of [0, 49, 1e9, Number.NaN, 100.5]) {
      await expect(seedLedger(empty.url, { inferenceCount })).rejects.toBeInstanceOf(SeedSizeError);
    }
    const url = await empty.createReadOnlyUrl();
    await expect(seedLedger(url, { inferenceCount: 100 })).rejects.toBeInstanceOf(SeedRoleError);
    await empty.close();
  });
});

function readPolicy(row: Readonly<Record<string, unknown>>) {
  return {
    inputRateWei: row['input_rate_wei'] as bigint,
    outputRateWei: row['output_rate_wei'] as bigint,
    platformFeeWei: row['platform_fee_wei'] as bigint,
    modelBps: row['model_bps'] as number,
    stakerBps: row['staker_bps'] as number,
    contributorBps: row['contributor_bps'] as number,
  };
}
