import { computeDue, type InferenceFacts, type Recomputed } from '@tributary/attribution-engine';
import { createSeededRandom, type PayoutItem, type SeededRandom, type Verdict } from '@tributary/protocol';

/** Contributions that shape an answer; with platform, model and stakers that makes ten payouts. */
const SHARES = 7;
const ROWS_A_SHARE = 3;
const CONTRIBUTIONS = 10_000;
/** One in so many is paid wrongly. */
const WRONG_EVERY = 20;

export type PlantedVerdict = Extract<Verdict, 'MATCHED' | 'MISPAID' | 'UNDERPAID' | 'OVERPAID' | 'UNPAID'>;

/** A settled inference of which everything is known but what is due: facts of the chain, and the shares as scored. */
export interface ScoredInference {
  facts: InferenceFacts;
  scored: Omit<Recomputed, 'due'>;
  contributors: ReadonlyMap<string, string>;
  verdict: PlantedVerdict;
}

/** The same ones for the same seed. */
export function drawScoredInferences(seed: string, count: number): ScoredInference[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, number) => drawScoredInference(random, number));
}

function drawScoredInference(random: SeededRandom, number: number): ScoredInference {
  const inputTokens = BigInt(20 + (random.nextU32() % 400));
  const outputTokens = BigInt(20 + (random.nextU32() % 400));
  const shares = drawShares(random);
  const contributors = new Map(shares.map(({ contributionId: id }) => [id.toString(), addressOf(id)]));
  const facts: InferenceFacts = {
    inferenceId: '0',
    blockNumber: 0,
    blockHash: drawHex(random, 32),
    transactionHash: drawHex(random, 32),
    settledAt: new Date(1_760_000_000_000),
    feeWei: 10n ** 15n + BigInt(random.nextU32()) * 1_000_003n,
    inputTokens,
    outputTokens,
    gateway: addressOf(1n),
    transcript: { digest: drawHex(random, 32), uri: `ipfs://bafkreih${drawHex(random, 24)}` },
    model: {
      modelId: '2',
      owner: addressOf(2n),
      artifact: { digest: drawHex(random, 32), uri: 'ipfs://bafkreimodel' },
      base: { modelId: '1', digest: drawHex(random, 32), uri: 'ipfs://bafkreibase' },
    },
    policy: {
      eventId: '0000000100-00003',
      inputRateWei: 10n ** 15n,
      outputRateWei: 3n * 10n ** 15n,
      platformFeeWei: 10n ** 13n,
      modelBps: 4_000,
      stakerBps: 1_000,
      contributorBps: 5_000,
      unattributedRecipient: addressOf(5n),
    },
    index: {
      eventId: '0000000099-00001',
      method: 'gradient/2',
      root: drawHex(random, 32),
      uri: 'ipfs://bafkreiindex',
      rowCount: 40_000n,
    },
    recipients: { platform: addressOf(3n), staker: addressOf(4n) },
    attribution: {
      method: 'gradient/2',
      queryDigest: drawHex(random, 32),
      sharesRoot: drawHex(random, 32),
      transactionHash: drawHex(random, 32),
    },
    payouts: [],
    payoutsDigest: drawHex(random, 32),
    graceOver: true,
  };
  const scored: ScoredInference['scored'] = {
    tokens: { input: Number(inputTokens), output: Number(outputTokens) },
    check: {
      accepted: true,
      reason: '',
      query: new Uint8Array(0),
      committedDigest: drawHex(random, 32),
      ownDigest: drawHex(random, 32),
      cosine: 0.9999998,
      blockError: 0.0007,
    },
    attribution: { shares, unattributed: false },
    backend: { name: 'wasm' } as Recomputed['backend'],
    spans: [],
  };
  const verdict = choosePlanted(number);
  const { policy, recipients, model } = facts;
  const due = computeDue(facts, shares, {
    policy: policy!,
    recipients: recipients!,
    modelOwner: model!.owner,
    contributors,
  });
  return { facts: { ...facts, payouts: payWrongly(due, verdict) }, scored, contributors, verdict };
}

function choosePlanted(number: number): PlantedVerdict {
  if (number % WRONG_EVERY !== 0) return 'MATCHED';
  return (['MISPAID', 'UNDERPAID', 'OVERPAID', 'UNPAID'] as const)[(number / WRONG_EVERY) % 4]!;
}

function payWrongly(due: readonly PayoutItem[], verdict: PlantedVerdict): PayoutItem[] {
  const last = due.at(-1)!;
  const others = due.slice(0, -1);
  switch (verdict) {
    case 'MATCHED':
      return [...due];
    case 'MISPAID':
      return [...others, { ...last, recipient: addressOf(6n) }];
    case 'UNDERPAID':
      return others;
    case 'OVERPAID':
      return [...due, last];
    case 'UNPAID':
      return [];
  }
}

function drawShares(random: SeededRandom): ScoredInference['scored']['attribution']['shares'] {
  const ids = new Set<bigint>();
  while (ids.size < SHARES) ids.add(BigInt(100 + (random.nextU32() % CONTRIBUTIONS)));
  return [...ids]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((contributionId) => {
      const rows = Array.from({ length: ROWS_A_SHARE }, () => ({
        row: random.nextU32() % 40_000,
        line: random.nextU32() % 40,
        weight: (BigInt(random.nextU32()) << 20n) + 1n,
      }));
      return { contributionId, weight: rows.reduce((sum, { weight }) => sum + weight, 0n), rows };
    });
}

function addressOf(number: bigint): string {
  return `0x${number.toString(16).padStart(40, '0')}`;
}

function drawHex(random: SeededRandom, byteCount: number): string {
  let text = '0x';
  while (text.length < 2 + 2 * byteCount) text += random.nextU32().toString(16).padStart(8, '0');
  return text;
}
