import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EvmBatchProcessor } from '@subsquid/evm-processor';
import { buildEventId, type ChainEvent } from './ChainEvent.js';
import { decodeLog } from './decodeLog.js';
import type { ChainBlock } from './handleBatch.js';
import type { Deployment } from './loadDeployment.js';

const FIELDS = {
  block: { timestamp: true },
  log: { transactionHash: true, topics: true, data: true },
  transaction: { from: true },
} as const;

export type Processor = EvmBatchProcessor<typeof FIELDS>;
type ProcessorBlock = Parameters<Parameters<Processor['run']>[1]>[0]['blocks'][number];

/** A processor that reads every log of the deployment's contracts, whatever its topic, from an RPC node. */
export function createProcessor(options: { deployment: Deployment; rpcUrl: string; metricsPort: number }): Processor {
  const { deployment, rpcUrl, metricsPort } = options;
  const range = { from: deployment.startBlock };
  const processor = new EvmBatchProcessor()
    .setRpcEndpoint({ url: rpcUrl, requestTimeout: 10_000 })
    .setRpcDataIngestionSettings({ headPollInterval: deployment.blockTimeSeconds <= 2 ? 200 : 1000 })
    .setFinalityConfirmation(deployment.finalityConfirmations)
    .setBlockRange(range)
    .setFields(FIELDS)
    .addLog({ address: [...deployment.contracts.keys()], transaction: true, range });
  serveMetricsOnLoopback(processor, metricsPort);
  return processor;
}

/** A processor block as the handlers take it. */
export function toChainBlock(block: ProcessorBlock, deployment: Deployment): ChainBlock {
  const { height: number, hash, parentHash } = block.header;
  const timestamp = new Date(block.header.timestamp);
  const events: ChainEvent[] = [];
  for (const log of block.logs) {
    const address = log.address.toLowerCase();
    const contract = deployment.contracts.get(address);
    if (!contract) continue;
    events.push({
      contract,
      address,
      place: {
        id: buildEventId(number, log.logIndex),
        blockNumber: number,
        blockHash: hash,
        timestamp,
        logIndex: log.logIndex,
        transactionHash: log.transactionHash,
        signer: log.getTransaction().from.toLowerCase(),
      },
      decoded: decodeLog(contract, log),
      raw: { topics: log.topics, data: log.data },
    });
  }
  events.sort((a, b) => a.place.logIndex - b.place.logIndex);
  return { number, hash, parentHash, timestamp, events };
}

interface MetricsServer {
  registry: { metrics(): Promise<string>; contentType: string };
  serve(): Promise<{ port: number; close(): Promise<void> }>;
}

/** The processor serves its Prometheus metrics on every interface; this project's services stay on loopback. */
function serveMetricsOnLoopback(processor: Processor, metricsPort: number): void {
  const metrics = (processor as unknown as { getPrometheusServer(): MetricsServer }).getPrometheusServer();
  metrics.serve = () =>
    new Promise((resolve, reject) => {
      const server = createServer((_request, response) => {
        void metrics.registry.metrics().then((text) => {
          response.setHeader('content-type', metrics.registry.contentType).end(text);
        });
      });
      server.once('error', reject);
      server.listen(metricsPort, '127.0.0.1', () => {
        resolve({
          port: (server.address() as AddressInfo).port,
          close: () => new Promise((done) => server.close(() => done())),
        });
      });
    });
}
