import { devnetContracts, type Anvil } from '@tributary/devnet/chain';
import {
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  numberToHex,
  size,
  type Abi,
  type AbiEvent,
  type Hex,
} from 'viem';
import { artifacts } from './artifacts.ts';

/**
 * Runtime code that emits what its calldata lists. A record is a byte with the number of topics (1–4), three with the
 * length of the data, the topics, the data. Set at the addresses of the four contracts, it lets a chain of real
 * transactions with real logs be made as fast as anvil mines. Yul:
 *
 *   for { } lt(at, calldatasize()) { } { topics and size from calldataload(at); calldatacopy(0, rest, size);
 *     log<topics>(0, size, …); at := add(rest, size) }
 */
export const EMITTER: Hex =
  '0x5f5b368110600957005b806004913562ffffff815f1a9160e01c1691838101908260051b810192848685015f37806001146091578060021460815780600314606a578514604f575b505001016001565b606481013591602460448301359201359035855fa45f806047565b5090602460448301359201359035845fa35f806047565b50602401359035835fa25f806047565b505035825fa15f80604756';

export type LedgerContract = keyof typeof artifacts;

/** One event of a contract, encoded as the contract would. */
export function encodeRecord(contract: LedgerContract, eventName: string, args: Record<string, unknown>): Hex {
  const abi: Abi = artifacts[contract].abi;
  const event = abi.find((entry): entry is AbiEvent => entry.type === 'event' && entry.name === eventName)!;
  const topics = encodeEventTopics({ abi, eventName, args } as never) as Hex[];
  const plain = event.inputs.filter((input) => !input.indexed);
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name!]),
  );
  return concat([numberToHex(topics.length, { size: 1 }), numberToHex(size(data), { size: 3 }), ...topics, data]);
}

interface Transaction {
  from: Hex;
  to: Hex;
  data: Hex;
}

/** Writes transactions that emit the given events into blocks of a local chain. */
export class LedgerWriter {
  readonly #rpcUrl: string;
  readonly #nonces = new Map<Hex, number>();
  #pending: Transaction[] = [];
  #rpcId = 0;
  accounts: Hex[] = [];

  private constructor(rpcUrl: string) {
    this.#rpcUrl = rpcUrl;
  }

  static async open(anvil: Anvil): Promise<LedgerWriter> {
    const writer = new LedgerWriter(anvil.rpcUrl);
    for (const contract of Object.keys(artifacts) as LedgerContract[]) {
      await writer.request('anvil_setCode', [devnetContracts[contract], EMITTER]);
    }
    writer.accounts = (await writer.request('eth_accounts', [])) as Hex[];
    for (const account of writer.accounts) {
      writer.#nonces.set(account, Number(await writer.request('eth_getTransactionCount', [account, 'latest'])));
    }
    return writer;
  }

  /** One transaction of `from` to `contract`, into the next block. */
  add(from: Hex, contract: LedgerContract, records: Hex[]): void {
    this.addTo(from, devnetContracts[contract], records);
  }

  /** The same to any address that holds `EMITTER`. */
  addTo(from: Hex, to: Hex, records: Hex[]): void {
    this.#pending.push({ from, to, data: concat(records) });
  }

  /** Mines what was added. */
  async mine(): Promise<void> {
    const calls = this.#pending.map((transaction) => {
      const nonce = this.#nonces.get(transaction.from)!;
      this.#nonces.set(transaction.from, nonce + 1);
      return {
        method: 'eth_sendTransaction',
        params: [{ ...transaction, nonce: numberToHex(nonce), gas: '0x7a1200', gasPrice: '0xe8d4a51000' }],
      };
    });
    this.#pending = [];
    if (calls.length > 0) await this.#send(calls);
    await this.#send([{ method: 'evm_mine', params: [] }]);
  }

  async request(method: string, params: unknown[]): Promise<unknown> {
    return (await this.#send([{ method, params }]))[0];
  }

  async #send(calls: { method: string; params: unknown[] }[]): Promise<unknown[]> {
    const body = calls.map((call) => ({ jsonrpc: '2.0', id: this.#rpcId++, ...call }));
    const response = await fetch(this.#rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const replies = (await response.json()) as { id: number; result?: unknown; error?: { message: string } }[];
    const failed = replies.find((reply) => reply.error);
    if (failed) throw new Error(`${calls[0]!.method} failed: ${failed.error!.message}`);
    return replies.sort((a, b) => a.id - b.id).map((reply) => reply.result);
  }
}
