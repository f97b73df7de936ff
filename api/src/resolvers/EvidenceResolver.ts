import {
  type BlockRow,
  blockSource,
  type EvidenceRow,
  type ProtocolEventRow,
  protocolEventSource,
  type TransactionRow,
  transactionsByHash,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { Evidence } from '../types/Evidence.js';
import { ProtocolEvent } from '../types/ProtocolEvent.js';
import { Transaction } from '../types/Transaction.js';

/** A deposit may be repeated and then has a hash again. */
const MAX_REPEATS = 20;

/** The root value is the row of the fact itself. */
@Resolver(() => Evidence)
export class EvidenceResolver {
  @FieldResolver(() => String, { nullable: true, description: '0x hex; null when the block is not indexed.' })
  async blockHash(@Root() fact: EvidenceRow, @Ctx() context: RequestContext): Promise<string | null> {
    return (await loadBlock(fact, context))?.hash ?? null;
  }

  @FieldResolver(() => dateTimeScalar, {
    nullable: true,
    description: 'Time of the block; null when it is not indexed.',
  })
  async timestamp(@Root() fact: EvidenceRow, @Ctx() context: RequestContext): Promise<Date | null> {
    return (await loadBlock(fact, context))?.timestamp ?? null;
  }

  @FieldResolver(() => ProtocolEvent, { nullable: true, description: 'The event that recorded it.' })
  event(@Root() fact: EvidenceRow, @Ctx() { loaders }: RequestContext): Promise<ProtocolEventRow | null> {
    const id = `${String(fact.blockNumber).padStart(10, '0')}-${String(fact.logIndex).padStart(5, '0')}`;
    return loaders.row(protocolEventSource, id);
  }

  @FieldResolver(() => Transaction, {
    nullable: true,
    description: 'The transaction; null where the ledger does not keep it.',
  })
  async transaction(@Root() fact: EvidenceRow, @Ctx() { loaders }: RequestContext): Promise<TransactionRow | null> {
    const same = await loaders.groups(transactionsByHash, MAX_REPEATS).load(fact.transactionHash);
    return same.find(({ blockNumber }) => blockNumber === fact.blockNumber) ?? null;
  }
}

function loadBlock(fact: EvidenceRow, { loaders }: RequestContext): Promise<BlockRow | null> {
  return loaders.row(blockSource, String(fact.blockNumber));
}
