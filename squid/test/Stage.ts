import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import { ChainActor, DEVNET_CHAIN_ID, devnetContracts as at, type Anvil } from '@tributary/devnet/chain';
import { parseEther, type Hex } from 'viem';

export const digest = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

const POLICY = {
  inputRateWei: 1_000_000n,
  outputRateWei: 2_000_000n,
  platformFeeWei: 500n,
  modelBps: 3000,
  stakerBps: 1000,
  contributorBps: 6000,
};

/** The people of a small ledger. Calls go to the pool; the test mines. */
export class Stage {
  readonly anvil: Anvil;
  readonly curator: ChainActor;
  readonly contributor: ChainActor;
  readonly trainer: ChainActor;
  readonly payer: ChainActor;
  readonly gateway: ChainActor;
  readonly arbiter: ChainActor;
  readonly validator: ChainActor;

  constructor(anvil: Anvil) {
    this.anvil = anvil;
    const actor = (name: string, accountIndex: number) =>
      new ChainActor({ name, accountIndex, rpcUrl: anvil.rpcUrl, chainId: DEVNET_CHAIN_ID });
    this.arbiter = actor('arbiter', 0);
    this.curator = actor('curator', 4);
    this.contributor = actor('contributor', 5);
    this.trainer = actor('trainer', 6);
    this.payer = actor('payer', 7);
    this.gateway = actor('gateway', 8);
    this.validator = actor('validator', 9);
  }

  async mine(): Promise<void> {
    await this.anvil.mine();
    await Promise.all(
      [this.curator, this.contributor, this.trainer, this.payer, this.gateway, this.arbiter, this.validator].map(
        (actor) => actor.waitForAll(),
      ),
    );
  }

  async createDatanet(name: string): Promise<void> {
    const args = [name, `ipfs://${name}`, digest(1)] as const;
    await this.curator.send({
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'createDatanet',
      args,
    });
  }

  async submit(datanetId: bigint, license: string): Promise<void> {
    const args = [datanetId, digest(2), 'ipfs://rows', license, 10n, 1000n] as const;
    const call = {
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'submitContribution',
      args,
    } as const;
    await this.contributor.send({ ...call, valueWei: 1000n });
  }

  async review(contributionId: bigint, accepted: boolean): Promise<void> {
    const args = [contributionId, accepted, 9000, 'https://reason'] as const;
    await this.curator.send({
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'reviewContribution',
      args,
    });
  }

  async withdraw(contributionId: bigint): Promise<void> {
    const args = [contributionId, 'mine\u0007 again'] as const;
    const call = {
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'withdrawContribution',
      args,
    } as const;
    await this.contributor.send(call);
  }

  async penalize(contributionId: bigint): Promise<void> {
    const args = [contributionId, 2500, 'copied'] as const;
    const call = {
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'penalizeContributor',
      args,
    } as const;
    await this.curator.send(call);
  }

  async publish(datanetId: bigint, contributionCount: bigint): Promise<void> {
    const args = [datanetId, digest(Number(contributionCount)), contributionCount] as const;
    await this.curator.send({
      address: at.DatanetRegistry,
      abi: DatanetRegistry.abi,
      functionName: 'publishVersion',
      args,
    });
  }

  async registerModel(baseModelId: bigint, kind: number, name: string): Promise<void> {
    const args = [baseModelId, kind, name, 'ipfs://model', digest(3), digest(4)] as const;
    await this.trainer.send({ address: at.ModelRegistry, abi: ModelRegistry.abi, functionName: 'registerModel', args });
  }

  async recordTraining(modelId: bigint, datanetIds: bigint[], versions: bigint[]): Promise<void> {
    const args = [modelId, digest(5), datanetIds, versions] as const;
    await this.trainer.send({
      address: at.ModelRegistry,
      abi: ModelRegistry.abi,
      functionName: 'recordTrainingRun',
      args,
    });
  }

  async commitIndex(modelId: bigint, dimension: number): Promise<void> {
    const args = [modelId, 'ekfac-int8/1', digest(6), 10n, dimension, 'ipfs://index'] as const;
    const call = {
      address: at.ModelRegistry,
      abi: ModelRegistry.abi,
      functionName: 'commitAttributionIndex',
      args,
    } as const;
    await this.trainer.send(call);
  }

  async setPolicy(modelId: bigint, inputRateWei = POLICY.inputRateWei): Promise<void> {
    const args = [modelId, { ...POLICY, inputRateWei, unattributedRecipient: this.curator.address }] as const;
    await this.trainer.send({ address: at.ModelRegistry, abi: ModelRegistry.abi, functionName: 'setFeePolicy', args });
  }

  async deprecate(modelId: bigint): Promise<void> {
    const args = [modelId] as const;
    await this.trainer.send({
      address: at.ModelRegistry,
      abi: ModelRegistry.abi,
      functionName: 'deprecateModel',
      args,
    });
  }

  async fund(): Promise<void> {
    const market = { address: at.InferenceMarket, abi: InferenceMarket.abi } as const;
    await this.payer.send({ ...market, functionName: 'deposit', args: [], valueWei: parseEther('10') });
    await this.payer.send({
      ...market,
      functionName: 'approveGateway',
      args: [this.gateway.address, parseEther('10')],
    });
  }

  async settle(modelId: bigint): Promise<void> {
    const args = [this.payer.address, modelId, 1000n, 2000n, digest(7), 'ipfs://transcript'] as const;
    await this.gateway.send({ address: at.InferenceMarket, abi: InferenceMarket.abi, functionName: 'settle', args });
  }

  async attribute(inferenceId: bigint): Promise<void> {
    const args = [inferenceId, 'ekfac-int8/1', digest(8), digest(9), [1n, 77n], [2n ** 255n, 1n]] as const;
    const call = {
      address: at.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'postAttribution',
      args,
    } as const;
    await this.gateway.send(call);
  }

  async payOut(inferenceId: bigint, contributionId: bigint): Promise<void> {
    const items = [
      { recipient: this.curator.address, role: 0, contributionId: 0n, amountWei: 500n },
      { recipient: this.contributor.address, role: 3, contributionId, amountWei: 3000n },
    ];
    const args = [inferenceId, items] as const;
    await this.gateway.send({
      address: at.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'payOut',
      args,
    });
  }

  async claim(): Promise<void> {
    const settlement = { address: at.AttributionSettlement, abi: AttributionSettlement.abi } as const;
    await this.contributor.send({ ...settlement, functionName: 'claim', args: [] });
  }

  async challenge(inferenceId: bigint): Promise<void> {
    const args = [inferenceId, digest(10)] as const;
    await this.validator.send({
      address: at.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'challenge',
      args,
    });
  }

  async resolve(inferenceId: bigint): Promise<void> {
    const args = [inferenceId, true, 0n, []] as const;
    const call = {
      address: at.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'resolveChallenge',
      args,
    } as const;
    await this.arbiter.send(call);
  }

  /** Datanet 1 with contributions 1 (kept) and 2 (withdrawn), base model 1, adapter 2, inferences 1 and 2 under two policies. */
  async playAll(): Promise<void> {
    await this.createDatanet('code');
    await this.submit(1n, 'MIT');
    await this.submit(1n, 'Apache-2.0');
    await this.review(1n, true);
    await this.review(2n, true);
    await this.publish(1n, 2n);
    await this.mine();
    await this.withdraw(2n);
    await this.penalize(1n);
    await this.publish(1n, 1n);
    await this.registerModel(0n, 0, 'base');
    await this.registerModel(1n, 1, 'adapter');
    await this.recordTraining(2n, [1n, 99n], [2n, 1n]);
    await this.commitIndex(2n, 64);
    await this.setPolicy(2n);
    await this.fund();
    await this.settle(2n);
    await this.setPolicy(2n, 3_000_000n);
    await this.mine();
    await this.settle(2n);
    await this.mine();
    await this.attribute(1n);
    await this.payOut(1n, 1n);
    await this.claim();
    await this.challenge(1n);
    await this.mine();
    await this.resolve(1n);
    await this.payOut(2n, 555n);
    await this.deprecate(1n);
    await this.mine();
  }
}
