import {
  Account,
  Attestation,
  AttestationSchema,
  Attribution,
  AttributionDatanetWeight,
  AttributionIndex,
  Block,
  ComputeJob,
  ComputeNode,
  Contribution,
  ContributorPenalty,
  Datanet,
  DatanetVersion,
  Deposit,
  FeePolicy,
  GOpenHolder,
  GOpenTransfer,
  GovernorSetting,
  Inference,
  Model,
  Payout,
  PayoutChallenge,
  Proposal,
  ProposalCall,
  ProtocolEvent,
  ProtocolRecipients,
  RewardClaim,
  Stake,
  StakeEvent,
  StakingConfig,
  TimelockCall,
  TrainingRun,
  TrainingRunInput,
  Transaction,
  Vote,
  VoteDelegation,
  VotePower,
  Withdrawal,
} from '@tributary/db';
import { EarlyFacts } from './EarlyFacts.js';
import { NotLoadedError } from './errors.js';
import { NetworkState } from './NetworkState.js';
import type { RowWriter } from './RowWriter.js';

export interface Entity {
  id: string;
}
export type EntityClass<E extends Entity = Entity> = new (props?: Partial<E>) => E;

interface NamedClass {
  name: string;
}

/** Every chain table, referenced before referencing: rows are written in this order. */
const WRITE_ORDER: readonly EntityClass[] = [
  Account,
  Block,
  ProtocolEvent,
  Datanet,
  Contribution,
  DatanetVersion,
  ContributorPenalty,
  Model,
  TrainingRun,
  TrainingRunInput,
  AttributionIndex,
  FeePolicy,
  ProtocolRecipients,
  Inference,
  Attribution,
  AttributionDatanetWeight,
  Payout,
  RewardClaim,
  PayoutChallenge,
  Transaction,
  Deposit,
  Withdrawal,
  GOpenTransfer,
  VoteDelegation,
  VotePower,
  GOpenHolder,
  GovernorSetting,
  Proposal,
  ProposalCall,
  Vote,
  TimelockCall,
  Stake,
  StakeEvent,
  StakingConfig,
  ComputeNode,
  ComputeJob,
  AttestationSchema,
  Attestation,
] as readonly unknown[] as readonly EntityClass[];

interface Rows {
  /** Null: looked for and not in the database. */
  byId: Map<string, Entity | null>;
  added: Entity[];
  changed: Set<Entity>;
}

/**
 * The rows one batch of logs reads and writes, in memory. Handlers see the ledger as of the log they handle: rows
 * loaded from Postgres, overlaid with what earlier logs of the batch did. `save` writes the difference.
 */
export class Batch {
  readonly #rows = new Map<NamedClass, Rows>(
    WRITE_ORDER.map((type) => [type, { byId: new Map(), added: [], changed: new Set() }]),
  );

  /** What is in force for a settlement: the latest by model id so far. Null: none yet. */
  readonly feePolicies = new Map<string, FeePolicy | null>();
  readonly attributionIndexes = new Map<string, AttributionIndex | null>();
  protocolRecipients: ProtocolRecipients | null = null;

  /** Challenges by the inference id they name, oldest first. */
  readonly challenges = new Map<string, PayoutChallenge[]>();

  /** Facts whose inference may be settled within this batch. */
  readonly earlyFacts = new EarlyFacts();

  /** The network around the four contracts. */
  readonly network = new NetworkState();

  /** Puts rows from the database in; `ids` that are not among them are known to be missing. */
  setLoaded<E extends Entity>(type: EntityClass<E>, ids: Iterable<string>, entities: readonly E[]): void {
    const { byId } = this.#getRows(type);
    for (const id of ids) if (!byId.has(id)) byId.set(id, null);
    for (const entity of entities) byId.set(entity.id, entity);
  }

  /** Puts a row from the database in, whichever query found it first: a row is one object within a batch. */
  adopt<E extends Entity>(entity: E): E {
    const { byId } = this.#getRows(entity.constructor);
    const known = byId.get(entity.id);
    if (known) return known as E;
    byId.set(entity.id, entity);
    return entity;
  }

  /** The row as of now. The id must have been loaded or added. */
  get<E extends Entity>(type: EntityClass<E>, id: string): E | undefined {
    const found = this.#getRows(type).byId.get(id);
    if (found === undefined) throw new NotLoadedError({ entity: type.name, id });
    return (found as E | null) ?? undefined;
  }

  /** A new row. */
  add<E extends Entity>(entity: E): E {
    const rows = this.#getRows(entity.constructor);
    rows.byId.set(entity.id, entity);
    rows.added.push(entity);
    this.earlyFacts.note(entity);
    return entity;
  }

  /** Marks a row that was got as changed. */
  change(entity: Entity): void {
    this.#getRows(entity.constructor).changed.add(entity);
  }

  /** The account of an address, made at its first sight. */
  getAccount(address: string, blockNumber: number): Account {
    const id = address.toLowerCase();
    return this.get(Account, id) ?? this.add(new Account({ id, firstSeenBlockNumber: blockNumber }));
  }

  async save(writer: RowWriter): Promise<void> {
    for (const type of WRITE_ORDER) {
      const { added, changed } = this.#getRows(type);
      if (added.length > 0) await writer.insert(type, added);
      const isAdded = new Set(added);
      const updates = [...changed].filter((entity) => !isAdded.has(entity));
      if (updates.length > 0) await writer.update(type, updates);
    }
    await writer.finish();
  }

  #getRows(type: NamedClass): Rows {
    const rows = this.#rows.get(type);
    if (!rows) throw new NotLoadedError({ entity: type.name, id: '(any)' });
    return rows;
  }
}
