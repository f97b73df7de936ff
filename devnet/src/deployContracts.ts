import { AttributionSettlement } from '@tributary/contracts/artifacts';
import { createTestClient, http, zeroAddress, type Hex, type StateOverride } from 'viem';
import type { Anvil } from './anvil.js';
import { buildCoreCreations, buildEconomyCreations, buildPredeploys, type Creation } from './buildCreations.js';
import { ChainActor } from './ChainActor.js';
import { devnetContracts, type DevnetContracts } from './devnetContracts.js';
import { DeploymentMismatchError } from './errors.js';

/** Accounts (by index) with a fixed part in the protocol. 4–19 are free for actors. */
export const PROTOCOL_ACCOUNTS = { arbiter: 0, treasury: 1, platform: 2, stakers: 3 } as const;

/** The governor's code is close to the largest that a chain takes, and every byte costs 200 gas. */
const CREATION_GAS_LIMIT = 10_000_000n;

/**
 * Puts the contracts on a devnet, in one block, at the addresses of the deployment file, and names the market.
 * On a chain that has them already it only checks that they are of this build.
 *
 * @throws DeploymentMismatchError when the chain holds something else at those addresses, or account 0 was used before
 */
export async function deployContracts(anvil: Anvil): Promise<Readonly<DevnetContracts>> {
  const actorOf = (name: keyof typeof PROTOCOL_ACCOUNTS): ChainActor =>
    new ChainActor({ name, accountIndex: PROTOCOL_ACCOUNTS[name], rpcUrl: anvil.rpcUrl, chainId: anvil.chainId });
  const deployer = actorOf('arbiter');
  const accounts = {
    treasury: actorOf('treasury').address,
    platform: actorOf('platform').address,
    stakers: actorOf('stakers').address,
  };
  const core = buildCoreCreations(accounts);
  const economy = buildEconomyCreations(accounts);
  const predeploys = buildPredeploys();

  const nonce = await deployer.client.getTransactionCount({ address: deployer.address });
  if (nonce === 0) {
    await putPredeploys(anvil, deployer, predeploys);
    await sendCreations(deployer, core);
    await deployer.send({
      address: devnetContracts.AttributionSettlement,
      abi: AttributionSettlement.abi,
      functionName: 'setMarket',
      args: [devnetContracts.InferenceMarket],
    });
    await sendCreations(deployer, economy);
    await anvil.mine();
    await deployer.waitForAll();
  }
  // The nonce between the two is that of the market's naming.
  const economyNonce = core.length + 1;
  await Promise.all([
    ...core.map((creation, index) => checkCode(deployer, creation, index)),
    ...economy.map((creation, index) => checkCode(deployer, creation, economyNonce + index)),
    ...predeploys.map((predeploy) => checkCode(deployer, predeploy)),
  ]);
  await checkMarket(deployer);
  return devnetContracts;
}

async function sendCreations(deployer: ChainActor, creations: readonly Creation[]): Promise<void> {
  for (const { contractName, abi, data } of creations) {
    await deployer.sendRaw({ functionName: `creation of ${contractName}`, abi, data, gasLimit: CREATION_GAS_LIMIT });
  }
}

async function putPredeploys(anvil: Anvil, deployer: ChainActor, predeploys: readonly Creation[]): Promise<void> {
  const node = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl, { retryCount: 0 }) });
  for (const { contractName, data } of predeploys) {
    await node.setCode({ address: devnetContracts[contractName], bytecode: await runCreation(deployer, data) });
  }
}

/**
 * Runs creation code without a transaction: what it returns is the code that must be on the chain. A contract may keep its
 * own address in its code, so one that was created is created again where it stands, with its creator's nonce of then.
 */
async function checkCode(
  deployer: ChainActor,
  { contractName, data }: Creation,
  creationNonce?: number,
): Promise<void> {
  const address = devnetContracts[contractName];
  const asOfThen: StateOverride | undefined =
    creationNonce === undefined
      ? undefined
      : [
          { address: deployer.address, nonce: creationNonce },
          { address, code: '0x', nonce: 0 },
        ];
  const [actual, expected] = await Promise.all([
    deployer.client.getCode({ address }),
    runCreation(deployer, data, asOfThen),
  ]);
  if (actual === undefined) throw new DeploymentMismatchError({ contractName, address, problem: 'there is no code' });
  if (actual !== expected) {
    throw new DeploymentMismatchError({ contractName, address, problem: 'its code is not of this build' });
  }
}

/**
 * The code that creation code returns. A predeploy's is taken from a caller that never acts, whose nonce is always 0, so it
 * is the same at every start.
 */
async function runCreation(deployer: ChainActor, data: Hex, stateOverride?: StateOverride): Promise<Hex> {
  const account = stateOverride ? deployer.address : zeroAddress;
  const { data: code } = await deployer.client.call({ account, data, ...(stateOverride ? { stateOverride } : {}) });
  return code ?? '0x';
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
