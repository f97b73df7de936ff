import { EvmBatchProcessor } from '@subsquid/evm-processor';
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request.js';
import type { RpcClient } from '@subsquid/rpc-client';
import type { PrometheusServer } from '@subsquid/util-internal-processor-tools';
import type { RangeRequestList } from '@subsquid/util-internal-range';
import { buildEventId, type ChainEvent } from './ChainEvent.js';
import { decodeLog } from './decodeLog.js';
import type { BlockWithFacts } from './facts/BlockFacts.js';
import type { ChainBlock } from './handleBatch.js';
import type { Deployment } from './loadDeployment.js';

const FIELDS = {
  block: { timestamp: true },
  log: { transactionHash: true, topics: true, data: true },
  transaction: { from: true },
} as const;

type Processor = EvmBatchProcessor<typeof FIELDS>;
export type ProcessorBlock = Parameters<Parameters<Processor['run']>[1]>[0]['blocks'][number] & BlockWithFacts;

/** What a processor is made of, for `runIndexer` to put together: its own `run` ends the process at every error. */
export interface ProcessorParts {
  requests: RangeRequestList<DataRequest>;
  rpc: RpcClient;
  prometheus: PrometheusServer;
}

/** Reads every log of the deployment's contracts, whatever its topic, from an RPC node. */
export function createProcessor(options: { deployment: Deployment; rpcUrl: string }): ProcessorParts {
  const { deployment, rpcUrl } = options;
  const range = { from: deployment.startBlock };
  const processor = new EvmBatchProcessor()
    .setRpcEndpoint({ url: rpcUrl, requestTimeout: 10_000 })
    .setBlockRange(range)
    .setFields(FIELDS)
    .addLog({ address: [...deployment.contracts.keys()], transaction: true, range });
  const parts = processor as unknown as {
    getBatchRequests(): RangeRequestList<DataRequest>;
    getChainRpcClient(): RpcClient;
    getPrometheusServer(): PrometheusServer;
  };
  return {
    requests: parts.getBatchRequests(),
    rpc: parts.getChainRpcClient(),
    prometheus: parts.getPrometheusServer(),
  };
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
  return { number, hash, parentHash, timestamp, events, ...block.facts };
}
