import { addContributions, addDatanetVersions } from './addContributions';
import { addDatanets } from './addDatanets';
import { addModels } from './addModels';
import { addAttestations, addAttestationSchema, addComputeJobs, addComputeNodes } from './addWitnesses';
import { OpenEconomy } from './OpenEconomy';
import type { LedgerDraft } from './LedgerDraft';

/** The registries grow in so many steps, half of everything in the first. */
export const WAVE_COUNT = 8;

const WEI_PER_OPEN = 10n ** 18n;
const HOLDERS = 12;
const DAY_SECONDS = 86_400;

/** What the network's registries, governance and witnesses do between the settlements. */
export class RegistryWaves {
  readonly #ledger: LedgerDraft;
  readonly #economy: OpenEconomy;
  readonly #votingPeriodSeconds: number;
  #operators: string[] = [];
  #jobCount = 0;
  #schemaUid = '';

  constructor(ledger: LedgerDraft) {
    this.#ledger = ledger;
    this.#economy = new OpenEconomy(ledger);
    // Long enough that the next wave finds it open.
    this.#votingPeriodSeconds = Math.ceil((ledger.sizes.spanDays / WAVE_COUNT) * 2 * DAY_SECONDS);
  }

  /** @param wave counted from 0 */
  add(wave: number): void {
    const { chain, sizes, registry } = this.#ledger;
    const goal = (count: number): number => Math.ceil(count * (0.5 + (0.5 * wave) / (WAVE_COUNT - 1)));
    chain.startBlock();
    if (wave === 0) this.#start();
    addDatanets(this.#ledger, goal(sizes.datanetCount));
    addContributions(this.#ledger, goal(sizes.contributionCount));
    chain.startBlock();
    addDatanetVersions(this.#ledger, wave === 0);
    const modelCount = registry.models.length;
    addModels(this.#ledger, goal(sizes.modelCount));
    const models = registry.models.slice(modelCount);
    this.#jobCount = addComputeJobs(this.#ledger, models, this.#operators, this.#jobCount);
    addAttestations(this.#ledger, models.slice(0, Math.ceil(models.length / 4)), this.#schemaUid);
    this.#moveOpen();
  }

  /** Writes the rows of everything that could change until now. */
  flush(): void {
    this.#economy.flush();
  }

  #start(): void {
    const { random, rows, chain, people, registry } = this.#ledger;
    const platform = chain.see(random.address('platform', 0));
    const staker = chain.see(random.address('stakers', 0));
    const call = { signer: platform, contract: 'AttributionSettlement', selector: '0x16de1335' };
    chain.startCall({ ...call, functionName: 'setRecipients' });
    const args = { platformRecipient: platform, stakerRecipient: staker };
    const { id, place } = chain.record('AttributionSettlement', 'ProtocolRecipientsSet', args);
    rows.add('protocol_recipients', {
      ...{ id, platform_recipient_id: platform, staker_recipient_id: staker, ...place },
    });
    registry.recipients = { id, platform, staker };
    for (const payer of people.payers.slice(0, HOLDERS)) chain.addDeposit(payer, random.wei(WEI_PER_OPEN, 10n ** 22n));
    this.#operators = addComputeNodes(this.#ledger, 6);
    this.#schemaUid = addAttestationSchema(this.#ledger);
    this.#economy.start(this.#votingPeriodSeconds);
  }

  #moveOpen(): void {
    const { random, people } = this.#ledger;
    this.#economy.vote();
    for (let i = 0; i < HOLDERS; i++) {
      this.#economy.wrap(random.pickRanked(people.contributors), random.wei(WEI_PER_OPEN, 10n ** 22n));
    }
    for (let i = 0; i < HOLDERS / 3; i++) this.#economy.stake(random.pickRanked(people.contributors));
    this.#economy.propose(this.#votingPeriodSeconds);
  }
}
