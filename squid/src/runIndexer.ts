import { createLogger } from '@subsquid/logger';
import { Runner } from '@subsquid/util-internal-processor-tools';
import type { BackfillProgress } from './BackfillProgress.js';
import type { ChainClient } from './ChainClient.js';
import { ChainSource } from './ChainSource.js';
import { createProcessor, toChainBlock, type ProcessorBlock } from './createProcessor.js';
import { createBlockMapper } from './facts/createBlockMapper.js';
import { handleBatch } from './handleBatch.js';
import type { HeadTracker } from './HeadTracker.js';
import { LedgerDatabase } from './LedgerDatabase.js';
import type { Deployment } from './loadDeployment.js';
import type { IndexerMetrics } from './IndexerMetrics.js';
import type { ProcessorMetrics } from './ProcessorMetrics.js';

export interface RunOptions {
  deployment: Deployment;
  client: ChainClient;
  heads: HeadTracker;
  processorMetrics: ProcessorMetrics;
  metrics: IndexerMetrics;
  progress: BackfillProgress;
}

/**
 * Indexes from the height in the database on, without end. Whatever stops it is thrown, with connections closed: every
 * batch is one transaction with the indexed height, so that the next run goes on where this one stopped.
 */
export async function runIndexer(options: RunOptions): Promise<void> {
  const { deployment, client, heads, processorMetrics, metrics, progress } = options;
  const { requests, rpc, prometheus } = createProcessor({ deployment, rpcUrl: client.rpcUrl });
  const database = new LedgerDatabase();
  const mapBlocks = createBlockMapper({ rpc, deployment });
  const hotDataSource = new ChainSource({ rpc, client, heads, mapBlocks, getStart: () => database.start });
  prometheus.serve = () => {
    // Its own server would listen on every interface, and once a run.
    processorMetrics.setRegistry((prometheus as unknown as { registry: { metrics(): Promise<string> } }).registry);
    return Promise.resolve({ port: 0, close: () => Promise.resolve() });
  };
  try {
    await new Runner({
      requests,
      database,
      hotDataSource,
      prometheus,
      log: createLogger('squid'),
      process: async (ledger, batch) => {
        const blocks = batch.blocks.map((block) => toChainBlock(block as ProcessorBlock, deployment));
        await handleBatch(ledger, blocks, deployment.contracts);
        const last = blocks.at(-1);
        if (!last) return;
        const eventCount = blocks.reduce((sum, { events }) => sum + events.length, 0);
        metrics.note({
          ...{ firstNumber: blocks[0]!.number, lastNumber: last.number },
          ...{ blockCount: blocks.length, eventCount },
        });
        progress.note({
          ...{ blockCount: blocks.length, eventCount },
          blockNumber: last.number,
          finalHeight: (await heads.get()).finalized.number,
        });
      },
    }).run();
  } finally {
    rpc.close();
    await database.disconnect().catch(() => undefined);
  }
}
