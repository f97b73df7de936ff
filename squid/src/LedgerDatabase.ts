import { TypeormDatabase, type Store } from '@subsquid/typeorm-store';
import type {
  FinalTxInfo,
  HashAndHeight,
  HotDatabase,
  HotDatabaseState,
  HotTxInfo,
} from '@subsquid/util-internal-processor-tools';
import { getProjectDir } from '@tributary/db';
import type { EntityManager } from 'typeorm';
import { BulkRowWriter } from './BulkRowWriter.js';
import { RowReader } from './RowReader.js';
import type { RowWriter } from './RowWriter.js';
import { TrackedRowWriter } from './TrackedRowWriter.js';

/** The ledger as one batch reads and writes it. */
export interface Ledger {
  reader: RowReader;
  writer: RowWriter;
}

/**
 * For a batch of final blocks. One that a crash of Postgres loses is read from the chain again: its commit need not wait
 * for the disk. And each reference was just looked up or written by the batch itself: where the role may, Postgres does
 * not look it up again, a third of its work. (The triggers that announce changes fire nevertheless.)
 */
const BEGIN_FINAL = `select set_config('synchronous_commit', 'off', true),
  case when rolsuper then set_config('session_replication_role', 'replica', true) end
  from pg_roles where rolname = current_user`;

/** The same transaction goes on to the undo log, whose rows Postgres deletes by reference. */
const END_FINAL = `select set_config('session_replication_role', 'origin', true)
  from pg_roles where rolname = current_user and rolsuper`;

/**
 * The processor's database: its transactions, its height and its undo log, with rows of final blocks written in bulk and
 * rows of hot blocks through the store that can undo them.
 */
export class LedgerDatabase implements HotDatabase<Ledger> {
  readonly supportsHotBlocks = true as const;
  // One process writes, and the height it saw is compared before it moves: a stricter isolation would check that again.
  readonly #typeorm = new TypeormDatabase({ projectDir: getProjectDir(), isolationLevel: 'READ COMMITTED' });
  #start: HashAndHeight = { height: -1, hash: '0x' };

  /** The last final block when this connected: what is read next must continue it. */
  get start(): HashAndHeight {
    return this.#start;
  }

  async connect(): Promise<HotDatabaseState> {
    const state = await this.#typeorm.connect();
    this.#start = state;
    return state;
  }

  disconnect(): Promise<void> {
    return this.#typeorm.disconnect();
  }

  transact(info: FinalTxInfo, write: (ledger: Ledger) => Promise<void>): Promise<void> {
    return this.#typeorm.transact(info, (store) => writeFinal(store, write));
  }

  transactHot2(
    info: HotTxInfo,
    write: (ledger: Ledger, sliceStart: number, sliceEnd: number) => Promise<void>,
  ): Promise<void> {
    return this.#typeorm.transactHot2(info, async (store, sliceStart, sliceEnd) => {
      const isFinal = info.newBlocks[sliceEnd - 1]!.height <= info.finalizedHead.height;
      if (isFinal) await writeFinal(store, (ledger) => write(ledger, sliceStart, sliceEnd));
      else await write(openHot(store), sliceStart, sliceEnd);
    });
  }

  transactHot(info: HotTxInfo, write: (ledger: Ledger, block: HashAndHeight) => Promise<void>): Promise<void> {
    return this.transactHot2(info, async (ledger, sliceStart, sliceEnd) => {
      for (const block of info.newBlocks.slice(sliceStart, sliceEnd)) await write(ledger, block);
    });
  }
}

/** The store keeps the connection of its transaction to itself; a bulk statement needs it. */
function getEntityManager(store: Store): EntityManager {
  return (store as unknown as { em(): EntityManager }).em();
}

async function writeFinal(store: Store, write: (ledger: Ledger) => Promise<void>): Promise<void> {
  const em = getEntityManager(store);
  await em.query(BEGIN_FINAL);
  await write({ reader: new RowReader(em), writer: new BulkRowWriter(em) });
  await em.query(END_FINAL);
}

function openHot(store: Store): Ledger {
  return { reader: new RowReader(getEntityManager(store)), writer: new TrackedRowWriter(store) };
}
