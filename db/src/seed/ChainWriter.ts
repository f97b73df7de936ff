import type { RowBuffer } from './RowBuffer';
import { SeedRandom } from './SeedRandom';

/** The first second of every synthetic chain. */
const GENESIS_MS = Date.UTC(2025, 0, 1);
/** Of an OP Stack chain. */
export const BLOCK_TIME_MS = 2_000;
const FIRST_BLOCK_NUMBER = 10;
/** How busy a day is, Sunday first. */
const PACE_BY_WEEKDAY = [0.6, 1, 1.1, 1.1, 1.1, 1, 0.7] as const;
/** EIP-1559. */
const TRANSACTION_TYPE = 2;
const DEPOSIT_TYPE = 126;
const CALLS_PER_BLOCK = 20;

export interface SeedBlock {
  number: number;
  hash: string;
  timestamp: Date;
}

/** Where a fact was made, by column names. */
export interface PlaceColumns {
  block_number: number;
  log_index: number;
  transaction_hash: string;
  signer: string;
}

/** A call that makes events. */
export interface SeedCall {
  signer: string;
  /** Contract name as in contracts/deployments; null for a contract outside the deployment. */
  contract: string | null;
  selector: string;
  functionName: string | null;
  valueWei?: bigint;
}

/**
 * The chain of a synthetic ledger: blocks, transactions, events and accounts as squid would have written them. Blocks
 * without any event are left out, as squid does, so numbers jump.
 */
export class ChainWriter {
  readonly #rows: RowBuffer;
  readonly #random: SeedRandom;
  /** Of its own, so that transactions that are left out change nothing else. */
  readonly #costs: SeedRandom;
  readonly #accounts = new Set<string>();
  readonly #blockStep: number;
  #block: SeedBlock = { number: FIRST_BLOCK_NUMBER, hash: '', timestamp: new Date(GENESIS_MS) };
  #logIndex = 0;
  #transactionIndex = -1;
  #transactionHash = '';
  #signer = '';
  #isRecorded = true;

  /** @param blockStep blocks from one that holds events to the next, on average */
  constructor(rows: RowBuffer, random: SeedRandom, blockStep: number) {
    this.#rows = rows;
    this.#random = random;
    this.#costs = new SeedRandom('costs');
    this.#blockStep = blockStep;
  }

  get block(): SeedBlock {
    return this.#block;
  }

  /** The next block that holds events. */
  startBlock(): SeedBlock {
    const pace = PACE_BY_WEEKDAY[this.#block.timestamp.getUTCDay()]!;
    const step = Math.max(1, Math.round((this.#blockStep / pace) * (0.5 + this.#random.float())));
    const number = this.#block.number + step;
    this.#block = {
      number,
      hash: this.#random.digest('block', number),
      timestamp: new Date(GENESIS_MS + number * BLOCK_TIME_MS),
    };
    this.#logIndex = 0;
    this.#transactionIndex = -1;
    this.#rows.add('block', {
      id: String(number),
      number,
      hash: this.#block.hash,
      parent_hash: this.#random.digest('block', number - 1),
      timestamp: this.#block.timestamp,
    });
    return this.#block;
  }

  /**
   * The next transaction of the block.
   *
   * @param isRecorded false leaves out its row and those of its events: their places are given away all the same
   */
  startTransaction(call: SeedCall, isRecorded = true): void {
    this.#transactionIndex += 1;
    this.#transactionHash = this.#random.digest('transaction', `${this.#block.number}-${this.#transactionIndex}`);
    this.#signer = call.signer;
    this.#isRecorded = isRecorded;
    this.see(call.signer);
    if (isRecorded) this.#addTransaction(call);
  }

  /** The next transaction, in a new block where this one is full. */
  startCall(call: SeedCall): void {
    if (this.#transactionIndex + 1 >= CALLS_PER_BLOCK) this.startBlock();
    this.startTransaction(call);
  }

  /** An event of the transaction; returns its id and place. `args` as squid keeps them: integers as decimal text. */
  record(contract: string, name: string, args: object): { id: string; place: PlaceColumns } {
    const { number } = this.#block;
    const place: PlaceColumns = {
      block_number: number,
      log_index: this.#logIndex,
      transaction_hash: this.#transactionHash,
      signer: this.#signer,
    };
    this.#logIndex += 1;
    const id = buildEventId(number, place.log_index);
    if (this.#isRecorded) {
      const address = this.addressOf(contract);
      this.#rows.add('protocol_event', { id, block_id: String(number), contract, address, name, args, ...place });
    }
    return { id, place };
  }

  /** A deposit from the parent chain: a transaction without a log. */
  addDeposit(from: string, mintWei: bigint): void {
    this.startTransaction({ signer: from, contract: null, selector: '', functionName: null }, false);
    const { number } = this.#block;
    const id = buildEventId(number, this.#transactionIndex);
    const sourceHash = this.#random.digest('source', id);
    const shared = { block_number: number, transaction_index: this.#transactionIndex, from_id: from };
    const amounts = { mint_wei: mintWei, value_wei: mintWei, source_hash: sourceHash, succeeded: true };
    this.#rows.add('transaction', {
      ...{ id, hash: this.#transactionHash, block_id: String(number), to: from, contract: null, type: DEPOSIT_TYPE },
      ...{ selector: null, function_name: null, gas_used: 21_000, effective_gas_price_wei: 0, l1_fee_wei: null },
      ...{ fee_wei: 0, ...shared, ...amounts },
    });
    const transactionHash = this.#transactionHash;
    this.#rows.add('deposit', {
      ...{ id, transaction_id: id, to_id: from, transaction_hash: transactionHash, ...shared, ...amounts },
    });
  }

  /** The row of an account, at the first block that names it. Returns the address. */
  see(address: string): string {
    if (this.#accounts.has(address)) return address;
    this.#accounts.add(address);
    this.#rows.add('account', { id: address, first_seen_block_number: this.#block.number });
    return address;
  }

  addressOf(contract: string): string {
    return this.#random.address('contract', contract);
  }

  #addTransaction({ contract, selector, functionName, valueWei = 0n }: SeedCall): void {
    const { number } = this.#block;
    const gasUsed = BigInt(this.#costs.int(60_000, 900_000));
    const gasPriceWei = BigInt(this.#costs.int(1_000_050, 1_900_000));
    const l1FeeWei = BigInt(this.#costs.int(1_000_000, 9_000_000));
    this.#rows.add('transaction', {
      id: buildEventId(number, this.#transactionIndex),
      hash: this.#transactionHash,
      block_id: String(number),
      block_number: number,
      transaction_index: this.#transactionIndex,
      from_id: this.#signer,
      to: contract === null ? this.#random.address('multicall', this.#signer) : this.addressOf(contract),
      contract,
      value_wei: valueWei,
      type: TRANSACTION_TYPE,
      selector,
      function_name: functionName,
      succeeded: true,
      gas_used: gasUsed,
      effective_gas_price_wei: gasPriceWei,
      l1_fee_wei: l1FeeWei,
      fee_wei: gasUsed * gasPriceWei + l1FeeWei,
      mint_wei: null,
      source_hash: null,
    });
  }
}

/** `<block number, 10 digits>-<position, 5 digits>`, as squid names events and transactions. */
function buildEventId(blockNumber: number, position: number): string {
  return `${String(blockNumber).padStart(10, '0')}-${String(position).padStart(5, '0')}`;
}
