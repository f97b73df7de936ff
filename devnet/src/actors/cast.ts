import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import { ChainActor } from '../ChainActor.js';
import { devnetContracts } from '../deployContracts.js';

/** The contracts as `send` wants them: address and typed ABI. */
export const CONTRACTS = {
  datanets: { address: devnetContracts.DatanetRegistry, abi: DatanetRegistry.abi },
  models: { address: devnetContracts.ModelRegistry, abi: ModelRegistry.abi },
  market: { address: devnetContracts.InferenceMarket, abi: InferenceMarket.abi },
  settlement: { address: devnetContracts.AttributionSettlement, abi: AttributionSettlement.abi },
} as const;

const FIRST_AUTHOR = 20;
const PAYER_COUNT = 3;

/** Everyone who acts on the devnet, each with an account of their own. */
export interface Cast {
  curators: ChainActor[];
  trainer: ChainActor;
  gateway: ChainActor;
  /** Settles, and sometimes cheats. */
  dishonestOperator: ChainActor;
  payers: ChainActor[];
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
    author(name) {
      const known = byName.get(name);
      if (!known) throw new RangeError(`${name} has no account`);
      return known;
    },
  };
}
