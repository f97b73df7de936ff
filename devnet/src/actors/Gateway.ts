import {
  PAYOUT_ROLES,
  expectedPayouts,
  sharesRoot,
  type ContributionWeight,
  type PayoutItem,
} from '@tributary/protocol';
import { parseEventLogs, type Address } from 'viem';
import type { BlobStore } from '../blobs/blobStore.js';
import type { ChainActor } from '../ChainActor.js';
import { CONTRACTS } from './cast.js';
import { cheatPayouts, type Cheat } from './cheats.js';
import type { Ledger } from './Ledger.js';
import { uriOf } from './openDatanet.js';
import type { ServedModel } from './ServedModel.js';

/** One paid question. */
export interface Question {
  model: ServedModel;
  prompt: string;
  payer: Address;
  sampling: { temperature: number; seed: number };
  /** How the operator cheats on this one; undefined: honestly. */
  cheat: Cheat | undefined;
}

/**
 * A gateway: generates an answer, publishes the transcript, settles the fee, posts who shaped the answer and pays them.
 * An honest question is settled by exactly the rule; a cheat departs from it in one way.
 */
export class Gateway {
  readonly #actor: ChainActor;
  readonly #ledger: Ledger;
  readonly #blobs: BlobStore;

  constructor(actor: ChainActor, ledger: Ledger, blobs: BlobStore) {
    this.#actor = actor;
    this.#ledger = ledger;
    this.#blobs = blobs;
  }

  /**
   * @param onSettled called with the inferenceId as soon as the settlement is mined, before anything is paid
   */
  async serve(question: Question, onSettled: (inferenceId: bigint) => void): Promise<bigint> {
    const { model, cheat } = question;
    const forge = cheat === 'FORGED_QUERY' ? { completion: `${question.prompt} is mine and mine alone.` } : undefined;
    const answer = await model.answer(question.prompt, question.sampling, forge);
    if (cheat !== 'UNAVAILABLE') this.#blobs.put(answer.transcript.bytes);

    const { logs } = await this.#actor.execute({
      ...CONTRACTS.market,
      functionName: 'settle',
      args: [
        question.payer,
        model.model.modelId,
        answer.inputTokens,
        answer.outputTokens,
        answer.transcript.digest,
        uriOf(answer.transcript.digest),
      ],
    });
    const [settled] = parseEventLogs({ abi: CONTRACTS.market.abi, eventName: 'InferenceSettled', logs });
    const { inferenceId, feeWei } = settled!.args;
    const { modelId } = model.model;
    onSettled(inferenceId);
    if (cheat === 'UNPAID') return inferenceId;

    const { contributors, datanets } = await this.#loadContributions();
    const recipients = await this.#ledger.loadProtocolRecipients();
    const policy = await this.#ledger.loadPolicyInForce(modelId, settled!);
    const due = expectedPayouts(feeWei, policy, answer.shares, {
      ...recipients,
      model: model.model.owner,
      unattributed: policy.unattributedRecipient,
      contributor: (id) => contributors.get(id)!,
    });
    const payouts = cheatPayouts(due, cheat, this.#actor.address);
    const { ids, weights } = sumByDatanet(answer.shares, datanets);
    await this.#actor.send({
      ...CONTRACTS.settlement,
      functionName: 'postAttribution',
      args: [inferenceId, model.model.offer.method, answer.queryDigest, sharesRoot(answer.shares), ids, weights],
    });
    const extraWei = totalWei(payouts) - feeWei;
    await this.#actor.execute({
      ...CONTRACTS.settlement,
      functionName: 'payOut',
      args: [
        inferenceId,
        payouts.map((item) => ({
          recipient: item.recipient as Address,
          role: PAYOUT_ROLES.indexOf(item.role),
          contributionId: item.contributionId,
          amountWei: item.amountWei,
        })),
      ],
      valueWei: extraWei > 0n ? extraWei : 0n,
    });
    return inferenceId;
  }

  async #loadContributions(): Promise<{ contributors: Map<bigint, Address>; datanets: Map<bigint, bigint> }> {
    const accepted = await this.#ledger.loadAcceptedContributions();
    return {
      contributors: new Map(accepted.map(({ contributionId, contributor }) => [contributionId, contributor])),
      datanets: new Map(accepted.map(({ contributionId, datanetId }) => [contributionId, datanetId])),
    };
  }
}

function totalWei(payouts: readonly PayoutItem[]): bigint {
  return payouts.reduce((sum, { amountWei }) => sum + amountWei, 0n);
}

/** W(D, y) of the chain: weights added up by datanet, in ascending datanet id. */
function sumByDatanet(
  shares: readonly ContributionWeight[],
  datanets: ReadonlyMap<bigint, bigint>,
): { ids: bigint[]; weights: bigint[] } {
  const sums = new Map<bigint, bigint>();
  for (const { contributionId, weight } of shares) {
    const datanetId = datanets.get(contributionId)!;
    sums.set(datanetId, (sums.get(datanetId) ?? 0n) + weight);
  }
  const entries = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ids: entries.map(([id]) => id), weights: entries.map(([, weight]) => weight) };
}
