import { flushContributions } from './addContributions';
import { flushModels } from './addModels';
import { BLOCK_TIME_MS, ChainWriter, type SeedBlock } from './ChainWriter';
import type { LedgerSizes } from './getLedgerSizes';
import { RegistryWaves, WAVE_COUNT } from './RegistryWaves';
import { RowBuffer } from './RowBuffer';
import { buildPeople, type LedgerDraft } from './LedgerDraft';
import { SeedRandom } from './SeedRandom';
import { SettlementWriter } from './SettlementWriter';

const INFERENCES_PER_BLOCK = 10;
const DAY_MS = 86_400_000;
/** Blocks above the final one: of the last, nothing was paid yet. */
const LATEST_BLOCKS = 3;

/** Where the chain of a synthetic ledger ends. */
export interface LedgerEnd {
  latest: SeedBlock;
  safe: SeedBlock;
  finalized: SeedBlock;
}

export interface LedgerParts {
  /** Rows so far; whoever reads them drains it. */
  rows: RowBuffer;
  inferenceCount: number;
}

/**
 * Draws a ledger block after block, in the order in which a chain would have made it. Yields often, a few milliseconds
 * apart, so that what was drawn can be sent meanwhile. Memory holds people, registries and what is not drained.
 *
 * @returns the chain's head
 */
export function* writeLedger(
  seed: string,
  sizes: LedgerSizes,
  options: { withEvents: boolean },
): Generator<LedgerParts, LedgerEnd> {
  const random = new SeedRandom(seed);
  const rows = new RowBuffer();
  const blockCount = sizes.inferenceCount / INFERENCES_PER_BLOCK + sizes.contributionCount / 9;
  const blockStep = (sizes.spanDays * DAY_MS) / BLOCK_TIME_MS / blockCount;
  const chain = new ChainWriter(rows, random, blockStep);
  const people = buildPeople(random, sizes);
  const registry = {
    ...{ datanets: [], contributions: [], models: [], servingModels: [], trainingRunCount: 0, rowCount: 0 },
    recipients: { id: '', platform: '', staker: '' },
  };
  const ledger: LedgerDraft = { random, rows, chain, sizes, people, registry };
  const waves = new RegistryWaves(ledger);
  const settlements = new SettlementWriter(ledger, options);
  const lastBlocks: SeedBlock[] = [];
  for (let wave = 0; wave < WAVE_COUNT; wave++) {
    waves.add(wave);
    yield { rows, inferenceCount: settlements.count };
    const goal = Math.floor((sizes.inferenceCount * (wave + 1)) / WAVE_COUNT);
    while (settlements.count < goal) {
      settlements.addBlock(Math.min(INFERENCES_PER_BLOCK, goal - settlements.count));
      lastBlocks.push(chain.block);
      if (lastBlocks.length > LATEST_BLOCKS) lastBlocks.shift();
      yield { rows, inferenceCount: settlements.count };
    }
  }
  flushContributions(ledger);
  flushModels(ledger);
  waves.flush();
  yield { rows, inferenceCount: settlements.count };
  const [finalized = chain.block, safe = chain.block] = lastBlocks;
  return { latest: chain.block, safe, finalized };
}
