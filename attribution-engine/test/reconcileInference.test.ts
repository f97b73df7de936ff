import { canonicalJson, digestOf, sharesRoot, type PayoutItem } from '@tributary/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { ModelLibrary } from '../src/model/modelLibrary.js';
import type { InferenceFacts } from '../src/reconcile/inferenceFacts.js';
import { reconcileInference } from '../src/reconcile/reconcileInference.js';
import type { ReconciliationResult } from '../src/reconcile/reconciliation.js';
import { openBackend } from '../src/score/openBackend.js';
import {
  CONTRIBUTORS,
  GATEWAY,
  METHOD,
  NOBODY,
  OWNER,
  PLATFORM,
  STAKER,
  createTinyNetwork,
  type MemoryBlobs,
  type SettledAnswer,
  type TinyNetwork,
  NO_SOURCE,
} from './tinyNetwork.js';

let network: TinyNetwork;
let blobs: MemoryBlobs;
let library: ModelLibrary;
let honest: SettledAnswer;

beforeAll(async () => {
  network = await createTinyNetwork();
  blobs = network.createBlobs();
  library = new ModelLibrary(blobs, await openBackend(), {
    modelBytes: 1 << 24,
    indexBytes: 1 << 24,
    memoryBytes: 1 << 24,
    models: 2,
  });
  honest = await network.settle(blobs);
});

/** Decides, and sees to what holds for every decision. */
async function decide(facts: Partial<InferenceFacts>): Promise<ReconciliationResult> {
  const result = await reconcileInference(
    { ...honest.facts, ...facts },
    {
      library,
      source: NO_SOURCE,
      loadContributors: async (ids) =>
        new Map(ids.flatMap((id) => (CONTRIBUTORS.has(id) ? [[id, CONTRIBUTORS.get(id)!] as const] : []))),
    },
  );
  expect(() => canonicalJson(result.evidence)).not.toThrow();
  const paidWei = (facts.payouts ?? honest.facts.payouts).reduce((total, { amountWei }) => total + amountWei, 0n);
  expect(result.paidWei).toBe(paidWei);
  expect(result.lines.reduce((total, line) => total + line.paidWei, 0n)).toBe(paidWei);
  for (const { expectedWei } of result.lines) expect(expectedWei === null).toBe(result.expectedWei === null);
  return result;
}

/** The honest payouts with one of them changed. */
function payoutsWith(role: PayoutItem['role'], change: (item: PayoutItem) => PayoutItem[]): PayoutItem[] {
  const position = honest.facts.payouts.findIndex((item) => item.role === role);
  return honest.facts.payouts.flatMap((item, i) => (i === position ? change(item) : [item]));
}

describe('the example', () => {
  it('is shaped by the rows that say the same, of contributions 2 and 4', () => {
    expect(honest.shares.map(({ contributionId }) => contributionId)).toEqual(expect.arrayContaining([2n, 4n]));
    expect(honest.shares.flatMap(({ rows }) => rows.map(({ row }) => row))).toEqual(expect.arrayContaining([0, 1]));
    expect(honest.facts.payouts.map(({ role }) => role).slice(0, 4)).toEqual([
      'PLATFORM',
      'MODEL',
      'STAKER',
      'CONTRIBUTOR',
    ]);
  });
});

describe('money', () => {
  it('MATCHED: everybody got exactly what is due', async () => {
    const result = await decide({});
    expect(result).toMatchObject({
      verdict: 'MATCHED',
      expectedWei: honest.facts.feeWei,
      paidWei: honest.facts.feeWei,
      unattributed: false,
      method: METHOD,
      queryCosine: 1,
      queryBlockError: 0,
      backend: 'wasm',
      retry: false,
    });
    expect(result.shares).toEqual(honest.shares);
    expect(result.lines).toEqual(
      honest.facts.payouts.map(({ amountWei, ...line }) => ({ ...line, expectedWei: amountWei, paidWei: amountWei })),
    );
    expect(result.evidence).toMatchObject({
      inferenceId: '1',
      sharesRoot: honest.facts.attribution!.sharesRoot,
      query: { committed: honest.facts.attribution!.queryDigest, accepted: true },
      weights: honest.shares.map(({ contributionId, weight }) => [`${contributionId}`, `${weight}`]),
      due: honest.facts.payouts.map((item) => [
        item.recipient,
        item.role,
        `${item.contributionId}`,
        `${item.amountWei}`,
      ]),
    });
  });

  it('MATCHED: and says that other token counts were charged than the transcript holds', async () => {
    const charged = { ...honest.facts, outputTokens: honest.facts.outputTokens + 7n };
    const { verdict, reason, evidence } = await decide({ outputTokens: charged.outputTokens });
    expect(verdict).toBe('MATCHED');
    expect(reason).toMatch(new RegExp(`charged for ${charged.inputTokens} \\+ ${charged.outputTokens} tokens`));
    expect(evidence).toMatchObject({ tokens: { charged: [`${charged.inputTokens}`, `${charged.outputTokens}`] } });
    expect((await decide({})).reason).not.toContain('charged');
  });

  it('MATCHED: in any order, in parts, and before anything was posted', async () => {
    const inParts = payoutsWith('CONTRIBUTOR', (item) => [
      { ...item, amountWei: item.amountWei - 1n },
      { ...item, recipient: item.recipient.toUpperCase().replace('0X', '0x'), amountWei: 1n },
    ]).reverse();
    expect(await decide({ payouts: inParts, attribution: null })).toMatchObject({ verdict: 'MATCHED' });
  });

  it('MISPAID: the right total to the wrong recipient, role or contribution', async () => {
    const changes: Partial<PayoutItem>[] = [{ recipient: GATEWAY }, { role: 'MODEL' }, { contributionId: 999n }];
    for (const change of changes) {
      const payouts = payoutsWith('CONTRIBUTOR', (item) => [{ ...item, ...change }]);
      expect(
        await decide({ payouts }),
        JSON.stringify(change, (_, v: unknown) => String(v)),
      ).toMatchObject({
        verdict: 'MISPAID',
        expectedWei: honest.facts.feeWei,
      });
    }
  });

  it('MISPAID: one wei from one contributor to another', async () => {
    const payouts = honest.facts.payouts.map((item) =>
      item.contributionId === 2n
        ? { ...item, amountWei: item.amountWei + 1n }
        : item.contributionId === 4n
          ? { ...item, amountWei: item.amountWei - 1n }
          : item,
    );
    const { verdict, lines } = await decide({ payouts });
    expect(verdict).toBe('MISPAID');
    expect(
      lines.filter((line) => line.expectedWei !== line.paidWei).map(({ contributionId }) => contributionId),
    ).toEqual([2n, 4n]);
  });

  it('UNDERPAID and OVERPAID: by one wei', async () => {
    const less = payoutsWith('STAKER', (item) => [{ ...item, amountWei: item.amountWei - 1n }]);
    expect(await decide({ payouts: less })).toMatchObject({ verdict: 'UNDERPAID', paidWei: honest.facts.feeWei - 1n });
    const more = [
      ...honest.facts.payouts,
      { recipient: GATEWAY, role: 'MODEL', contributionId: 0n, amountWei: 1n } as const,
    ];
    const { verdict, lines } = await decide({ payouts: more });
    expect(verdict).toBe('OVERPAID');
    expect(lines.at(-1)).toEqual({
      recipient: GATEWAY,
      role: 'MODEL',
      contributionId: 0n,
      expectedWei: 0n,
      paidWei: 1n,
    });
  });

  it('UNPAID: nothing, and the grace period is over; what is due is known', async () => {
    const result = await decide({ payouts: [] });
    expect(result).toMatchObject({ verdict: 'UNPAID', expectedWei: honest.facts.feeWei, paidWei: 0n, retry: false });
    expect(result.lines.map(({ expectedWei }) => expectedWei)).toEqual(
      honest.facts.payouts.map(({ amountWei }) => amountWei),
    );
  });

  it('UNPAID comes before what cannot be had, and is looked into again', async () => {
    const transcript = { digest: digestOf(Uint8Array.of(9)), uri: 'ipfs://' };
    expect(await decide({ payouts: [], transcript })).toMatchObject({
      verdict: 'UNPAID',
      expectedWei: null,
      retry: true,
    });
    expect(await decide({ payouts: [], index: null })).toMatchObject({
      verdict: 'UNPAID',
      expectedWei: null,
      retry: false,
    });
  });

  it('cannot be split when the fee is below the platform`s part', async () => {
    const result = await decide({ feeWei: 1n });
    expect(result).toMatchObject({ verdict: 'UNAVAILABLE', expectedWei: null, retry: false });
  });
});

describe('an unattributed answer', () => {
  it('is due to the policy`s recipient', async () => {
    const silent = await network.settle(blobs, { prompt: 'What is a stream?', completion: '', endless: true });
    expect(silent.shares).toEqual([]);
    const result = await decide(silent.facts);
    expect(result).toMatchObject({ verdict: 'MATCHED', unattributed: true, shares: [] });
    expect(result.evidence).toMatchObject({
      unattributed: expect.stringMatching(/^(GATE|NOTHING_ABOVE_FLOOR)$/),
      sharesRoot: sharesRoot([]),
    });
    expect(result.lines.at(-1)).toMatchObject({ recipient: NOBODY, role: 'UNATTRIBUTED', contributionId: 0n });
  });

  it('is MISPAID when it is paid to a contributor', async () => {
    const silent = await network.settle(blobs, { prompt: 'What is a stream?', completion: 'it flows' });
    expect(silent.shares).toEqual([]);
    const payouts = silent.facts.payouts.map((item) =>
      item.role === 'UNATTRIBUTED'
        ? { ...item, recipient: CONTRIBUTORS.get('2')!, role: 'CONTRIBUTOR' as const, contributionId: 2n }
        : item,
    );
    const { verdict, lines } = await decide({ ...silent.facts, payouts });
    expect(verdict).toBe('MISPAID');
    expect(lines.map(({ recipient }) => recipient)).toEqual([PLATFORM, OWNER, STAKER, NOBODY, CONTRIBUTORS.get('2')]);
  });
});

describe('several inferences', () => {
  it('share one loaded model, and none sees the others', async () => {
    const answers = [
      honest,
      await network.settle(blobs, { prompt: 'hello', completion: 'zzz' }),
      await network.settle(blobs, { prompt: 'é🌊\n', completion: '\n\t"' }),
    ];
    const alone = [];
    for (const { facts } of answers) alone.push((await decide(facts)).evidence);
    const together = await Promise.all([...answers].reverse().map(({ facts }) => decide(facts)));
    expect(together.reverse().map(({ evidence }) => evidence)).toEqual(alone);
    expect(together.map(({ verdict }) => verdict)).toEqual(['MATCHED', 'MATCHED', 'MATCHED']);
  });

  it('outlive a library that keeps only one model', async () => {
    const small = new ModelLibrary(blobs, await openBackend('reference'), { ...library.limits, models: 1 });
    const context = { library: small, source: NO_SOURCE, loadContributors: async () => CONTRIBUTORS };
    for (let round = 0; round < 2; round++) {
      const { verdict, backend } = await reconcileInference(honest.facts, context);
      expect([verdict, backend]).toEqual(['MATCHED', 'reference']);
    }
    small.dispose();
  });
});

describe('this machine`s own failures', () => {
  it('are thrown, not put on the operator', async () => {
    const context = {
      library,
      source: NO_SOURCE,
      loadContributors: () => Promise.reject(new Error('the database is gone')),
    };
    await expect(reconcileInference(honest.facts, context)).rejects.toThrow('the database is gone');
  });
});
