import { type BlockHeader } from './BlockHeader.js';
import { parseReceipt, type BlockReceipt } from './BlockReceipt.js';
import { parseTransaction, UnknownTransactionType, type BlockTransaction } from './BlockTransaction.js';
import { type Endpoint } from './Endpoint.js';
import { type EndpointPool } from './EndpointPool.js';
import { BlockGoneError, EndpointFailureError, LyingEndpointError, UnprovableBlockError } from './errors.js';
import { fetchCheckedHeader } from './agreeOnHeader.js';
import { Fields } from './Fields.js';
import { bloomOf } from './logsBloom.js';
import { trieRoot } from './trieRoot.js';

/** Root of the trie that holds nothing: keccak-256 of the RLP of no bytes. */
const EMPTY_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';

/** Everything in a block: the header commits to all of it. */
export interface BlockBody {
  transactions: readonly BlockTransaction[];
  /** One for each transaction. */
  receipts: readonly BlockReceipt[];
}

/**
 * The body of a block whose header is trusted: transactions and receipts are put together again, and are what the
 * header's roots and bloom say, so that no log can be forged, left out or invented.
 *
 * @throws BlockGoneError after a reorg; UnprovableBlockError for a kind of transaction that is unknown here
 */
export async function fetchBody(pool: EndpointPool, header: BlockHeader): Promise<BlockBody> {
  if (header.transactionsRoot === EMPTY_ROOT) return { transactions: [], receipts: [] };
  return pool.ask(
    async (endpoint) => {
      const transactions = await fetchTransactions(endpoint, header);
      const receipts = await fetchReceipts(endpoint, header, transactions);
      await checkBody(endpoint, header, { transactions, receipts });
      return { transactions, receipts };
    },
    { height: header.number },
  );
}

async function fetchTransactions(endpoint: Endpoint, header: BlockHeader): Promise<BlockTransaction[]> {
  const { number: blockNumber, hash } = header;
  try {
    const transactions = await endpoint.fetch('eth_getBlockByHash', [hash, true], (reply) =>
      reply === null ? null : new Fields('block', reply).list('transactions').map(parseTransaction),
    );
    return transactions ?? (await explainMissing(endpoint, header, 'eth_getBlockByHash'));
  } catch (error) {
    if (!(error instanceof UnknownTransactionType)) throw error;
    throw new UnprovableBlockError({ blockNumber, what: `it holds a ${error.message}` });
  }
}

async function fetchReceipts(
  endpoint: Endpoint,
  header: BlockHeader,
  transactions: readonly BlockTransaction[],
): Promise<BlockReceipt[]> {
  if (transactions.length === 0) return [];
  const method = 'eth_getBlockReceipts';
  try {
    const receipts = await endpoint.fetch(method, [header.hash], (reply) =>
      reply === null ? null : new Fields('reply', { receipts: reply }).list('receipts').map(parseReceipt),
    );
    return receipts ?? (await explainMissing(endpoint, header, method));
  } catch (error) {
    // Not every node has that method; all have this one.
    if (!(error instanceof EndpointFailureError) || !error.isRefused) throw error;
    return Promise.all(
      transactions.map(({ hash }) =>
        endpoint.fetch('eth_getTransactionReceipt', [hash], (reply) => parseReceipt(reply)),
      ),
    );
  }
}

/** An endpoint that does not have a block is on another branch, or the block was dropped everywhere. */
async function explainMissing(endpoint: Endpoint, header: BlockHeader, method: string): Promise<never> {
  const { number: blockNumber, hash: blockHash } = header;
  const own = await fetchCheckedHeader(endpoint, blockNumber);
  if (own && own.hash !== blockHash) throw new BlockGoneError({ blockNumber, blockHash });
  throw new EndpointFailureError({ endpoint: endpoint.name, method, reason: `it has no block ${blockHash}` });
}

async function checkBody(endpoint: Endpoint, header: BlockHeader, body: BlockBody): Promise<void> {
  const accuse = (what: string): never => {
    throw new LyingEndpointError({ endpoint: endpoint.name, blockNumber: header.number, what });
  };
  const { transactions, receipts } = body;
  if ((await trieRoot(transactions.map(({ bytes }) => bytes))) !== header.transactionsRoot) {
    accuse('its transactions are not those of the header');
  }
  if (receipts.length !== transactions.length) {
    accuse(`it gives ${receipts.length} receipts for ${transactions.length} transactions`);
  }
  const root = await trieRoot(receipts.map(({ bytes }) => bytes));
  if (root !== header.receiptsRoot) {
    accuse(`its receipts, and with them its logs, hash to ${root}; the header says ${header.receiptsRoot}`);
  }
  const bloom = bloomOf(receipts.flatMap(({ logs }) => logs));
  if (bloom !== header.logsBloom) accuse('its logs are not those that the bloom of the header was made of');
}
