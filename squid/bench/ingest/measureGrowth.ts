import { startAnvil } from '@tributary/devnet/chain';
import { LedgerWriter } from '../../test/LedgerWriter.ts';
import { runSquid } from './runSquid.ts';
import { INFERENCES_PER_BLOCK, addInference, writeBackground } from './writeLedger.ts';

/** Events that make 200,000 and 2,000,000 rows: an event is itself a row and makes 1.2 others. */
const FIRST_WINDOW = { from: 50_000, to: 130_000 };
const LAST_WINDOW = { from: 850_000, to: 930_000 };

/** How fast the indexer is at 2,000,000 rows, as a part of its speed at 200,000: one backfill, two stretches of it. */
export async function measureGrowth(serverUrl: string): Promise<number> {
  const anvil = await startAnvil({ port: 0 });
  try {
    const writer = await LedgerWriter.open(anvil);
    let eventCount = await writeBackground(writer);
    let inferenceId = 1n;
    const eventsUpTo = [eventCount];
    const firstBlock = Number(await writer.request('eth_blockNumber', []));
    while (eventCount < LAST_WINDOW.to + 5_000) {
      for (let i = 0; i < INFERENCES_PER_BLOCK; i++) eventCount += addInference(writer, inferenceId++);
      await writer.mine();
      eventsUpTo.push(eventCount);
    }
    const seen: { eventCount: number; elapsedMs: number }[] = [];
    await runSquid(anvil.rpcUrl, serverUrl, (height, elapsedMs) => {
      const indexed = eventsUpTo[height - firstBlock];
      if (indexed !== undefined && seen.at(-1)?.eventCount !== indexed) seen.push({ eventCount: indexed, elapsedMs });
    });
    const getSpeed = ({ from, to }: { from: number; to: number }): number => {
      const first = seen.find((point) => point.eventCount >= from)!;
      const last = seen.findLast((point) => point.eventCount <= to)!;
      return (last.eventCount - first.eventCount) / (last.elapsedMs - first.elapsedMs);
    };
    return getSpeed(LAST_WINDOW) / getSpeed(FIRST_WINDOW);
  } finally {
    await anvil.stop();
  }
}
