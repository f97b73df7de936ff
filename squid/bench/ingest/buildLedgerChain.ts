import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAnvil, type Anvil } from '@tributary/devnet/chain';
import { LedgerWriter } from '../../test/LedgerWriter.ts';
import { INFERENCES_PER_BLOCK, addInference, writeBackground } from './writeLedger.ts';

/** Part of the file name: a chain that was made otherwise is another file. */
const RECIPE = 1;

export interface LedgerChain {
  anvil: Anvil;
  eventCount: number;
  /** The next free inference id. */
  nextInferenceId: bigint;
}

/** A local chain with at least `eventCount` events of all four contracts; kept in `cacheDir` from the first time on. */
export async function buildLedgerChain(eventCount: number, cacheDir: string): Promise<LedgerChain> {
  mkdirSync(cacheDir, { recursive: true });
  const stateFile = join(cacheDir, `ledger-${RECIPE}-${eventCount}.state`);
  const factsFile = `${stateFile}.facts`;
  if (existsSync(factsFile) && existsSync(stateFile)) {
    const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as { eventCount: number; nextInferenceId: string };
    const anvil = await startAnvil({ port: 0, stateFile, stateIntervalSeconds: 86_400 });
    return { anvil, eventCount: facts.eventCount, nextInferenceId: BigInt(facts.nextInferenceId) };
  }
  const writing = await startAnvil({ port: 0, stateFile, stateIntervalSeconds: 86_400 });
  const writer = await LedgerWriter.open(writing);
  let written = await writeBackground(writer);
  let nextInferenceId = 1n;
  while (written < eventCount) {
    for (let i = 0; i < INFERENCES_PER_BLOCK; i++) written += addInference(writer, nextInferenceId++);
    await writer.mine();
  }
  // Stopped and started: so that a first measurement reads the chain as every later one does.
  await writing.stop();
  writeFileSync(factsFile, JSON.stringify({ eventCount: written, nextInferenceId: String(nextInferenceId) }));
  return buildLedgerChain(eventCount, cacheDir);
}
