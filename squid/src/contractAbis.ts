import * as AttributionSettlement from './abi/AttributionSettlement.js';
import * as ComputeRegistry from './abi/ComputeRegistry.js';
import * as DatanetRegistry from './abi/DatanetRegistry.js';
import * as EAS from './abi/EAS.js';
import * as GOpen from './abi/GOpen.js';
import * as InferenceMarket from './abi/InferenceMarket.js';
import * as L2ToL1MessagePasser from './abi/L2ToL1MessagePasser.js';
import * as ModelRegistry from './abi/ModelRegistry.js';
import * as OpenGovernor from './abi/OpenGovernor.js';
import * as SchemaRegistry from './abi/SchemaRegistry.js';
import * as Staking from './abi/Staking.js';
import * as TimelockController from './abi/TimelockController.js';
import type { ContractName } from './loadDeployment.js';

/** A type as the generated code holds it. */
export interface AbiCodec {
  baseType: string;
  isDynamic: boolean;
  /** Of an array. */
  item?: AbiCodec;
  /** Of a struct. */
  components?: Record<string, AbiCodec>;
}

export interface EventAbi {
  topic: string;
  params: Record<string, AbiCodec & { indexed?: boolean }>;
  decode(log: { topics: string[]; data: string }): Record<string, unknown>;
}

export interface FunctionAbi {
  selector: string;
  signature: string;
  args: Record<string, AbiCodec>;
  decode(input: string): Record<string, unknown>;
}

export interface ContractAbi {
  events: Record<string, EventAbi>;
  functions: Record<string, FunctionAbi>;
}

/** The ABI by the contract's name in contracts/deployments: two of them are generated under another. */
export const contractAbis = {
  AttributionSettlement,
  ComputeRegistry,
  DatanetRegistry,
  EAS,
  GOpen,
  Governor: OpenGovernor,
  InferenceMarket,
  L2ToL1MessagePasser,
  ModelRegistry,
  SchemaRegistry,
  Staking,
  Timelock: TimelockController,
} as unknown as Record<ContractName, ContractAbi>;
