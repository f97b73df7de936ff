// Longer than 300 lines because it is one ledger: its events only make sense together.
import type { LineageEdgeName, LineageVertex } from '@tributary/db';

/** One random step; its numbers choose among what is there. */
export interface Step {
  readonly what: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Whether it stands in a block of its own. */
  readonly isNewBlock: boolean;
}

export type Row = Record<string, unknown>;

/** An edge as it came about, in the order of the chain. */
export interface TestEdge {
  readonly name: LineageEdgeName;
  readonly from: LineageVertex;
  readonly to: LineageVertex;
  readonly blockNumber: number;
  readonly logIndex: number;
  /** Among edges of one event, the smallest is told first. */
  readonly tie: number;
}

export interface TestLedger {
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly edges: readonly TestEdge[];
  readonly headBlockNumber: number;
}

export const digestOf = (label: string): string => `0x${Buffer.from(label).toString('hex').padStart(64, '0')}`;
export const addressOf = (number: number): string => `0x${(number + 1).toString(16).padStart(40, '0')}`;
export const blockHashOf = (blockNumber: number): string => digestOf(`block${blockNumber}`);

/** Events by their place below that happen more often than others: without them little hangs together. */
const OFTEN = [1, 1, 2, 2, 2, 4, 8, 8, 10, 10, 11, 11, 12, 13, 13, 14, 15, 16, 17, 18, 18, 19];

interface ContributionState {
  row: Row;
  isAccepted: boolean;
  isWithdrawn: boolean;
}

/**
 * A small ledger as squid and the engine would write it, and beside it the edges of its lineage, told as the events happen:
 * what a version holds is what was accepted and not withdrawn at that moment, not what a query finds later. The first steps
 * alone give the ledger as it was then; `verdictSteps` decide the verdicts, which are no part of the chain.
 */
export function buildLedger(steps: readonly Step[], verdictSteps = steps): TestLedger {
  const tables: Record<string, Row[]> = {};
  const edges: TestEdge[] = [];
  const contributions: ContributionState[] = [];
  const indexInForce = new Map<string, string>();
  let blockNumber = 1;
  let logIndex = -1;
  let eventId = '';

  const rows = (table: string) => (tables[table] ??= []);
  const pick = (table: string, number: number): Row | undefined => {
    const found = rows(table);
    return found.length === 0 ? undefined : found[number % found.length];
  };
  const idOf = (row: Row | undefined) => (row === undefined ? null : String(row['id']));
  const account = (number: number): string => {
    const id = addressOf(number % 5);
    if (!rows('account').some((row) => row['id'] === id))
      rows('account').push({ id, first_seen_block_number: blockNumber });
    return id;
  };
  const place = () => ({
    ...{ block_number: blockNumber, log_index: logIndex },
    ...{ transaction_hash: digestOf(eventId), signer: addressOf(0) },
  });
  const add = (table: string, row: Row): Row => {
    rows(table).push(row);
    return row;
  };
  const connect = (
    name: LineageEdgeName,
    from: readonly [LineageVertex['kind'], string | null],
    to: readonly [LineageVertex['kind'], string | null],
    tie = 0,
  ) => {
    const [[fromKind, fromId], [toKind, toId]] = [from, to];
    if (fromId === null || toId === null) return;
    const edge = {
      name,
      from: { kind: fromKind, id: fromId },
      to: { kind: toKind, id: toId },
      blockNumber,
      logIndex,
      tie,
    };
    const isKnown = edges.some((one) => one.name === name && one.from.id === fromId && one.to.id === toId);
    if (!isKnown) edges.push(edge);
  };
  const addEvent = (name: string, args: Row) =>
    add('protocol_event', {
      ...{ id: eventId, block_id: String(blockNumber), contract: 'x', address: addressOf(0), name, args, ...place() },
    });

  const events: ((step: Step) => void)[] = [
    ({ a }) => {
      const id = String(rows('datanet').length + 1);
      const owner = account(a);
      add('datanet', { id, owner_id: owner, name: 'd', metadata_uri: 'u', metadata_digest: digestOf(id), ...place() });
      connect('CREATED', ['Account', owner], ['Datanet', id]);
    },
    ({ a, b }) => {
      const id = String(contributions.length + 1);
      const datanet = b % 7 === 0 ? null : idOf(pick('datanet', b));
      const contributor = account(a);
      const row = add('contribution', {
        ...{ id, datanet_id: datanet, claimed_datanet_id: datanet ?? '99', contributor_id: contributor },
        ...{
          content_digest: digestOf(id),
          content_uri: 'u',
          license: 'MIT',
          row_count: '1',
          byte_count: '1',
          ...place(),
        },
      });
      contributions.push({ row, isAccepted: false, isWithdrawn: false });
      connect('CONTRIBUTED', ['Account', contributor], ['Contribution', id]);
      connect('CONTRIBUTED_TO', ['Contribution', id], ['Datanet', datanet]);
    },
    ({ a, b }) => {
      const open = contributions.filter((one) => one.row['reviewed_block_number'] === undefined);
      const state = open[a % Math.max(1, open.length)];
      if (state === undefined) return;
      state.isAccepted = b % 4 !== 0;
      Object.assign(state.row, {
        ...{ accepted: state.isAccepted, quality_bps: 1, review_reason_uri: 'u', reviewer: account(b) },
        ...{ reviewed_block_number: blockNumber, review_transaction_hash: digestOf(eventId) },
      });
      addEvent('ContributionReviewed', { contributionId: state.row['id'] });
    },
    ({ a }) => {
      const state = contributions[a % Math.max(1, contributions.length)];
      if (state === undefined || state.isWithdrawn) return;
      state.isWithdrawn = true;
      Object.assign(state.row, {
        ...{ withdrawn_block_number: blockNumber, withdrawal_reason: 'r' },
        ...{ withdrawal_transaction_hash: digestOf(eventId) },
      });
      addEvent('ContributionWithdrawn', { contributionId: state.row['id'] });
    },
    ({ a }) => {
      const datanet = idOf(pick('datanet', a));
      if (datanet === null) return;
      const version = rows('datanet_version').filter((row) => row['datanet_id'] === datanet).length + 1;
      const id = `${datanet}-${version}`;
      const held = contributions.filter(
        (one) => one.row['datanet_id'] === datanet && one.isAccepted && !one.isWithdrawn,
      );
      add('datanet_version', {
        ...{ id, datanet_id: datanet, version: String(version), contributions_root: digestOf(id) },
        ...{ contribution_count: String(held.length), ...place() },
      });
      connect('PUBLISHED_AS', ['Datanet', datanet], ['DatanetVersion', id]);
      for (const { row } of held)
        connect(
          'INCLUDED_IN',
          ['Contribution', idOf(row)],
          ['DatanetVersion', id],
          -contributions.findIndex((one) => one.row === row),
        );
    },
    ({ a, b, c }) => {
      const id = String(rows('model').length + 1);
      const base = c % 2 === 0 ? null : idOf(pick('model', b));
      const owner = account(a);
      add('model', {
        ...{ id, owner_id: owner, base_model_id: base, kind: base === null ? 'BASE' : 'ADAPTER', name: 'm' },
        ...{ artifact_uri: 'u', artifact_digest: digestOf(id), card_digest: digestOf(id), ...place() },
      });
      connect('REGISTERED', ['Account', owner], ['Model', id]);
      connect('BASE_OF', ['Model', base], ['Model', id]);
    },
    ({ a }) => {
      const model = pick('model', a);
      if (model !== undefined && model['deprecated_block_number'] === undefined)
        model['deprecated_block_number'] = blockNumber;
    },
    ({ a, b }) => {
      const model = pick('model', a);
      if (model === undefined) return;
      const controller = b % 3 === 0 ? null : account(b);
      model['fee_policy_controller_id'] = controller;
      addEvent('FeePolicyControllerSet', { modelId: model['id'], controller: controller ?? `0x${'0'.repeat(40)}` });
    },
    ({ a, b, c }) => {
      const id = String(rows('training_run').length + 1);
      const model = c % 5 === 0 ? null : idOf(pick('model', a));
      const trainer = account(c);
      add('training_run', { id, model_id: model, trainer_id: trainer, config_digest: digestOf(id), ...place() });
      connect('RECORDED', ['Account', trainer], ['TrainingRun', id]);
      connect('PRODUCED', ['TrainingRun', id], ['Model', model]);
      for (let position = 0; position < b % 4; position++) {
        const version = (b + position) % 5 === 0 ? undefined : pick('datanet_version', c + position * (b % 3));
        const datanet =
          version === undefined
            ? (c + position) % 2 === 0
              ? null
              : idOf(pick('datanet', c))
            : String(version['datanet_id']);
        add('training_run_input', {
          ...{ id: `${id}-${position}`, training_run_id: id, position, datanet_id: datanet },
          ...{ datanet_version_id: idOf(version), claimed_datanet_id: datanet ?? '77', claimed_version: '1' },
          block_number: blockNumber,
        });
        connect('USED_BY', ['DatanetVersion', idOf(version)], ['TrainingRun', id], position);
        if (version === undefined) connect('CLAIMED_BY', ['Datanet', datanet], ['TrainingRun', id], position);
      }
    },
    ({ a }) => {
      const model = idOf(pick('model', a));
      if (model === null) return;
      const id = `ix${rows('attribution_index').length}`;
      add('attribution_index', {
        ...{ id, model_id: model, method: 'gradient/1', index_root: digestOf(id), row_count: '1', dimension: 1 },
        ...{ index_uri: 'u', ...place() },
      });
      indexInForce.set(model, id);
      connect('INDEXED_AS', ['Model', model], ['AttributionIndex', id]);
    },
    ({ a, b }) => {
      const id = String(rows('inference').length + 1);
      const model = a % 9 === 0 ? null : idOf(pick('model', a));
      const index = model === null ? null : (indexInForce.get(model) ?? null);
      const payer = account(b);
      add('inference', {
        ...{
          id,
          model_id: model,
          payer_id: payer,
          input_tokens: '1',
          output_tokens: '1',
          fee_wei: `${10n ** 20n + BigInt(a)}`,
        },
        ...{ transcript_digest: digestOf(id), transcript_uri: 'u', attribution_index_id: index },
        ...{ block_hash: blockHashOf(blockNumber), settled_at: '2026-01-01T00:00:00Z', ...place() },
      });
      connect('PAID_FOR', ['Account', payer], ['Inference', id]);
      connect('ANSWERED', ['Model', model], ['Inference', id]);
      connect('IN_FORCE_FOR', ['AttributionIndex', index], ['Inference', id]);
    },
    ({ a, b, c }) => {
      const id = `p${rows('payout').length}`;
      const inference = idOf(pick('inference', a));
      const contribution = c % 3 === 0 ? null : idOf(pick('contribution', b));
      const recipient = account(c);
      add('payout', {
        ...{ id, inference_id: inference, claimed_inference_id: inference ?? '9', recipient_id: recipient },
        ...{ role: contribution === null ? 'MODEL' : 'CONTRIBUTOR', contribution_id: contribution },
        ...{ claimed_contribution_id: contribution ?? '0', amount_wei: `${10n ** 19n + BigInt(b)}`, ...place() },
      });
      connect('PAID_OUT', ['Inference', inference], ['Payout', id]);
      connect('EARNED', ['Contribution', contribution], ['Payout', id]);
      connect('PAID_TO', ['Payout', id], ['Account', recipient]);
    },
    ({ a }) => {
      const id = String(rows('stake').length);
      const recipient = account(a);
      add('stake', { id, recipient_id: recipient, principal_wei: 100n, ...place() });
      add('stake_event', stakeEvent(id, 'STAKED', recipient, 100n));
    },
    ({ a, b }) => {
      const stake = pick('stake', a);
      if (stake === undefined) return;
      add('stake_event', stakeEvent(String(stake['id']), 'TOPPED_UP', String(stake['recipient_id']), BigInt(b)));
      if (stake['ended_block_number'] === undefined)
        stake['principal_wei'] = (stake['principal_wei'] as bigint) + BigInt(b);
    },
    ({ a }) => {
      const stake = pick('stake', a);
      if (stake === undefined || stake['ended_block_number'] !== undefined) return;
      add('stake_event', stakeEvent(String(stake['id']), 'UNSTAKED', String(stake['recipient_id']), 5n));
      Object.assign(stake, {
        ended_block_number: blockNumber,
        end_transaction_hash: digestOf(eventId),
        returned_wei: 5n,
      });
    },
    ({ a, b }) => {
      const inference = idOf(pick('inference', a));
      add('payout_challenge', {
        ...{ id: eventId, inference_id: inference, claimed_inference_id: inference ?? '9', challenger_id: account(b) },
        ...{ evidence_digest: digestOf('ev'), ...place() },
      });
    },
    ({ a, b }) => {
      const challenge = pick('payout_challenge', a);
      if (challenge === undefined || challenge['resolved_block_number'] !== undefined) return;
      Object.assign(challenge, {
        ...{ resolved_block_number: blockNumber, upheld: b % 2 === 0, corrected_wei: 7n },
        ...{ resolution_transaction_hash: digestOf(eventId) },
      });
    },
    ({ a }) => {
      const id = String(rows('proposal').length + 1);
      add('proposal', {
        ...{ id, proposer_id: account(a), description: 'd', vote_start_seconds: 1n, vote_end_seconds: 2n },
        ...{ against_votes_wei: 0n, for_votes_wei: 0n, abstain_votes_wei: 0n, ...place() },
      });
    },
    ({ a, b, c }) => {
      const proposal = pick('proposal', a);
      if (proposal === undefined) return;
      const [support = '', column = ''] = [
        ['AGAINST', 'against_votes_wei'],
        ['FOR', 'for_votes_wei'],
        ['ABSTAIN', 'abstain_votes_wei'],
      ][b % 3]!;
      const isCounted = c % 3 > 0;
      add('vote', {
        ...{ id: eventId, proposal_id: proposal['id'], claimed_proposal_id: proposal['id'], voter_id: account(c) },
        ...{ support, weight_wei: BigInt(b), reason: 'r', is_counted: isCounted, ...place() },
      });
      if (isCounted) proposal[column] = (proposal[column] as bigint) + BigInt(b);
    },
    ({ a, b }) => {
      const proposal = pick('proposal', a);
      const verb = b % 3 === 0 ? 'executed' : b % 3 === 1 ? 'queued' : 'canceled';
      if (proposal === undefined || proposal[`${verb}_block_number`] !== undefined) return;
      proposal[`${verb}_block_number`] = blockNumber;
      if (verb === 'queued') Object.assign(proposal, { eta_seconds: 5n, queue_transaction_hash: digestOf(eventId) });
    },
  ];
  const stakeEvent = (stake: string, kind: string, recipient: string, amountWei: bigint): Row => ({
    ...{ id: eventId, stake_id: stake, claimed_stake_id: stake, kind, recipient_id: recipient },
    ...{ amount_wei: amountWei, ...place() },
  });

  for (const step of steps) {
    if (step.isNewBlock) {
      blockNumber += 1 + (step.c % 2);
      logIndex = -1;
    }
    logIndex += 1;
    eventId = `e${blockNumber}-${logIndex}`;
    if (rows('block').at(-1)?.['number'] !== blockNumber)
      add('block', {
        ...{ id: String(blockNumber), number: blockNumber, hash: blockHashOf(blockNumber) },
        ...{ parent_hash: blockHashOf(blockNumber - 1), timestamp: new Date(blockNumber * 2_000).toISOString() },
      });
    events[OFTEN[step.what % (2 * OFTEN.length)] ?? step.what % events.length]?.(step);
  }
  addVerdicts(tables, edges, verdictSteps);
  return { tables, edges, headBlockNumber: blockNumber };
}

/** What the engine says of the inferences: shares of some contributions, and sometimes a verdict about a block that is gone. */
function addVerdicts(tables: Record<string, Row[]>, edges: TestEdge[], steps: readonly Step[]): void {
  const contributions = tables['contribution'] ?? [];
  for (const [number, inference] of (tables['inference'] ?? []).entries()) {
    const step = steps[number % steps.length];
    if (step === undefined || step.a % 5 === 0) continue;
    const isStale = step.b % 6 === 0;
    const id = String(inference['id']);
    const blockNumber = Number(inference['block_number']);
    (tables['reconciliation'] ??= []).push({
      ...{
        id,
        inference_block_number: blockNumber,
        inference_block_hash: isStale ? digestOf('gone') : inference['block_hash'],
      },
      ...{ payouts_digest: 'x', verdict: 'MATCHED', reason: 'r', fee_wei: '1', paid_wei: '1', engine_version: '1' },
      ...{
        elapsed_ms: 1,
        attempts: 1,
        decided_at: '2026-01-01T00:00:00Z',
        evidence: '{}',
        evidence_digest: digestOf('ev'),
      },
    });
    for (const [position, contribution] of contributions.entries()) {
      if ((step.b + position) % 2 === 0) continue;
      const contributionId = String(contribution['id']);
      (tables['contribution_share'] ??= []).push({
        ...{ id: `${id}-${contributionId}`, reconciliation_id: id, contribution_id: contributionId },
        ...{ weight: '1', share_bps: 1, rows: [] },
      });
      // Shares of data that came after the answer would be nonsense, and a verdict may hold any.
      const placeOf = (row: Row) => Number(row['block_number']) * 1_000 + Number(row['log_index']);
      if (isStale || placeOf(contribution) > placeOf(inference)) continue;
      edges.push({
        ...{ name: 'SHAPED', from: { kind: 'Contribution', id: contributionId }, to: { kind: 'Inference', id } },
        ...{ blockNumber, logIndex: Number(inference['log_index']), tie: -position },
      });
    }
    // Of a contribution that the chain does not know.
    (tables['contribution_share'] ??= []).push({
      ...{ id: `${id}-404`, reconciliation_id: id, contribution_id: '404', weight: '1', share_bps: 1, rows: [] },
    });
  }
}
