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
} from '@tributary/contracts/artifacts';
import { ChainActor } from '../ChainActor.js';
import { PROTOCOL_ACCOUNTS } from '../deployContracts.js';
import { devnetContracts } from '../devnetContracts.js';

/** The contracts as `send` wants them: address and typed ABI. */
export const CONTRACTS = {
  datanets: { address: devnetContracts.DatanetRegistry, abi: DatanetRegistry.abi },
  models: { address: devnetContracts.ModelRegistry, abi: ModelRegistry.abi },
  market: { address: devnetContracts.InferenceMarket, abi: InferenceMarket.abi },
  settlement: { address: devnetContracts.AttributionSettlement, abi: AttributionSettlement.abi },
  gOpen: { address: devnetContracts.GOpen, abi: GOpen.abi },
  governor: { address: devnetContracts.Governor, abi: OpenGovernor.abi },
  staking: { address: devnetContracts.Staking, abi: Staking.abi },
  compute: { address: devnetContracts.ComputeRegistry, abi: ComputeRegistry.abi },
  schemas: { address: devnetContracts.SchemaRegistry, abi: SchemaRegistry.abi },
  eas: { address: devnetContracts.EAS, abi: EAS.abi },
  messagePasser: { address: devnetContracts.L2ToL1MessagePasser, abi: L2ToL1MessagePasser.abi },
} as const;

const FIRST_AUTHOR = 20;
const PAYER_COUNT = 3;
/** Behind every account that an author can have. */
const FIRST_COMMUNITY = 120;

/** Everyone who acts on the devnet, each with an account of their own. */
export interface Cast {
  curators: ChainActor[];
  trainer: ChainActor;
  gateway: ChainActor;
  /** Settles, and sometimes cheats. */
  dishonestOperator: ChainActor;
  payers: ChainActor[];
  /** Vote with gOPEN of their own. */
  delegates: [ChainActor, ChainActor, ChainActor];
  /** Run the machines of the compute networks. */
  nodeOperators: [ChainActor, ChainActor, ChainActor];
  staker: ChainActor;
  /** Is owed the stakers' part of every fee, sets the terms of staking and pays its interest. */
  stakers: ChainActor;
  /** Attest to datanets and models. */
  communities: [ChainActor, ChainActor, ChainActor];
  /** Brings OPEN from the parent chain and takes some back. */
  bridgeUser: ChainActor;
  /** The account of a contributing author; the same name always has the same account. */
  author(name: string): ChainActor;
}

/** @param authors every author's name, in an order that does not change between starts */
export function createCast(chain: { rpcUrl: string; chainId: number }, authors: readonly string[]): Cast {
  const actor = (name: string, accountIndex: number): ChainActor => new ChainActor({ ...chain, name, accountIndex });
  const byName = new Map(authors.map((name, position) => [name, actor(name, FIRST_AUTHOR + position)]));
  return {
    curators: [4, 5, 6].map((index, position) => actor(`curator ${position + 1}`, index)),
    trainer: actor('trainer', 7),
    gateway: actor('gateway', 8),
    dishonestOperator: actor('dishonest operator', 9),
    payers: Array.from({ length: PAYER_COUNT }, (_, position) => actor(`payer ${position + 1}`, 10 + position)),
    delegates: [actor('delegate 1', 13), actor('delegate 2', 14), actor('delegate 3', 15)],
    nodeOperators: [actor('node operator 1', 16), actor('node operator 2', 17), actor('node operator 3', 18)],
    staker: actor('staker', 19),
    stakers: actor('stakers', PROTOCOL_ACCOUNTS.stakers),
    communities: [
      actor('community 1', FIRST_COMMUNITY),
      actor('community 2', FIRST_COMMUNITY + 1),
      actor('community 3', FIRST_COMMUNITY + 2),
    ],
    bridgeUser: actor('bridge user', FIRST_COMMUNITY + 3),
    author(name) {
      const known = byName.get(name);
      if (!known) throw new RangeError(`${name} has no account`);
      return known;
    },
  };
}
