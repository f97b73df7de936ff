import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import deployment from '@tributary/contracts/deployments/31337.json' with { type: 'json' };
import { encodeDeployData, getAddress, type Abi, type Address, type Hex } from 'viem';
import type { Anvil } from './anvil.js';
import { ChainActor } from './ChainActor.js';
import { DeploymentMismatchError } from './errors.js';

/** Where the four contracts are on every devnet: what account 0 creates with its nonces 0 to 3. */
export interface DevnetContracts {
  DatanetRegistry: Address;
  ModelRegistry: Address;
  AttributionSettlement: Address;
  InferenceMarket: Address;
}

/** Accounts (by index) with a fixed part in the protocol. 4–19 are free for actors. */
export const PROTOCOL_ACCOUNTS = { arbiter: 0, treasury: 1, platform: 2, stakers: 3 } as const;

/** The addresses in `contracts/deployments/31337.json`. */
export const devnetContracts: Readonly<DevnetContracts> = {
  DatanetRegistry: getAddress(deployment.contracts.DatanetRegistry),
  ModelRegistry: getAddress(deployment.contracts.ModelRegistry),
  AttributionSettlement: getAddress(deployment.contracts.AttributionSettlement),
  InferenceMarket: getAddress(deployment.contracts.InferenceMarket),
};

/**
 * Puts the four contracts on a devnet, in one block, at the addresses of the deployment file, and names the market.
 * On a chain that has them already it only checks that they are of this build.
 *
 * @throws DeploymentMismatchError when the chain holds something else at those addresses, or account 0 was used before
 */
export async function deployContracts(anvil: Anvil): Promise<Readonly<DevnetContracts>> {
  const actorOf = (name: keyof typeof PROTOCOL_ACCOUNTS): ChainActor =>
    new ChainActor({ name, accountIndex: PROTOCOL_ACCOUNTS[name], rpcUrl: anvil.rpcUrl, chainId: anvil.chainId });
  const deployer = actorOf('arbiter');
  const creations = buildCreations({
    treasury: actorOf('treasury').address,
    platform: actorOf('platform').address,
    stakers: actorOf('stakers').address,
  });

  const nonce = await deployer.client.getTransactionCount({ address: deployer.address });
  if (nonce === 0) {
    for (const { contractName, abi, data } of creations) {
      await deployer.sendRaw({ functionName: `creation of ${contractName}`, abi, data });
    }
    await deployer.send({
      address: devnetContracts.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'setMarket',
      args: [devnetContracts.InferenceMarket],
    });
    await anvil.mine();
    await deployer.waitForAll();
  }
  for (const creation of creations) await checkCode(deployer, creation);
  await checkMarket(deployer);
  return devnetContracts;
}

interface Creation {
  contractName: keyof DevnetContracts;
  abi: Abi;
  data: Hex;
}

/** In the order of the deployer's nonces. */
function buildCreations(accounts: { treasury: Address; platform: Address; stakers: Address }): Creation[] {
  const { ModelRegistry: models, AttributionSettlement: settlement } = devnetContracts;
  return [
    {
      contractName: 'DatanetRegistry',
      abi: DatanetRegistry.abi,
      data: encodeDeployData({ ...DatanetRegistry, args: [accounts.treasury] }),
    },
    { contractName: 'ModelRegistry', abi: ModelRegistry.abi, data: encodeDeployData({ ...ModelRegistry }) },
    {
      contractName: 'AttributionSettlement',
      abi: AttributionSettlement.abi,
      data: encodeDeployData({ ...AttributionSettlement, args: [models, accounts.platform, accounts.stakers] }),
    },
    {
      contractName: 'InferenceMarket',
      abi: InferenceMarket.abi,
      data: encodeDeployData({ ...InferenceMarket, args: [models, settlement] }),
    },
  ];
}

/** Runs the creation code without a transaction: what it returns is the code that must be on the chain. */
async function checkCode(deployer: ChainActor, { contractName, data }: Creation): Promise<void> {
  const address = devnetContracts[contractName];
  const [actual, expected] = await Promise.all([
    deployer.client.getCode({ address }),
    deployer.client.call({ account: deployer.address, data }),
  ]);
  if (actual === undefined) throw new DeploymentMismatchError({ contractName, address, problem: 'there is no code' });
  if (actual !== expected.data) {
    throw new DeploymentMismatchError({ contractName, address, problem: 'its code is not of this build' });
  }
}

async function checkMarket(deployer: ChainActor): Promise<void> {
  const { AttributionSettlement: address, InferenceMarket: expected } = devnetContracts;
  const market = await deployer.client.readContract({
    address,
    abi: AttributionSettlement.abi,
    functionName: 'market',
  });
  if (market !== expected) {
    throw new DeploymentMismatchError({
      contractName: 'AttributionSettlement',
      address,
      problem: `its market is ${market}`,
    });
  }
}
