import { BaseError as ViemError, createTestClient, http, type Hex } from 'viem';
import { REORG_LIMIT_BLOCKS } from './anvil.js';
import { ChainUnreachableError, ReorgError } from './errors.js';

/**
 * Replaces the last `depth` blocks by as many new ones; the head's height stays. Transactions of the dropped blocks are
 * gone (their receipts too) unless sent again; the new blocks are empty but for `transactions`.
 *
 * @param transactions signed transactions with the new block, counted from 0, that each goes into
 * @throws ReorgError when there are too few blocks, or anvil no longer has the state before them
 */
export async function reorg({
  rpcUrl,
  depth,
  transactions = [],
}: {
  rpcUrl: string;
  depth: number;
  transactions?: { signed: Hex; blockOffset: number }[];
}): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { retryCount: 0 }) });
  try {
    await client.request<{ Method: 'anvil_reorg'; Parameters: [number, [Hex, number][]]; ReturnType: null }>({
      method: 'anvil_reorg',
      params: [depth, transactions.map(({ signed, blockOffset }) => [signed, blockOffset])],
    });
  } catch (cause) {
    if (cause instanceof ViemError && cause.walk((error) => error instanceof Error && 'code' in error)) {
      throw new ReorgError({ depth, limitBlocks: REORG_LIMIT_BLOCKS, cause });
    }
    throw new ChainUnreachableError({ rpcUrl, cause });
  }
}
