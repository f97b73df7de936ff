import { setTimeout as sleep } from 'node:timers/promises';
import { type Hex } from 'viem';
import { toQuantity } from './agreeOnHeader.js';
import { type BlockHeader, hashHeader, parseHeader } from './BlockHeader.js';
import { buildBlockAnswer, buildLogAnswer, buildReceiptAnswers, type SentTransaction } from './buildRpcAnswers.js';
import { BlockGoneError, EndpointFailureError, LyingEndpointError, NoSuchBlockError } from './errors.js';
import { type BlockBody } from './fetchBody.js';
import { fetchTaggedNumber } from './fetchTaggedNumber.js';
import { Fields } from './Fields.js';
import { createBloomTest } from './logsBloom.js';
import { RecentMap } from './RecentMap.js';
import { logsOf, type VerifiedChain } from './VerifiedChain.js';

/** A request that is not understood; the number is JSON-RPC's. */
export class RpcRefusal extends Error {
  constructor(
    readonly code: -32601 | -32602 | -32000,
    message: string,
  ) {
    super(message);
  }
}

interface ProvenBlock {
  header: BlockHeader;
  body: BlockBody;
  sent: SentTransaction[];
}

const BLOCKS_KEPT = 512;
const MOST_BLOCKS_OF_LOGS = 2_000;
const ATTEMPTS = 5;
const PAUSE_MS = 150;
const HASH = /^0x[0-9a-f]{64}$/i;
const QUANTITY = /^0x[0-9a-f]{1,13}$/i;

/** Answers the questions of an indexer about blocks, receipts and logs, each from what was verified. */
export class VerifiedRpc {
  readonly #chain: VerifiedChain;
  readonly #chainId: number;
  /** Only in blocks where one of these may have spoken are senders recovered; undefined: in all. */
  readonly #needsSenders: (logsBloom: Hex) => boolean;
  readonly #unverified: ReadonlySet<string>;
  readonly #blocks = new RecentMap<Hex, Promise<ProvenBlock>>(BLOCKS_KEPT);

  constructor(
    chain: VerifiedChain,
    chainId: number,
    options: { addresses?: readonly Hex[] | undefined; unverifiedMethods?: readonly string[] | undefined },
  ) {
    this.#chain = chain;
    this.#chainId = chainId;
    this.#needsSenders = options.addresses ? createBloomTest(options.addresses) : () => true;
    this.#unverified = new Set(options.unverifiedMethods);
  }

  /** @throws RpcRefusal, or what reading throws */
  async answer(method: string, params: readonly unknown[]): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#answerOnce(method, params);
      } catch (error) {
        if (!(error instanceof BlockGoneError) || attempt === ATTEMPTS) throw error;
        await sleep(PAUSE_MS * attempt);
      }
    }
  }

  async #answerOnce(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.#unverified.has(method)) return this.#passOn(method, params);
    switch (method) {
      case 'eth_chainId':
        return toQuantity(this.#chainId);
      case 'net_version':
        return String(this.#chainId);
      case 'web3_clientVersion':
        return 'tributary/verified';
      case 'eth_blockNumber':
        return toQuantity(await this.#fetchHeadNumber());
      case 'eth_getBlockByNumber': {
        const header = await this.#fetchHeaderAt(params[0]);
        return header && this.#buildBlock(header, params[1] === true);
      }
      case 'eth_getBlockByHash': {
        const header = await this.#fetchHeaderOf(readHash(params[0]));
        return header && this.#buildBlock(header, params[1] === true);
      }
      case 'eth_getBlockReceipts': {
        const [which] = params;
        const isHash = typeof which === 'string' && HASH.test(which);
        const header = isHash ? await this.#fetchHeaderOf(readHash(which)) : await this.#fetchHeaderAt(which);
        if (!header) return null;
        const { body, sent } = await this.#prove(header);
        return buildReceiptAnswers(header, body, sent);
      }
      case 'eth_getTransactionReceipt':
        return this.#buildReceipt(readHash(params[0]));
      case 'eth_getLogs':
        return this.#buildLogs(params[0]);
      default:
        throw new RpcRefusal(-32601, `${method} is not answered here: only blocks, receipts and logs are verified`);
    }
  }

  /** What a node refuses (a call that reverts) is its answer, not its failure. */
  async #passOn(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.#chain.pool.ask(async (endpoint) => {
      try {
        return await endpoint.request(method, params);
      } catch (error) {
        if (!(error instanceof EndpointFailureError) || !error.isRefused) throw error;
        throw new RpcRefusal(-32000, String(error.facts['reason']));
      }
    });
  }

  async #fetchHeadNumber(): Promise<number> {
    return (await fetchTaggedNumber(this.#chain.pool, 'latest')) ?? 0;
  }

  async #buildBlock(header: BlockHeader, isFull: boolean): Promise<unknown> {
    const { sent } = await this.#prove(header);
    return buildBlockAnswer(header, sent, isFull);
  }

  async #prove(header: BlockHeader): Promise<ProvenBlock> {
    const known = this.#blocks.get(header.hash);
    if (known) return known;
    const proven = this.#fetchBlock(header);
    this.#blocks.set(header.hash, proven);
    proven.catch(() => this.#blocks.delete(header.hash));
    return proven;
  }

  async #fetchBlock(header: BlockHeader): Promise<ProvenBlock> {
    const body = await this.#chain.fetchBody(header);
    const needsSenders = this.#needsSenders(header.logsBloom);
    const sent = await Promise.all(
      body.transactions.map(async (transaction) => ({
        transaction,
        sender: needsSenders ? await transaction.recoverSender() : undefined,
      })),
    );
    return { header, body, sent };
  }

  /** By number or tag; null when there is none. */
  async #fetchHeaderAt(which: unknown): Promise<BlockHeader | null> {
    const number = await this.#readNumber(which);
    if (number === undefined) return null;
    try {
      return await this.#chain.fetchHeader(number);
    } catch (error) {
      if (error instanceof NoSuchBlockError) return null;
      throw error;
    }
  }

  async #readNumber(which: unknown): Promise<number | undefined> {
    if (which === 'latest' || which === 'safe' || which === 'finalized') {
      return fetchTaggedNumber(this.#chain.pool, which);
    }
    if (which === 'earliest') return 0;
    if (typeof which === 'string' && QUANTITY.test(which)) return Number(which);
    throw new RpcRefusal(-32602, 'a block is named by a quantity, latest, safe, finalized or earliest');
  }

  /** By hash: whoever has it, its hash proves it. Null when nobody has it. */
  async #fetchHeaderOf(hash: Hex): Promise<BlockHeader | null> {
    const known = this.#blocks.get(hash);
    if (known) return (await known).header;
    return this.#chain.pool.ask(async (endpoint) => {
      const header = await endpoint.fetch('eth_getBlockByHash', [hash, false], (reply) =>
        reply === null ? null : parseHeader(reply),
      );
      if (header && hashHeader(header) !== hash) {
        const facts = { endpoint: endpoint.name, blockNumber: header.number };
        throw new LyingEndpointError({ ...facts, what: `it gives another block than ${hash}` });
      }
      return header;
    });
  }

  async #buildReceipt(hash: Hex): Promise<unknown> {
    const { pool } = this.#chain;
    const place = await pool.ask((endpoint) =>
      endpoint.fetch('eth_getTransactionReceipt', [hash], (reply) =>
        reply === null ? null : new Fields('receipt', reply).number('blockNumber'),
      ),
    );
    const header = place === null ? null : await this.#fetchHeaderAt(toQuantity(place));
    if (!header) return null;
    const { body, sent } = await this.#prove(header);
    const position = body.transactions.findIndex((transaction) => transaction.hash === hash);
    return position < 0 ? null : buildReceiptAnswers(header, body, sent)[position];
  }

  async #buildLogs(filter: unknown): Promise<unknown> {
    if (typeof filter !== 'object' || filter === null) throw new RpcRefusal(-32602, 'eth_getLogs takes a filter');
    const { fromBlock, toBlock, blockHash, address, topics } = filter as Record<string, unknown>;
    const addresses = readHexes(address);
    const wantedTopics = Array.isArray(topics) ? topics.map(readHexes) : [];
    const mayHold = addresses ? createBloomTest(addresses) : () => true;
    const headers = (await this.#fetchLogHeaders(fromBlock, toBlock, blockHash)).filter((header) =>
      mayHold(header.logsBloom),
    );
    const answers: unknown[] = [];
    for (const header of headers) {
      if (/^0x0*$/.test(header.logsBloom)) continue;
      const { body } = await this.#prove(header);
      for (const log of logsOf(header, body)) {
        const isWanted =
          (!addresses || addresses.includes(log.address)) &&
          wantedTopics.every((choice, i) => !choice || (log.topics[i] !== undefined && choice.includes(log.topics[i])));
        if (isWanted) answers.push(buildLogAnswer(header, log));
      }
    }
    return answers;
  }

  async #fetchLogHeaders(fromBlock: unknown, toBlock: unknown, blockHash: unknown): Promise<BlockHeader[]> {
    if (blockHash !== undefined) {
      const header = await this.#fetchHeaderOf(readHash(blockHash));
      if (!header) throw new RpcRefusal(-32000, 'unknown block');
      return [header];
    }
    const headNumber = await this.#fetchHeadNumber();
    const from = (await this.#readNumber(fromBlock ?? 'latest')) ?? headNumber;
    const to = Math.min((await this.#readNumber(toBlock ?? 'latest')) ?? headNumber, headNumber);
    if (to - from >= MOST_BLOCKS_OF_LOGS) {
      throw new RpcRefusal(-32602, `query exceeds max block range ${MOST_BLOCKS_OF_LOGS}`);
    }
    return this.#chain.fetchHeaders(from, to);
  }
}

function readHash(value: unknown): Hex {
  if (typeof value === 'string' && HASH.test(value)) return value.toLowerCase() as Hex;
  throw new RpcRefusal(-32602, 'a hash has 32 bytes');
}

/** One or several values; undefined for any. */
function readHexes(value: unknown): Hex[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' && /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(item)) return item.toLowerCase() as Hex;
    throw new RpcRefusal(-32602, 'addresses have 20 bytes, topics 32');
  });
}
