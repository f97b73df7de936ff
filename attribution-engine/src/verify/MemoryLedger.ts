import { PAYOUT_ROLES, canonicalJson, digestOf, type PayoutItem, type PayoutRole } from '@tributary/protocol';
import type { InferenceFacts } from '../reconcile/inferenceFacts.js';
import type { LedgerEvent, LedgerEventArgs, LedgerPlace } from './LedgerEvent.js';
import { NAME_LENGTH, URI_LENGTH, plainText } from './plainText.js';

type Model = NonNullable<InferenceFacts['model']>;
type Settlement = Omit<InferenceFacts, 'attribution' | 'payouts' | 'payoutsDigest' | 'settledAt' | 'graceOver'>;

/** What was said about a contribution when it was submitted. */
export interface LedgerContribution {
  contributor: string;
  content: { digest: string; uri: string };
}

/** A dispute of one inference's payout. */
export interface LedgerChallenge {
  challenger: string;
  evidenceDigest: string;
  /** Null while the arbiter has not decided. */
  upheld: boolean | null;
}

/** The height and the time that a ledger is looked at from. */
export interface LedgerView {
  timestamp: Date;
  graceSeconds: number;
}

/**
 * The ledger of a deployment from nothing but its events, in the chain's order: what was in force for every settlement,
 * and what was posted and paid for it. An event that contradicts the ledger (an id a second time, a model that does not
 * exist) changes nothing. It is written apart from the indexer on purpose, so that each checks the other.
 */
export class MemoryLedger {
  readonly #contributions = new Map<string, LedgerContribution>();
  readonly #models = new Map<string, Model>();
  readonly #indexes = new Map<string, NonNullable<InferenceFacts['index']>>();
  readonly #policies = new Map<string, NonNullable<InferenceFacts['policy']>>();
  readonly #settlements = new Map<string, Settlement>();
  readonly #attributions = new Map<string, NonNullable<InferenceFacts['attribution']>>();
  readonly #payouts = new Map<string, PayoutItem[]>();
  readonly #challenges = new Map<string, LedgerChallenge[]>();
  #recipients: InferenceFacts['recipients'] = null;

  /** Events must come in the order of the chain. */
  apply({ name, args, place }: LedgerEvent): void {
    switch (name) {
      case 'ContributionSubmitted':
        addOnce(this.#contributions, args.contributionId, () => ({
          contributor: args.contributor.toLowerCase(),
          content: { digest: args.contentDigest, uri: plainText(args.contentURI, URI_LENGTH) },
        }));
        break;
      case 'ModelRegistered':
        addOnce(this.#models, args.modelId, () => this.#buildModel(args));
        break;
      case 'AttributionIndexCommitted':
        if (this.#models.has(`${args.modelId}`)) this.#indexes.set(`${args.modelId}`, buildIndex(args, place));
        break;
      case 'FeePolicySet':
        if (this.#models.has(`${args.modelId}`)) this.#policies.set(`${args.modelId}`, buildPolicy(args, place));
        break;
      case 'ProtocolRecipientsSet':
        this.#recipients = {
          platform: args.platformRecipient.toLowerCase(),
          staker: args.stakerRecipient.toLowerCase(),
        };
        break;
      case 'InferenceSettled':
        addOnce(this.#settlements, args.inferenceId, () => this.#buildSettlement(args, place));
        break;
      case 'AttributionPosted':
        addOnce(this.#attributions, args.inferenceId, () => ({
          method: plainText(args.method, NAME_LENGTH),
          queryDigest: args.queryDigest,
          sharesRoot: args.sharesRoot,
          transactionHash: place.transactionHash,
        }));
        break;
      case 'Payout':
        append(this.#payouts, args.inferenceId, {
          recipient: args.recipient.toLowerCase(),
          // A number that no version knows stays a line of its own: nobody is due anything in it.
          role: PAYOUT_ROLES[args.role] ?? ('UNKNOWN' as PayoutRole),
          contributionId: args.contributionId,
          amountWei: args.amountWei,
        });
        break;
      case 'PayoutChallenged':
        append(this.#challenges, args.inferenceId, {
          challenger: args.challenger.toLowerCase(),
          evidenceDigest: args.evidenceDigest,
          upheld: null,
        });
        break;
      case 'ChallengeResolved': {
        const open = this.getChallenges(`${args.inferenceId}`).find(({ upheld }) => upheld === null);
        if (open) open.upheld = args.upheld;
        break;
      }
    }
  }

  /** Ids of the inferences that were settled in these blocks, in their order. */
  getSettledIds(from: number, to: number): string[] {
    const settled = [...this.#settlements.values()].filter(
      ({ blockNumber }) => blockNumber >= from && blockNumber <= to,
    );
    return settled.map(({ inferenceId }) => inferenceId);
  }

  getSettlementBlock(inferenceId: string): { number: number; hash: string } | undefined {
    const settlement = this.#settlements.get(inferenceId);
    return settlement && { number: settlement.blockNumber, hash: settlement.blockHash };
  }

  /** Everything the engine decides on, seen from `view`; undefined when there is no such inference. */
  getFacts(inferenceId: string, settledAt: Date, view: LedgerView): InferenceFacts | undefined {
    const settlement = this.#settlements.get(inferenceId);
    if (!settlement) return undefined;
    const payouts = this.#payouts.get(inferenceId) ?? [];
    const named = payouts.map((item) => ({
      ...item,
      contributionId: `${item.contributionId}`,
      amountWei: `${item.amountWei}`,
    }));
    return {
      ...settlement,
      settledAt,
      attribution: this.#attributions.get(inferenceId) ?? null,
      payouts,
      payoutsDigest: digestOf(canonicalJson(named)),
      graceOver: settledAt.getTime() < view.timestamp.getTime() - 1000 * view.graceSeconds,
    };
  }

  getContribution(contributionId: string): LedgerContribution | undefined {
    return this.#contributions.get(contributionId);
  }

  /** Oldest first. */
  getChallenges(inferenceId: string): readonly LedgerChallenge[] {
    return this.#challenges.get(inferenceId) ?? [];
  }

  #buildModel(args: LedgerEventArgs['ModelRegistered']): Model {
    const base = this.#models.get(`${args.baseModelId}`);
    return {
      modelId: `${args.modelId}`,
      owner: args.owner.toLowerCase(),
      artifact: { digest: args.artifactDigest, uri: plainText(args.artifactURI, URI_LENGTH) },
      base: base && { modelId: base.modelId, ...base.artifact },
    };
  }

  #buildSettlement(args: LedgerEventArgs['InferenceSettled'], place: LedgerPlace): Settlement {
    const modelId = `${args.modelId}`;
    return {
      inferenceId: `${args.inferenceId}`,
      blockNumber: place.blockNumber,
      blockHash: place.blockHash,
      transactionHash: place.transactionHash,
      feeWei: args.feeWei,
      inputTokens: args.inputTokens,
      outputTokens: args.outputTokens,
      // Who sent the transaction is not in its event, and decides nothing.
      gateway: '',
      transcript: { digest: args.transcriptDigest, uri: plainText(args.transcriptURI, URI_LENGTH) },
      model: this.#models.get(modelId) ?? null,
      policy: this.#policies.get(modelId) ?? null,
      index: this.#indexes.get(modelId) ?? null,
      recipients: this.#recipients,
    };
  }
}

function buildIndex(
  args: LedgerEventArgs['AttributionIndexCommitted'],
  place: LedgerPlace,
): NonNullable<InferenceFacts['index']> {
  return {
    eventId: eventIdOf(place),
    method: plainText(args.method, NAME_LENGTH),
    root: args.indexRoot,
    uri: plainText(args.indexURI, URI_LENGTH),
    rowCount: args.rowCount,
  };
}

function buildPolicy(args: LedgerEventArgs['FeePolicySet'], place: LedgerPlace): NonNullable<InferenceFacts['policy']> {
  const { inputRateWei, outputRateWei, platformFeeWei, modelBps, stakerBps, contributorBps } = args;
  return {
    eventId: eventIdOf(place),
    ...{ inputRateWei, outputRateWei, platformFeeWei, modelBps, stakerBps, contributorBps },
    unattributedRecipient: args.unattributedRecipient.toLowerCase(),
  };
}

/** Sorts as the chain does; the same name that an indexer gives it, so that evidence has one digest. */
function eventIdOf({ blockNumber, logIndex }: LedgerPlace): string {
  return `${`${blockNumber}`.padStart(10, '0')}-${`${logIndex}`.padStart(5, '0')}`;
}

/** The first one counts. */
function addOnce<T>(map: Map<string, T>, id: bigint, build: () => T): void {
  if (!map.has(`${id}`)) map.set(`${id}`, build());
}

function append<T>(map: Map<string, T[]>, id: bigint, item: T): void {
  const known = map.get(`${id}`);
  if (known) known.push(item);
  else map.set(`${id}`, [item]);
}
