import type { ChainWriter } from './ChainWriter';
import type { LedgerSizes } from './getLedgerSizes';
import type { Registry } from './Registry';
import type { RowBuffer } from './RowBuffer';
import type { SeedRandom } from './SeedRandom';

/** Who acts in a synthetic ledger; addresses, the busiest first. */
export interface SeedPeople {
  curators: readonly string[];
  contributors: readonly string[];
  trainers: readonly string[];
  payers: readonly string[];
  gateways: readonly SeedGateway[];
  validators: readonly string[];
  /** Takes payouts that are others'. */
  thief: string;
}

export interface SeedGateway {
  address: string;
  /** How many of its settlements are wrong in some way. */
  wrongShare: number;
}

/** A synthetic ledger while it is written, block after block. */
export interface LedgerDraft {
  readonly random: SeedRandom;
  readonly rows: RowBuffer;
  readonly chain: ChainWriter;
  readonly sizes: LedgerSizes;
  readonly people: SeedPeople;
  readonly registry: Registry;
}

const DISHONEST_WRONG_SHARE = 0.12;
const HONEST_WRONG_SHARE = 0.004;

export function buildPeople(random: SeedRandom, sizes: LedgerSizes): SeedPeople {
  const build = (kind: string, count: number): string[] =>
    Array.from({ length: count }, (_, number) => random.address(kind, number));
  return {
    curators: build('curator', Math.max(3, Math.round(sizes.datanetCount / 3))),
    contributors: build('contributor', sizes.contributorCount),
    trainers: build('trainer', Math.max(3, Math.round(sizes.modelCount / 4))),
    payers: build('payer', sizes.payerCount),
    gateways: build('gateway', sizes.gatewayCount).map((address, number) => ({
      address,
      wrongShare: number % 4 === 2 ? DISHONEST_WRONG_SHARE : HONEST_WRONG_SHARE,
    })),
    validators: build('validator', 5),
    thief: random.address('thief', 0),
  };
}
