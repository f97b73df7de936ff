import * as ARTIFACTS from '@tributary/contracts/artifacts';
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
  createTestClient,
  http,
  zeroHash,
  type Abi,
  type Address,
  type ContractFunctionName,
  type SimulateContractParameters,
  type TransactionReceipt,
} from 'viem';

const at = devnetContracts;

/** Where a contract is and what it answers to, to be spread into a call. */
export const registry = { address: at.DatanetRegistry, abi: ARTIFACTS.DatanetRegistry.abi } as const;
export const models = { address: at.ModelRegistry, abi: ARTIFACTS.ModelRegistry.abi } as const;
export const market = { address: at.InferenceMarket, abi: ARTIFACTS.InferenceMarket.abi } as const;
export const settlement = { address: at.AttributionSettlement, abi: ARTIFACTS.AttributionSettlement.abi } as const;
export const gOpen = { address: at.GOpen, abi: ARTIFACTS.GOpen.abi } as const;
export const timelock = { address: at.Timelock, abi: ARTIFACTS.TimelockController.abi } as const;
export const governor = { address: at.Governor, abi: ARTIFACTS.OpenGovernor.abi } as const;
export const staking = { address: at.Staking, abi: ARTIFACTS.Staking.abi } as const;
export const compute = { address: at.ComputeRegistry, abi: ARTIFACTS.ComputeRegistry.abi } as const;
export const messagePasser = { address: at.L2ToL1MessagePasser, abi: ARTIFACTS.L2ToL1MessagePasser.abi } as const;
export const schemas = { address: at.SchemaRegistry, abi: ARTIFACTS.SchemaRegistry.abi } as const;
export const eas = { address: at.EAS, abi: ARTIFACTS.EAS.abi } as const;

/** Every error any of them may revert with, because one contract passes on another's. */
const ERRORS: Abi = Object.values(ARTIFACTS).flatMap(({ abi }): Abi => abi.filter((entry) => entry.type === 'error'));

/** A fresh chain with all contracts and people to use them. Each has an account of its own. */
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
  /** Mines a block that is so many seconds later than the last. */
  wait(seconds: number): Promise<void>;
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
    async wait(seconds) {
      const node = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
      await node.increaseTime({ seconds });
      await anvil.mine();
    },
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
