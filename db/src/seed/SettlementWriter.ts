import { computeDue, getWrong, spoilPayouts } from './drawPayouts';
import { drawShares } from './drawShares';
import { payInference } from './payInference';
import { reconcileInference } from './reconcileInference';
import type { LedgerDraft } from './LedgerDraft';
import { settleInference, type SettledInference } from './settleInference';

/** Payouts an inference on average: platform, model, stakers, and these contributors. */
const CONTRIBUTORS = 7;
const MAX_CONTRIBUTORS = 14;
const UNATTRIBUTED = 0.04;
/** Paid, and nobody has looked at it yet. */
const UNDECIDED = 0.003;
const CHALLENGES = 0.005;
const CLAIMS = 0.05;

/** Settlements, and one block later what was paid for them, the verdict, and what people did about it. */
export class SettlementWriter {
  readonly #ledger: LedgerDraft;
  readonly #isRecorded: boolean;
  readonly #balancesWei = new Map<string, bigint>();
  #waiting: SettledInference[] = [];
  #count = 0;
  #wrongCount = 0;
  /** Contributor payouts that earlier answers had too few of. */
  #lack = 0;

  constructor(ledger: LedgerDraft, options: { withEvents: boolean }) {
    this.#ledger = ledger;
    this.#isRecorded = options.withEvents;
  }

  /** Settled so far. */
  get count(): number {
    return this.#count;
  }

  /** A block that pays for the settlements of the last one and settles `count` more. */
  addBlock(count: number): void {
    this.#ledger.chain.startBlock();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < count; i++) {
      this.#count += 1;
      this.#waiting.push(settleInference(this.#ledger, this.#count, this.#isRecorded));
    }
    for (const inference of waiting) this.#conclude(inference);
  }

  #conclude(inference: SettledInference): void {
    const { random, people } = this.#ledger;
    const wrong = random.chance(inference.gateway.wrongShare) ? getWrong(this.#wrongCount++) : null;
    const isUnattributed = random.chance(UNATTRIBUTED);
    this.#lack += CONTRIBUTORS;
    const wanted = Math.min(MAX_CONTRIBUTORS, Math.max(1, this.#lack));
    const shares = isUnattributed ? [] : drawShares(random, inference.model, wanted);
    const due = computeDue(inference, shares);
    const paid = spoilPayouts(random, due, wrong, people.thief);
    this.#lack -= paid.length - 3;
    if (paid.length > 0) payInference(this.#ledger, inference, shares, paid, this.#isRecorded);
    for (const { recipient, amountWei } of paid) {
      this.#balancesWei.set(recipient, (this.#balancesWei.get(recipient) ?? 0n) + amountWei);
    }
    if (!random.chance(UNDECIDED)) reconcileInference(this.#ledger, { inference, shares, due, paid, wrong });
    if (wrong !== null ? random.chance(0.3) : random.chance(CHALLENGES)) this.#challenge(inference, wrong !== null);
    if (random.chance(CLAIMS)) this.#claim(paid.at(-1)?.recipient);
  }

  /** Who was paid takes all that it was paid until now. */
  #claim(recipient: string | undefined): void {
    const { rows, chain } = this.#ledger;
    const amountWei = this.#balancesWei.get(recipient ?? '') ?? 0n;
    if (recipient === undefined || amountWei === 0n) return;
    this.#balancesWei.set(recipient, 0n);
    const call = {
      signer: recipient,
      contract: 'AttributionSettlement',
      selector: '0x4e71d92d',
      functionName: 'claim',
    };
    chain.startTransaction(call, this.#isRecorded);
    const args = { recipient, amountWei: String(amountWei) };
    const { id, place } = chain.record('AttributionSettlement', 'RewardClaimed', args);
    rows.add('reward_claim', { id, recipient_id: recipient, amount_wei: amountWei, ...place });
  }

  /** A validator disputes; the arbiter decides at once, half of the time. */
  #challenge({ id: inferenceId }: SettledInference, isRight: boolean): void {
    const { random, rows, chain, people } = this.#ledger;
    const challenger = random.pick(people.validators);
    const evidenceDigest = random.digest('challenge', inferenceId);
    const contract = 'AttributionSettlement';
    chain.startTransaction({ signer: challenger, contract, selector: '0x02b2f7c7', functionName: 'challenge' });
    const challenged = chain.record(contract, 'PayoutChallenged', { inferenceId, challenger, evidenceDigest });
    let resolution: { block: number; transactionHash: string } | null = null;
    if (random.chance(0.5)) {
      const arbiter = people.validators[0]!;
      chain.startTransaction({ signer: arbiter, contract, selector: '0xd437abdf', functionName: 'resolveChallenge' });
      const args = { inferenceId, upheld: isRight, correctedWei: '0' };
      const { place } = chain.record(contract, 'ChallengeResolved', args);
      resolution = { block: place.block_number, transactionHash: place.transaction_hash };
    }
    rows.add('payout_challenge', {
      id: challenged.id,
      inference_id: inferenceId,
      claimed_inference_id: inferenceId,
      challenger_id: challenger,
      evidence_digest: evidenceDigest,
      resolved_block_number: resolution?.block ?? null,
      upheld: resolution && isRight,
      corrected_wei: resolution && 0,
      resolution_transaction_hash: resolution?.transactionHash ?? null,
      ...challenged.place,
    });
  }
}
