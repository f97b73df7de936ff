import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import {
  ChainActor,
  PROTOCOL_ACCOUNTS,
  deployContracts,
  devnetContracts,
  startAnvil,
  type Anvil,
  type ContractCall,
} from '@tributary/devnet/chain';
import {
  BaseError,
  ContractFunctionRevertedError,
  zeroHash,
  type Abi,
  type Address,
  type ContractFunctionName,
  type SimulateContractParameters,
  type TransactionReceipt,
} from 'viem';

/** Where a contract is and what it answers to, to be spread into a call. */
export const registry = { address: devnetContracts.DatanetRegistry, abi: DatanetRegistry.abi } as const;
export const models = { address: devnetContracts.ModelRegistry, abi: ModelRegistry.abi } as const;
export const market = { address: devnetContracts.InferenceMarket, abi: InferenceMarket.abi } as const;
export const settlement = { address: devnetContracts.AttributionSettlement, abi: AttributionSettlement.abi } as const;

/** Every error any of the four may revert with, because one contract passes on another's. */
const ERRORS: Abi = [registry, models, market, settlement].flatMap(({ abi }): Abi =>
  abi.filter((entry) => entry.type === 'error'),
);

/** A fresh chain with the four contracts and people to use them. Each has an account of its own. */
export interface TestChain {
  anvil: Anvil;
  actor(name: string, accountIndex: number): ChainActor;
  /** The owner of the settlement contract. */
  arbiter: ChainActor;
  /** Sends, mines one block, and waits. */
  run<const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>>(
    actor: ChainActor,
    call: ContractCall<abi, name>,
  ): Promise<TransactionReceipt>;
  /** The name of the custom error with which the call would be refused now; null when it would pass. */
  refusalOf<const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>>(
    actor: ChainActor,
    call: ContractCall<abi, name>,
  ): Promise<string | null>;
  balanceOf(address: Address): Promise<bigint>;
}

export async function startTestChain(): Promise<TestChain> {
  const anvil = await startAnvil({ port: 0 });
  await deployContracts(anvil);
  const actor = (name: string, accountIndex: number): ChainActor =>
    new ChainActor({ name, accountIndex, rpcUrl: anvil.rpcUrl, chainId: anvil.chainId });
  const arbiter = actor('arbiter', PROTOCOL_ACCOUNTS.arbiter);
  return {
    anvil,
    actor,
    arbiter,
    async run(sender, call) {
      const hash = await sender.send(call);
      await anvil.mine();
      return sender.waitFor(hash);
    },
    async refusalOf(sender, { valueWei, gasLimit: _, ...call }) {
      try {
        await sender.client.simulateContract({
          ...call,
          abi: [...call.abi, ...ERRORS],
          account: sender.address,
          value: valueWei ?? 0n,
        } as unknown as SimulateContractParameters);
        return null;
      } catch (cause) {
        const revert =
          cause instanceof BaseError ? cause.walk((error) => error instanceof ContractFunctionRevertedError) : null;
        if (!(revert instanceof ContractFunctionRevertedError)) throw cause;
        return revert.data?.errorName ?? revert.signature ?? 'no reason';
      }
    },
    balanceOf: (address) => arbiter.client.getBalance({ address }),
  };
}

/** A model with a policy of 1,000 and 2,000 wei per 1,000 tokens and a platform fee of 7 wei. */
export async function registerPricedModel(chain: TestChain, owner: ChainActor): Promise<bigint> {
  await chain.run(owner, { ...models, functionName: 'registerModel', args: [0n, 0, 'base', '', zeroHash, zeroHash] });
  const modelId = await owner.client.readContract({ ...models, functionName: 'modelCount' });
  const policy = {
    inputRateWei: 1_000n,
    outputRateWei: 2_000n,
    platformFeeWei: 7n,
    modelBps: 3_000,
    stakerBps: 1_000,
    contributorBps: 6_000,
    unattributedRecipient: owner.address,
  };
  await chain.run(owner, { ...models, functionName: 'setFeePolicy', args: [modelId, policy] });
  return modelId;
}
