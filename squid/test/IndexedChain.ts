import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import {
  concat,
  createTestClient,
  encodeAbiParameters,
  encodeEventTopics,
  http,
  numberToHex,
  padHex,
  type Abi,
  type AbiEvent,
  type Address,
  type EncodeEventTopicsParameters,
  type Hex,
} from 'viem';
import { startTestChain, type TestChain } from '../../contracts/test/startTestChain.js';
import { indexFromScratch } from './indexFromScratch.js';
import { loadChainRows, type Row } from './loadChainRows.js';
import { startIndexer, type Indexer } from './startIndexer.js';

/** A chain with all contracts, and the index of it that follows. */
export class IndexedChain {
  private constructor(
    readonly chain: TestChain,
    readonly database: TestDatabase,
    readonly indexer: Indexer,
  ) {}

  static async open(): Promise<IndexedChain> {
    const chain = await startTestChain();
    const database = await createTestDatabase();
    return new IndexedChain(chain, database, startIndexer({ databaseUrl: database.url, rpcUrl: chain.anvil.rpcUrl }));
  }

  /** All rows, once the head is indexed. */
  async loadRows(): Promise<Record<string, Row[]>> {
    const { hash } = await this.chain.arbiter.client.getBlock();
    await this.indexer.waitForHead(hash!);
    return loadChainRows(this.database.url);
  }

  async indexFromScratch(): Promise<Record<string, Row[]>> {
    return indexFromScratch(this.chain.anvil.rpcUrl);
  }

  /** Lets a contract say what its own code never would. */
  async emit<const abi extends Abi>(
    contract: { address: Address; abi: abi },
    eventName: string,
    args: Record<string, unknown>,
  ): Promise<void> {
    const event = contract.abi.find((entry): entry is AbiEvent => entry.type === 'event' && entry.name === eventName)!;
    const topics = encodeEventTopics({ abi: [event], eventName, args } as EncodeEventTopicsParameters) as Hex[];
    const stated = event.inputs.filter(({ indexed }) => !indexed);
    await this.emitRaw(
      contract.address,
      topics,
      encodeAbiParameters(
        stated,
        stated.map(({ name }) => args[name!]),
      ),
    );
  }

  async emitRaw(address: Address, topics: readonly Hex[], data: Hex): Promise<void> {
    const { arbiter, anvil } = this.chain;
    const node = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
    const code = await arbiter.client.getCode({ address });
    await node.setCode({ address, bytecode: buildEmitter(topics.length) });
    const calldata = concat([...topics.map((topic) => padHex(topic, { size: 32 })), data]);
    const call = { functionName: 'emit', abi: [], to: address, data: calldata, gasLimit: 100_000_000n };
    const hash = await arbiter.sendRaw(call);
    await anvil.mine();
    await arbiter.waitFor(hash);
    await node.setCode({ address, bytecode: code! });
  }

  async close(): Promise<void> {
    await this.indexer.stop();
    await this.chain.anvil.stop();
    await this.database.close();
  }
}

/** Code that emits a log of the first words of its calldata as topics, and the rest as data. */
function buildEmitter(topicCount: number): Hex {
  const at = (word: number) => numberToHex(word * 32, { size: 1 });
  const loads = Array.from({ length: topicCount }, (_, i) => concat(['0x60', at(topicCount - 1 - i), '0x35']));
  const start = at(topicCount);
  const copy = concat(['0x60', start, '0x36038060', start, '0x600037']);
  return concat([...loads, copy, '0x6000', numberToHex(0xa0 + topicCount, { size: 1 }), '0x00']);
}
