import {
  AttributionSettlement,
  ComputeRegistry,
  DatanetRegistry,
  EAS,
  GOpen,
  InferenceMarket,
  L2ToL1MessagePasser,
  ModelRegistry,
  OpenGovernor,
  SchemaRegistry,
  Staking,
  TimelockController,
} from '@tributary/contracts/artifacts';
import { encodeDeployData, parseEther, zeroAddress, type Abi, type Address, type Hex } from 'viem';
import { devnetContracts, type DevnetContractName } from './devnetContracts.js';

/** Creation code with its arguments, and what it makes. */
export interface Creation {
  contractName: DevnetContractName;
  abi: Abi;
  data: Hex;
}

/**
 * Seconds, where a real chain has a day, two weeks and a day: a decision of the devnet takes a quarter of a minute, and
 * no chain time has to be skipped for it.
 */
export const GOVERNANCE = { votingDelaySeconds: 3, votingPeriodSeconds: 10, timelockDelaySeconds: 3 } as const;
const PROPOSAL_THRESHOLD_WEI = parseEther('100');

const {
  ModelRegistry: models,
  AttributionSettlement: settlement,
  GOpen: gOpen,
  Timelock: timelock,
  Governor: governor,
  SchemaRegistry: schemas,
} = devnetContracts;

/** The four contracts of payable AI, in the order of the deployer's nonces, from 0. */
export function buildCoreCreations(accounts: { treasury: Address; platform: Address; stakers: Address }): Creation[] {
  const { treasury, platform, stakers } = accounts;
  return [
    {
      contractName: 'DatanetRegistry',
      abi: DatanetRegistry.abi,
      data: encodeDeployData({ ...DatanetRegistry, args: [treasury] }),
    },
    { contractName: 'ModelRegistry', abi: ModelRegistry.abi, data: encodeDeployData({ ...ModelRegistry }) },
    {
      contractName: 'AttributionSettlement',
      abi: AttributionSettlement.abi,
      data: encodeDeployData({ ...AttributionSettlement, args: [models, platform, stakers] }),
    },
    {
      contractName: 'InferenceMarket',
      abi: InferenceMarket.abi,
      data: encodeDeployData({ ...InferenceMarket, args: [models, settlement] }),
    },
  ];
}

/**
 * The OPEN economy and the compute registry, in the order of the deployer's nonces, from 5. The governor alone proposes to
 * the timelock, anyone executes what is due, and nobody administers it but itself.
 */
export function buildEconomyCreations(accounts: { stakers: Address }): Creation[] {
  const { votingDelaySeconds, votingPeriodSeconds, timelockDelaySeconds } = GOVERNANCE;
  return [
    { contractName: 'GOpen', abi: GOpen.abi, data: encodeDeployData({ ...GOpen }) },
    {
      contractName: 'Timelock',
      abi: TimelockController.abi,
      data: encodeDeployData({
        ...TimelockController,
        args: [BigInt(timelockDelaySeconds), [governor], [zeroAddress], zeroAddress],
      }),
    },
    {
      contractName: 'Governor',
      abi: OpenGovernor.abi,
      data: encodeDeployData({
        ...OpenGovernor,
        args: [gOpen, timelock, votingDelaySeconds, votingPeriodSeconds, PROPOSAL_THRESHOLD_WEI],
      }),
    },
    {
      contractName: 'Staking',
      abi: Staking.abi,
      data: encodeDeployData({ ...Staking, args: [gOpen, accounts.stakers] }),
    },
    { contractName: 'ComputeRegistry', abi: ComputeRegistry.abi, data: encodeDeployData({ ...ComputeRegistry }) },
  ];
}

/** What an OP Stack chain has from its first block; nobody creates it, its code is put there. */
export function buildPredeploys(): Creation[] {
  return [
    {
      contractName: 'L2ToL1MessagePasser',
      abi: L2ToL1MessagePasser.abi,
      data: encodeDeployData({ ...L2ToL1MessagePasser }),
    },
    { contractName: 'SchemaRegistry', abi: SchemaRegistry.abi, data: encodeDeployData({ ...SchemaRegistry }) },
    { contractName: 'EAS', abi: EAS.abi, data: encodeDeployData({ ...EAS, args: [schemas] }) },
  ];
}
