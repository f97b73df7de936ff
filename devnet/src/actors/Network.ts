import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWasmBackend, type ScoringBackend } from '@tributary/attribution-engine/score';
import { PEBBLE, readModelFolder } from '@tributary/lora';
import { createSeededRandom } from '@tributary/protocol';
import { parseEther } from 'viem';
import type { Anvil } from '../anvil.js';
import type { BlobStore } from '../blobs/blobStore.js';
import type { DevnetConfig } from '../config.js';
import { planDatanets, type DatanetPlan } from '../corpus/planDatanets.js';
import { Bridge } from '../economy/Bridge.js';
import { Communities } from '../economy/Communities.js';
import { ComputeNodes } from '../economy/ComputeNodes.js';
import { Governance } from '../economy/Governance.js';
import { runRoutines } from '../economy/runRoutines.js';
import { StakingRounds } from '../economy/StakingRounds.js';
import { CONTRACTS, createCast, type Cast } from './cast.js';
import { CHEATS } from './cheats.js';
import { Gateway } from './Gateway.js';
import { Ledger, type RegisteredModel } from './Ledger.js';
import { openDatanet } from './openDatanet.js';
import { openAdapter, openBaseModel, openMirror } from './openModel.js';
import { PlantedRecord } from './PlantedRecord.js';
import { drawQuestion } from './questions.js';
import { ServedModel } from './ServedModel.js';

const BASE_NAME = 'pebble';
const BASE_FOLDER = fileURLToPath(PEBBLE.folder);
const MAX_IN_FLIGHT = 12;
/** Settlements between two claims of rewards. */
const CLAIM_EVERY = 6;
const DEPOSIT_WEI = parseEther('10000');

/** The actors of one devnet and what they do. */
export class Network {
  readonly #plans: DatanetPlan[];
  readonly #cast: Cast;
  readonly #ledger: Ledger;
  readonly #served = new Map<DatanetPlan, ServedModel>();
  /** Scores for all models; small indexes need no more than one thread. */
  readonly #backend: ScoringBackend;
  readonly #planted: PlantedRecord;
  #mirror: [DatanetPlan, ServedModel] | undefined;
  readonly #compute: ComputeNodes;
  readonly #stopSignal = new AbortController();
  #stopping = false;
  #settling: Promise<void> = Promise.resolve();
  #economy: Promise<void> = Promise.resolve();

  constructor(
    readonly config: DevnetConfig,
    readonly anvil: Anvil,
    readonly blobs: BlobStore,
    readonly log: (line: string) => void,
  ) {
    this.#plans = planDatanets(findNodeModules());
    const authors = this.#plans.flatMap((plan) => plan.contributions.map(({ author }) => author));
    this.#cast = createCast(anvil, [...new Set(authors)]);
    this.#ledger = new Ledger(this.#cast.gateway.client);
    this.#backend = createWasmBackend();
    this.#compute = new ComputeNodes(this.#cast, () =>
      [...this.#served.values()].map((served) => ({
        modelId: served.model.modelId,
        takeBusyMs: () => served.takeBusyMs(),
      })),
    );
    this.#planted = new PlantedRecord(join(config.dataDir, 'planted.jsonl'));
  }

  async run(): Promise<void> {
    const base = await this.#openBase();
    await this.#fundPayers();
    this.#economy = this.#runEconomy();
    for (const [position, plan] of this.#plans.entries()) {
      if (this.#stopping) return;
      await this.#openDatanet(plan, position);
      const model = await this.#openAdapter(plan, base);
      this.#served.set(plan, await ServedModel.load(model, base, this.blobs, this.#backend));
      if (position === 0) {
        await this.#openMirror(plan, model, base);
        this.#settling = this.#settle();
      }
      this.log(`${plan.name}: open for questions`);
    }
    await this.#settling;
    await this.#economy;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stopSignal.abort();
    await this.#settling;
    await this.#economy;
    for (const model of this.#served.values()) model.dispose();
    this.#mirror?.[1].dispose();
    await this.#backend.dispose();
  }

  /** What goes on beside the questions and answers, at its own slow pace. */
  #runEconomy(): Promise<void> {
    const [firstPlan] = this.#plans;
    return runRoutines(
      [
        new Governance(this.#cast, this.#ledger, adapterNameOf(firstPlan!), this.log),
        new StakingRounds(this.#cast, this.#cast.delegates[1]),
        this.#compute,
        new Communities(this.#cast, this.#ledger, this.blobs),
        new Bridge(this.#cast),
      ],
      this.#stopSignal.signal,
      this.log,
    );
  }

  async #openBase(): Promise<RegisteredModel> {
    const known = (await this.#ledger.loadModels()).get(BASE_NAME);
    if (known) return known;
    const files = await readModelFolder(BASE_FOLDER);
    await openBaseModel(this.#cast.trainer, this.blobs, { name: BASE_NAME, files });
    return (await this.#ledger.loadModels()).get(BASE_NAME)!;
  }

  async #fundPayers(): Promise<void> {
    const { market } = CONTRACTS;
    for (const payer of this.#cast.payers) {
      await payer.send({ ...market, functionName: 'deposit', args: [], valueWei: DEPOSIT_WEI });
      for (const gateway of [this.#cast.gateway, this.#cast.dishonestOperator]) {
        await payer.send({ ...market, functionName: 'approveGateway', args: [gateway.address, DEPOSIT_WEI] });
      }
    }
    await Promise.all(this.#cast.payers.map((payer) => payer.waitForAll()));
  }

  async #openDatanet(plan: DatanetPlan, position: number): Promise<void> {
    if ((await this.#ledger.loadPublishedDatanets()).has(plan.name)) return;
    const rowCount = plan.contributions.reduce((sum, { rows }) => sum + rows.length, 0);
    this.log(`${plan.name}: ${plan.contributions.length} authors contribute ${rowCount} rows`);
    await openDatanet(plan, this.#cast.curators[position]!, this.#cast, this.blobs);
  }

  async #openAdapter(plan: DatanetPlan, base: RegisteredModel): Promise<RegisteredModel> {
    const name = adapterNameOf(plan);
    if (!(await this.#ledger.loadModels()).has(name)) {
      const datanet = { name: plan.name, ...(await this.#ledger.loadPublishedDatanets()).get(plan.name)! };
      const startedMs = performance.now();
      const modelId = await openAdapter(
        { name, base, baseFolder: BASE_FOLDER, datanet, method: plan === this.#plans[0] ? 'gradient/1' : 'gradient/2' },
        this.#cast.trainer,
        this.#ledger,
        this.blobs,
        this.log,
      );
      this.#compute.noteTraining(modelId, performance.now() - startedMs);
    }
    return (await this.#ledger.loadModels()).get(name)!;
  }

  async #openMirror(plan: DatanetPlan, original: RegisteredModel, base: RegisteredModel): Promise<void> {
    const name = `${BASE_NAME}-mirror`;
    if (!(await this.#ledger.loadModels()).has(name)) {
      await openMirror(this.#cast.dishonestOperator, original, name, this.blobs);
    }
    const mirror = (await this.#ledger.loadModels()).get(name)!;
    this.#mirror = [plan, await ServedModel.load(mirror, base, this.blobs, this.#backend)];
  }

  /** Settles at the configured rate, a bounded number at a time. */
  async #settle(): Promise<void> {
    const { settlementsPerSecond, dishonestOneIn, seed } = this.config;
    if (settlementsPerSecond === 0) return;
    const random = createSeededRandom(`devnet/${seed}`);
    const pick = <T>(items: readonly T[]): T => items[random.nextU32() % items.length]!;
    const honest = new Gateway(this.#cast.gateway, this.#ledger, this.blobs);
    const dishonest = new Gateway(this.#cast.dishonestOperator, this.#ledger, this.blobs);
    const inFlight = new Set<Promise<void>>();
    let cheatCount = this.#planted.count();
    for (let count = 1; !this.#stopping; count++) {
      const cheats = dishonestOneIn > 0 && count % dishonestOneIn === 0;
      const cheat = cheats ? CHEATS[cheatCount++ % CHEATS.length] : undefined;
      const [plan, model] = cheat === 'BAD_INDEX' ? this.#mirror! : pick([...this.#served]);
      const question = { model, ...drawQuestion(plan, random), payer: pick(this.#cast.payers).address, cheat };
      const served = (cheat ? dishonest : honest)
        .serve(question, (inferenceId) => cheat && this.#planted.add(inferenceId, cheat))
        .then(
          () => undefined,
          (error: unknown) => this.log(`a question was not settled: ${(error as Error).message}`),
        )
        .finally(() => inFlight.delete(served));
      inFlight.add(served);
      if (count % CLAIM_EVERY === 0) {
        await this.#claimSomething(pick).catch((error: unknown) =>
          this.log(`a claim failed: ${(error as Error).message}`),
        );
      }
      await sleep(1000 / settlementsPerSecond);
      if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
    }
    await Promise.allSettled(inFlight);
  }

  /** One contributor takes what has come together. */
  async #claimSomething(pick: <T>(items: readonly T[]) => T): Promise<void> {
    const author = this.#cast.author(pick(pick(this.#plans).contributions).author);
    const { settlement } = CONTRACTS;
    const balance = await author.client.readContract({
      ...settlement,
      functionName: 'balanceOf',
      args: [author.address],
    });
    if (balance > 0n) await author.send({ ...settlement, functionName: 'claim', args: [] });
  }
}

function adapterNameOf({ name }: DatanetPlan): string {
  return `${BASE_NAME}-${name.toLowerCase().replaceAll(' ', '-')}`;
}

/** The node_modules folder this package was installed with: where the corpus comes from. */
function findNodeModules(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('viem/package.json')));
}
