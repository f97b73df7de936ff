import { createTestClient, http, publicActions, toHex, type Address, type Hex } from 'viem';
import type { Deed } from './ChaosEvent.ts';

/** Every block below holds what a chain is made of: the contracts, some of them put there without a transaction. */
const FIRST_REPLACEABLE = 6;
/** A transaction is taken back into a new chain this many blocks later at most. */
const LONGEST_DELAY = 2;
const PLAIN_TRANSFER_GAS = 21_000;

type Reorg = Deed & { kind: 'reorg' };
interface Sent {
  raw: Hex;
  from: Address;
  nonce: number;
  /** Counted from the first block that is replaced. */
  offset: number;
}

/** The devnet's anvil, as somebody who can do everything to it. */
export class ChainNode {
  readonly #client;
  /** Transactions below this block are always kept: the actors have them in mind. */
  #settledBelow = 0;

  constructor(rpcUrl: string) {
    const transport = http(rpcUrl, { retryCount: 0, timeout: 60_000 });
    this.#client = createTestClient({ mode: 'anvil', transport, cacheTime: 0 }).extend(publicActions);
  }

  async fetchHead(): Promise<{ number: number; hash: Hex }> {
    const { number, hash } = await this.#client.getBlock();
    return { number: Number(number), hash: hash! };
  }

  /** No transaction is lost from now on that is on the chain now. */
  async markSettled(): Promise<void> {
    this.#settledBelow = (await this.fetchHead()).number + 1;
  }

  /** Whoever had something in mind acts no more. */
  unmarkSettled(): void {
    this.#settledBelow = 0;
  }

  async setMining(blockTimeSeconds: number): Promise<void> {
    await this.#client.setIntervalMining({ interval: blockTimeSeconds });
  }

  /** Mines at once, each block a second after the one before. */
  async mine(blocks: number): Promise<void> {
    await this.#client.mine({ blocks, interval: 1 });
  }

  async fetchPendingCount(): Promise<number> {
    return (await this.#client.getTxpoolStatus()).pending;
  }

  /**
   * Replaces the newest blocks, while nobody mines and nobody acts. Transactions that are kept come in their old order, so
   * ids that the contracts count stay the same; a shorter chain takes them in when it grows again. The others are replaced
   * by empty ones of the same sender, so that what this sender sent later stays valid.
   *
   * @returns how it went, in words
   */
  async reorganise({ shape, depth: wantedDepth, kept, growth }: Reorg, seed: string): Promise<string> {
    const head = await this.fetchHead();
    const depth = Math.min(wantedDepth, head.number - FIRST_REPLACEABLE + 1);
    if (depth < 1) return 'the chain is too short for it';
    const first = head.number - depth + 1;
    const sent = await this.#fetchSent(first, head.number);
    const isKept = ({ from, offset }: Sent): boolean =>
      kept === 'all' || (kept === 'some' && isLucky(from, seed)) || first + offset < this.#settledBelow;
    const waiting = await this.#takePool();
    const [staying, gone] = [sent.filter(isKept), sent.filter((one) => !isKept(one))];
    try {
      if (shape === 'shorter') {
        await this.#client.request<Rollback>({ method: 'anvil_rollback', params: [depth] });
        for (const { raw } of staying) await this.#send(raw);
      } else {
        const transactions = delay(staying, depth).map(({ raw, offset }): [Hex, number] => [raw, offset]);
        await this.#client.request<Reorganise>({ method: 'anvil_reorg', params: [depth, transactions] });
      }
      await this.#replace(gone);
    } catch (error) {
      return `the node refuses: ${(error as Error).message.split('\n')[0]}`;
    } finally {
      for (const raw of waiting) await this.#send(raw);
    }
    if (shape === 'longer') await this.mine(growth);
    const { number } = await this.fetchHead();
    const counts = `${gone.length} of ${sent.length} transactions gone`;
    return number < first
      ? `blocks ${first}–${head.number} are no more, ${counts}`
      : `blocks ${first}–${head.number} became ${first}–${number}, ${counts}`;
  }

  /**
   * Takes out what waits to be mined, in an order in which it can be sent again: anvil throws away whatever is not valid
   * any more right after a reorg, though it soon would be.
   */
  async #takePool(): Promise<Hex[]> {
    const { pending, queued } = await this.#client.getTxpoolContent();
    const waiting = [...Object.values(pending), ...Object.values(queued)]
      .flatMap((byNonce) => Object.values(byNonce))
      .filter(({ type }) => !isDeposit(type));
    const raws: Hex[] = [];
    for (const { hash } of waiting) raws.push(await this.#fetchRaw(hash));
    // One takes the later ones of its sender with it.
    for (const { hash } of waiting) await this.#client.dropTransaction({ hash });
    return raws;
  }

  #fetchRaw(hash: Hex): Promise<Hex> {
    return this.#client.request<RawTransaction>({ method: 'eth_getRawTransactionByHash', params: [hash] });
  }

  async #fetchSent(from: number, to: number): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (let blockNumber = from; blockNumber <= to; blockNumber++) {
      const block = await this.#client.getBlock({ blockNumber: BigInt(blockNumber), includeTransactions: true });
      for (const { hash, typeHex, nonce, from: sender } of block.transactions) {
        if (isDeposit(typeHex)) continue;
        const raw = await this.#fetchRaw(hash);
        sent.push({ raw, from: sender, nonce, offset: blockNumber - from });
      }
    }
    return sent;
  }

  /** A nonce without a transaction would hold up all later ones of that sender. */
  async #replace(gone: readonly Sent[]): Promise<void> {
    for (const { from, nonce } of gone) {
      const transaction = { from, to: from, nonce: toHex(nonce), gas: toHex(PLAIN_TRANSFER_GAS) };
      await this.#client.request<SendTransaction>({ method: 'eth_sendTransaction', params: [transaction] });
    }
  }

  /** It may not be valid any more, without those before it. */
  async #send(raw: Hex): Promise<void> {
    await this.#client.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined);
  }
}

interface Rollback {
  Method: 'anvil_rollback';
  Parameters: [number];
  ReturnType: null;
}
interface Reorganise {
  Method: 'anvil_reorg';
  Parameters: [number, [Hex, number][]];
  ReturnType: null;
}
interface SendTransaction {
  Method: 'eth_sendTransaction';
  Parameters: [{ from: Address; to: Address; nonce: Hex; gas: Hex }];
  ReturnType: Hex;
}
interface RawTransaction {
  Method: 'eth_getRawTransactionByHash';
  Parameters: [Hex];
  ReturnType: Hex;
}

/** Anvil aborts when asked for the raw bytes of one; its sender on the parent chain would send it again. */
function isDeposit(type: string | null): boolean {
  return type === '0x7e';
}

/** Every transaction in its block or one of the next, never before one that came earlier. */
function delay(sent: readonly Sent[], depth: number): Sent[] {
  let least = 0;
  return sent.map((one, i) => {
    least = Math.min(depth - 1, Math.max(least, one.offset + (i % (LONGEST_DELAY + 1))));
    return { ...one, offset: least };
  });
}

/** Half of all senders, by their address and the seed. */
function isLucky(address: string, seed: string): boolean {
  return [...`${seed}${address}`].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 2 === 0;
}
