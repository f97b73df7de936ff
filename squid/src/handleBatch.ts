import { Block, Inference, ProtocolEvent } from '@tributary/db';
import { addTransaction } from './addTransaction.js';
import type { Batch } from './Batch.js';
import type { ChainEvent } from './ChainEvent.js';
import { collectReferences } from './collectReferences.js';
import type { EventArgs } from './decodeLog.js';
import type { BlockFacts } from './facts/BlockFacts.js';
import { attributionSettlement } from './handlers/attributionSettlement.js';
import { computeRegistry } from './handlers/computeRegistry.js';
import { datanetRegistry } from './handlers/datanetRegistry.js';
import { eas } from './handlers/eas.js';
import { gOpen } from './handlers/gOpen.js';
import { governor } from './handlers/governor.js';
import { inferenceMarket } from './handlers/inferenceMarket.js';
import { l2ToL1MessagePasser } from './handlers/l2ToL1MessagePasser.js';
import { modelRegistry } from './handlers/modelRegistry.js';
import { schemaRegistry } from './handlers/schemaRegistry.js';
import { staking } from './handlers/staking.js';
import { timelock } from './handlers/timelock.js';
import type { Ledger } from './LedgerDatabase.js';
import { loadBatch } from './loadBatch.js';
import type { ContractName, Deployment } from './loadDeployment.js';
import { loadNetwork } from './loadNetwork.js';
import { REASON_LENGTH, toColumnText } from './toColumnText.js';
import { toJsonValue } from './toJsonValue.js';

/** A block of a batch with its logs in their order, and what they do not tell. */
export interface ChainBlock extends BlockFacts {
  number: number;
  hash: string;
  parentHash: string;
  timestamp: Date;
  events: ChainEvent[];
}

type AnyHandler = (batch: Batch, place: ChainEvent['place'], args: EventArgs) => string | undefined;

const handlers = {
  AttributionSettlement: attributionSettlement,
  ComputeRegistry: computeRegistry,
  DatanetRegistry: datanetRegistry,
  EAS: eas,
  GOpen: gOpen,
  Governor: governor,
  InferenceMarket: inferenceMarket,
  L2ToL1MessagePasser: l2ToL1MessagePasser,
  ModelRegistry: modelRegistry,
  SchemaRegistry: schemaRegistry,
  Staking: staking,
  Timelock: timelock,
} satisfies Record<ContractName, object>;

/** Turns the logs and transactions of consecutive blocks into rows. Blocks without any leave nothing. */
export async function handleBatch(
  { reader, writer }: Ledger,
  blocks: readonly ChainBlock[],
  contracts: Deployment['contracts'],
): Promise<void> {
  const events = blocks.flatMap((block) => block.events);
  const transactions = blocks.flatMap((block) => block.transactions);
  if (events.length === 0 && transactions.length === 0) return;
  const batch = await loadBatch(reader, collectReferences(events, transactions));
  await loadNetwork(batch, reader, blocks, contracts);

  for (const { number, hash, parentHash, timestamp, ...held } of blocks) {
    if (held.events.length === 0 && held.transactions.length === 0) continue;
    const block = batch.add(new Block({ id: String(number), number, hash, parentHash, timestamp }));
    for (const transaction of held.transactions) addTransaction(batch, block, transaction);
    for (const event of held.events) handleEvent(batch, block, event);
  }
  await batch.save(writer);
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
    if (decoded.name === 'InferenceSettled') linkEarlyFacts(batch, String(decoded.args['inferenceId']));
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

/** What was recorded about an inference before its settlement is about it from now on; the events keep their problem. */
function linkEarlyFacts(batch: Batch, inferenceId: string): void {
  const inference = batch.get(Inference, inferenceId);
  if (inference) for (const fact of batch.earlyFacts.link(inference)) batch.change(fact);
}

function mapValues(args: EventArgs): EventArgs {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, toJsonValue(value)]));
}
