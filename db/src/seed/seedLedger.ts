import { setImmediate as yieldToIo } from 'node:timers/promises';
import { escapeIdentifier, type Client } from 'pg';
import { CHAIN_CHANNEL, CHAIN_TABLES, ENGINE_TABLES, type ChainNotification } from '../chainTables';
import { connectClient } from '../connectClient';
import { assertEmptyLedger, assertSuperuser } from './assertEmptyLedger';
import { copyRows } from './copyRows';
import { getLedgerSizes } from './getLedgerSizes';
import { suspendIndexes } from './suspendIndexes';
import { writeLedger, type LedgerEnd, type LedgerParts } from './writeLedger';

/** COPY text held before it is sent; Node needs about three times as much beside. */
const BATCH_CHARACTERS = 8 * 1024 * 1024;
const TABLES: readonly string[] = [...CHAIN_TABLES, ...ENGINE_TABLES];

export interface SeedOptions {
  /** Inferences; ten payouts each. 50 to 10⁸. */
  inferenceCount: number;
  /** The same text gives the same ledger; `1` unless told. */
  seed?: string;
  /**
   * False leaves out the raw events and the transactions of settlements and payouts, half of all bytes. Everything else
   * is the same.
   */
  withEvents?: boolean;
  onProgress?: (progress: SeedProgress) => void;
}

export type SeedProgress =
  { step: 'rows'; inferenceCount: number } | { step: 'indexes'; done: number; count: number } | { step: 'statistics' };

/**
 * Fills an empty, migrated database with a synthetic ledger of any size: consistent as one that squid and the engine had
 * written (references, sums, verdicts that follow from the money), with popularity as skewed as real ones have it, and
 * marked as synthetic in `ledger_origin`, which everything that shows it says. One transaction: when it fails the
 * database is as empty as before. Memory does not grow with the payouts, only with the names there are.
 *
 * @throws LedgerNotEmptyError, SeedRoleError, SeedSizeError
 */
export async function seedLedger(url: string, options: SeedOptions): Promise<void> {
  const { seed = '1', withEvents = true, onProgress = () => undefined } = options;
  const sizes = getLedgerSizes(options.inferenceCount);
  const client = await connectClient(url);
  try {
    await assertSuperuser(client);
    await client.query('begin');
    await client.query(`lock table ${TABLES.map(escapeIdentifier).join(', ')}, ledger_origin in access exclusive mode`);
    await assertEmptyLedger(client, TABLES);
    // Foreign keys are not looked up row by row. For this transaction only.
    await client.query(`set local session_replication_role = replica`);
    await client.query(`set local synchronous_commit = off`);
    await client.query(`set local maintenance_work_mem = '512MB'`);
    const restore = await suspendIndexes(client, TABLES);
    await client.query(`truncate ${TABLES.map(escapeIdentifier).join(', ')}`);
    const end = await sendRows(client, writeLedger(seed, sizes, { withEvents }), (inferenceCount) =>
      onProgress({ step: 'rows', inferenceCount }),
    );
    await saveHead(client, end);
    await restore((done, count) => onProgress({ step: 'indexes', done, count }));
    await client.query(
      `insert into ledger_origin (id, seed, inference_count, made_at) values ('synthetic', $1, $2, now())`,
      [seed, sizes.inferenceCount],
    );
    await announce(client, end);
    await client.query('commit');
    onProgress({ step: 'statistics' });
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** While a batch is on its way the next one is drawn. */
async function sendRows(
  client: Client,
  parts: Generator<LedgerParts, LedgerEnd>,
  onBatch: (inferenceCount: number) => void,
): Promise<LedgerEnd> {
  let sending: Promise<void> = Promise.resolve();
  let last: LedgerParts | undefined;
  let failure: unknown;
  const send = async ({ rows, inferenceCount }: LedgerParts): Promise<void> => {
    await sending;
    onBatch(inferenceCount);
    sending = copyRows(client, rows.drain());
    // Its failure is thrown where it is awaited.
    sending.catch((error: unknown) => (failure = error));
  };
  for (;;) {
    const { done, value } = parts.next();
    if (done) {
      if (last) await send(last);
      await sending;
      return value;
    }
    last = value;
    if (value.rows.size >= BATCH_CHARACTERS) await send(value);
    else await yieldToIo();
    if (failure !== undefined) await sending;
  }
}

/** squid's own state as it would be: read to the final block. */
async function saveHead(client: Client, { latest, safe, finalized }: LedgerEnd): Promise<void> {
  await client.query(
    `insert into chain_head (id, latest_block_number, latest_block_hash, safe_block_number, safe_block_hash,
       finalized_block_number, finalized_block_hash, updated_at) values ('head', $1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set latest_block_number = excluded.latest_block_number,
       latest_block_hash = excluded.latest_block_hash, safe_block_number = excluded.safe_block_number,
       safe_block_hash = excluded.safe_block_hash, finalized_block_number = excluded.finalized_block_number,
       finalized_block_hash = excluded.finalized_block_hash, updated_at = excluded.updated_at`,
    [latest.number, latest.hash, safe.number, safe.hash, finalized.number, finalized.hash, latest.timestamp],
  );
  await client.query(
    `insert into squid_processor.status (id, height, hash, nonce) values (0, $1, $2, 1)
     on conflict (id) do update set height = excluded.height, hash = excluded.hash, nonce = excluded.nonce`,
    [finalized.number, finalized.hash],
  );
}

/** Whoever listens reads everything anew. */
async function announce(client: Client, { latest }: LedgerEnd): Promise<void> {
  const payload: ChainNotification = {
    ...{ table: 'block', op: 'insert', rowCount: 1 },
    ...{ minBlockNumber: 0, maxBlockNumber: latest.number },
  };
  await client.query('select pg_notify($1, $2)', [CHAIN_CHANNEL, JSON.stringify(payload)]);
}
