import { Block, ProtocolEvent } from '@tributary/db';
import type { Store } from '@subsquid/typeorm-store';
import type { Batch } from './Batch.js';
import type { ChainEvent } from './ChainEvent.js';
import { collectReferences } from './collectReferences.js';
import type { EventArgs } from './decodeLog.js';
import { attributionSettlement } from './handlers/attributionSettlement.js';
import { datanetRegistry } from './handlers/datanetRegistry.js';
import { inferenceMarket } from './handlers/inferenceMarket.js';
import { modelRegistry } from './handlers/modelRegistry.js';
import { loadBatch } from './loadBatch.js';
import type { ContractName } from './loadDeployment.js';
import { REASON_LENGTH, toColumnText } from './toColumnText.js';
import { toJsonValue } from './toJsonValue.js';

/** A block of a batch with its logs in their order. */
export interface ChainBlock {
  number: number;
  hash: string;
  parentHash: string;
  timestamp: Date;
  events: ChainEvent[];
}

type AnyHandler = (batch: Batch, place: ChainEvent['place'], args: EventArgs) => string | undefined;

const handlers = {
  AttributionSettlement: attributionSettlement,
  DatanetRegistry: datanetRegistry,
  InferenceMarket: inferenceMarket,
  ModelRegistry: modelRegistry,
} satisfies Record<ContractName, object>;

/** Turns the logs of consecutive blocks into rows. Blocks without logs leave nothing. */
export async function handleBatch(store: Store, blocks: readonly ChainBlock[]): Promise<void> {
  const events = blocks.flatMap((block) => block.events);
  if (events.length === 0) return;
  const batch = await loadBatch(store, collectReferences(events));

  for (const { number, hash, parentHash, timestamp, events: blockEvents } of blocks) {
    if (blockEvents.length === 0) continue;
    const block = batch.add(new Block({ id: String(number), number, hash, parentHash, timestamp }));
    for (const event of blockEvents) handleEvent(batch, block, event);
  }
  await batch.save(store);
}

function handleEvent(batch: Batch, block: Block, event: ChainEvent): void {
  const { contract, address, place, decoded, raw } = event;
  batch.getAccount(place.signer, place.blockNumber);
  let problem: string | undefined;
  if (decoded.args === null) {
    problem = decoded.problem;
  } else {
    // The decoder chosen by contract and name produced exactly the arguments this handler takes.
    const handler = (handlers[contract] as Record<string, AnyHandler | undefined>)[decoded.name];
    problem = handler?.(batch, place, decoded.args);
  }
  batch.add(
    new ProtocolEvent({
      id: place.id,
      block,
      blockNumber: place.blockNumber,
      logIndex: place.logIndex,
      transactionHash: place.transactionHash,
      signer: place.signer,
      contract,
      address,
      name: decoded.name,
      args: decoded.args && mapValues(decoded.args),
      raw: decoded.args === null ? { topics: raw.topics, data: raw.data } : null,
      problem: problem === undefined ? null : toColumnText(problem, REASON_LENGTH),
    }),
  );
}

function mapValues(args: EventArgs): EventArgs {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, toJsonValue(value)]));
}
