import { mapBlock } from '@subsquid/evm-processor/lib/ds-rpc/mapping.js';
import type { MappingRequest } from '@subsquid/evm-processor/lib/ds-rpc/request.js';
import type { Block as RpcBlock } from '@subsquid/evm-processor/lib/ds-rpc/rpc-data.js';
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities.js';
import type { RpcClient } from '@subsquid/rpc-client';
import { decodeLog } from '../decodeLog.js';
import type { Deployment } from '../loadDeployment.js';
import { UidProof, type AttestedContent } from './AttestedContent.js';
import type { BlockWithFacts } from './BlockFacts.js';
import { isUserDeposit, readTransaction, type ChainTransaction } from './ChainTransaction.js';
import { fetchAttestations, type AttestedEvent } from './fetchAttestations.js';
import { fetchOutcomes } from './fetchOutcomes.js';
import { readAttestCalls, type AttestRequest } from './readAttestCalls.js';

/** Turns what the node gave for some blocks into blocks of the processor, each with its facts. */
export type BlockMapper = (
  rpcBlocks: readonly RpcBlock[],
  request: MappingRequest,
) => Promise<(Block & BlockWithFacts)[]>;

/** Requests in one call that are looked through for the one that made an event: others may attest in between. */
const LOOK_AHEAD = 8;

/**
 * Reads with each block what its logs do not tell: the transactions that belong into the ledger, what they cost (where the
 * deployment says so), and what was attested. It asks the node only where a block has such a thing.
 */
export function createBlockMapper({ rpc, deployment }: { rpc: RpcClient; deployment: Deployment }): BlockMapper {
  const eas = [...deployment.contracts].find(([, name]) => name === 'EAS')?.[0];

  return async (rpcBlocks, request) => {
    const blocks = rpcBlocks.map((rpcBlock) => {
      const block = mapBlock(rpcBlock, request);
      const transactions = selectTransactions(rpcBlock, block, deployment);
      return { block, transactions, attested: new Map<string, AttestedContent | null>() };
    });
    if (deployment.gas) {
      await fetchOutcomes(
        rpc,
        blocks.map(({ block, transactions }) => ({ hash: block.header.hash, transactions })),
      );
    }
    if (eas !== undefined) {
      const unknown: AttestedEvent[] = [];
      for (const { block, transactions, attested } of blocks) {
        unknown.push(...readAttested(block, eas, transactions, attested));
      }
      const proofs = new Map(blocks.map(({ block }) => [block.header.hash, new UidProof()]));
      const fetched = await fetchAttestations(unknown, {
        rpc,
        address: eas,
        isProven: ({ uid, schemaUid, blockHash }, content) =>
          content.schemaUid === schemaUid && proofs.get(blockHash)!.check(uid, content),
      });
      const byHash = new Map(blocks.map(({ block, attested }) => [block.header.hash, attested]));
      for (const { uid, blockHash } of unknown) byHash.get(blockHash)!.set(uid, fetched.get(uid) ?? null);
    }
    return blocks.map(({ block, transactions, attested }) =>
      Object.assign(block, { facts: { transactions, attested } }),
    );
  };
}

/** Those that spoke to or through a contract of the deployment, and deposits of users. */
function selectTransactions(rpcBlock: RpcBlock, block: Block, { contracts }: Deployment): ChainTransaction[] {
  const speaking = new Set(block.logs.map(({ transactionIndex }) => transactionIndex));
  const selected: ChainTransaction[] = [];
  for (const [index, json] of rpcBlock.block.transactions.entries()) {
    if (typeof json === 'string') continue;
    const { to } = json as { to?: unknown };
    const isToContract = typeof to === 'string' && contracts.has(to.toLowerCase());
    if (!isToContract && !speaking.has(index) && !isUserDeposit(json)) continue;
    selected.push(readTransaction(json, block.header.height));
  }
  return selected;
}

/** Fills in the attestations that their transactions tell; returns the others. */
function readAttested(
  { header, logs }: Block,
  eas: string,
  transactions: readonly ChainTransaction[],
  attested: Map<string, AttestedContent | null>,
): AttestedEvent[] {
  const requests = new Map<number, AttestRequest[]>();
  // Only of a transaction that did attest: what it asked for was paid for, each part of it. One that failed may ask for
  // more than fits into memory.
  const getRequests = (index: number): AttestRequest[] => {
    let found = requests.get(index);
    if (!found) {
      const transaction = transactions.find(({ transactionIndex }) => transactionIndex === index);
      requests.set(index, (found = transaction?.to === eas ? readAttestCalls(transaction.input) : []));
    }
    return found;
  };
  const proof = new UidProof();
  const timeSeconds = BigInt(Math.round(header.timestamp! / 1000));
  const unknown: AttestedEvent[] = [];
  for (const log of [...logs].sort((a, b) => a.logIndex - b.logIndex)) {
    if (log.address?.toLowerCase() !== eas) continue;
    const { name, args } = decodeLog('EAS', { topics: log.topics!, data: log.data! });
    if (name !== 'Attested' || !args) continue;
    const { uid, schemaUID: schemaUid, recipient, attester } = args as Record<string, string>;
    if (attested.has(uid!)) continue;
    const event = { uid: uid!, schemaUid: schemaUid!, recipient: recipient!, attester: attester! };
    const left = getRequests(log.transactionIndex);
    const position = left.slice(0, LOOK_AHEAD).findIndex((one) => {
      const content = { ...one, attester: event.attester, timeSeconds };
      return one.schemaUid === event.schemaUid && proof.check(event.uid, content);
    });
    if (position < 0) {
      unknown.push({ ...event, blockNumber: header.height, blockHash: header.hash, timeSeconds });
    } else {
      attested.set(event.uid, { ...left[position]!, attester: event.attester, timeSeconds });
      left.splice(0, position + 1);
    }
  }
  return unknown;
}
