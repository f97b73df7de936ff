import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildManifest } from '@tributary/attribution-engine';
import { contributionsRoot } from '@tributary/protocol';
import { createTestClient, http, type Hex, type TestClient } from 'viem';
import { CONTRACTS, createCast, type Cast } from '../src/actors/cast.js';
import { Ledger } from '../src/actors/Ledger.js';
import { uriOf } from '../src/actors/openDatanet.js';
import { startAnvil, type Anvil } from '../src/anvil.js';
import { BlobStore } from '../src/blobs/blobStore.js';
import { deployContracts } from '../src/deployContracts.js';
import type { Routine } from '../src/economy/Routine.js';

const { datanets, models } = CONTRACTS;
const POLICY = {
  inputRateWei: 1_000n,
  outputRateWei: 2_000n,
  platformFeeWei: 7n,
  modelBps: 3_000,
  stakerBps: 1_000,
  contributorBps: 6_000,
} as const;

/**
 * A chain with one datanet, one adapter and its mirror, whose time is counted in what happens: every block is a second later
 * than the one before, and blocks are mined for what is sent and for every step that is taken, however long that takes.
 */
export class EconomyStage {
  readonly modelName = 'adapter';
  readonly #folder = mkdtempSync(join(tmpdir(), 'tributary-economy-test-'));
  readonly blobs = new BlobStore(this.#folder);
  #isMining = true;
  #miner: Promise<void> = Promise.resolve();

  private constructor(
    readonly anvil: Anvil,
    readonly cast: Cast,
    readonly ledger: Ledger,
    readonly node: TestClient,
  ) {}

  static async open(): Promise<EconomyStage> {
    const anvil = await startAnvil({ port: 0 });
    await deployContracts(anvil);
    const cast = createCast(anvil, ['author']);
    const node = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
    const stage = new EconomyStage(anvil, cast, new Ledger(cast.gateway.client), node);
    await node.setBlockTimestampInterval({ interval: 1 });
    stage.#miner = stage.#mine();
    await stage.#openDatanet();
    await stage.#openModels();
    return stage;
  }

  /** Takes steps of a routine, a second apart, until `isDone`. */
  async runUntil(routine: Routine, isDone: () => Promise<boolean>, maxSteps = 200): Promise<void> {
    for (let step = 0; !(await isDone()); step++) {
      if (step === maxSteps) throw new Error(`${routine.name} is not done after ${maxSteps} steps`);
      await routine.step();
      await this.anvil.mine();
    }
  }

  async close(): Promise<void> {
    this.#isMining = false;
    await this.#miner;
    await this.anvil.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #mine(): Promise<void> {
    while (this.#isMining) {
      if ((await this.node.getTxpoolStatus()).pending > 0) await this.anvil.mine();
      await sleep(2);
    }
  }

  async #openDatanet(): Promise<void> {
    const [curator] = this.cast.curators;
    const contentDigest = this.blobs.put(new TextEncoder().encode('{"prompt":"?","completion":"!"}\n'));
    await curator!.execute({ ...datanets, functionName: 'createDatanet', args: ['net', '', contentDigest] });
    const submission = [1n, contentDigest, '', 'MIT', 1n, 32n] as const;
    await this.cast.author('author').execute({ ...datanets, functionName: 'submitContribution', args: submission });
    await curator!.execute({ ...datanets, functionName: 'reviewContribution', args: [1n, true, 9_000, ''] });
    const root = contributionsRoot([{ contributionId: 1n, contentDigest }]);
    await curator!.execute({ ...datanets, functionName: 'publishVersion', args: [1n, root, 1n] });
  }

  /** Model 1 is the base, 2 the adapter, 3 says of the adapter's index file that it has another root. */
  async #openModels(): Promise<void> {
    const { trainer, dishonestOperator } = this.cast;
    const digest = this.blobs.put(new TextEncoder().encode('tensors'));
    const files = new Map([['adapter_model.safetensors', new TextEncoder().encode('tensors')]]);
    const artifact = this.blobs.put(buildManifest('peft', files).bytes);
    const registrations = [
      [trainer, 0n, 0, 'base'],
      [trainer, 1n, 1, this.modelName],
      [dishonestOperator, 1n, 1, 'mirror'],
    ] as const;
    for (const [owner, baseModelId, kind, name] of registrations) {
      const args = [baseModelId, kind, name, uriOf(artifact), artifact, digest] as const;
      await owner.execute({ ...models, functionName: 'registerModel', args });
    }
    await trainer.execute({ ...models, functionName: 'recordTrainingRun', args: [2n, digest, [1n], [1n]] });
    for (const [owner, modelId, indexRoot] of [
      [trainer, 2n, `0x${'11'.repeat(32)}`],
      [dishonestOperator, 3n, `0x${'22'.repeat(32)}`],
    ] as const) {
      const index = [modelId, 'gradient/1', indexRoot as Hex, 1n, 8, uriOf(digest)] as const;
      await owner.execute({ ...models, functionName: 'commitAttributionIndex', args: index });
      const policy = { ...POLICY, unattributedRecipient: owner.address };
      await owner.execute({ ...models, functionName: 'setFeePolicy', args: [modelId, policy] });
    }
  }
}
