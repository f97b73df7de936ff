// Reads logs with a stock Subsquid processor: RPC URL, first block, last block, address. Prints one JSON line a log.
import { EvmBatchProcessor } from '@subsquid/evm-processor';

const [url, from, to, address] = process.argv.slice(2);
const fields = {
  block: { timestamp: true },
  log: { transactionHash: true, topics: true, data: true },
  transaction: { from: true },
};
const range = { from: Number(from), to: Number(to) };
const processor = new EvmBatchProcessor()
  .setRpcEndpoint({ url, requestTimeout: 10_000, maxBatchCallSize: 20 })
  .setRpcDataIngestionSettings({ headPollInterval: 100 })
  .setFinalityConfirmation(5)
  .setBlockRange(range)
  .setFields(fields)
  .addLog({ address: [address], transaction: true, range });
// Its metrics server would listen on every interface.
processor.getPrometheusServer().serve = async () => ({ port: 0, close: async () => undefined });

const database = {
  supportsHotBlocks: true,
  connect: async () => ({ height: -1, hash: '0x', top: [] }),
  transact: async (_info, run) => run({}),
  transactHot: async (_info, run) => run({}),
  transactHot2: async (info, run) => run({}, 0, info.newBlocks.length),
};
processor.run(database, async ({ blocks }) => {
  for (const { header, logs } of blocks) {
    for (const log of logs) {
      const { from: signer } = log.getTransaction();
      const { height, hash, timestamp } = header;
      console.log(JSON.stringify({ height, hash, timestamp, signer, data: log.data, tx: log.transactionHash }));
    }
  }
});
