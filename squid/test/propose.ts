import type { ChainActor } from '@tributary/devnet/chain';
import { keccak256, toBytes, type Hex } from 'viem';
import { governor, type TestChain } from '../../contracts/test/startTestChain.js';

export interface Proposed {
  id: bigint;
  /** As the governor wants it to queue, execute or cancel it. */
  call: readonly [readonly Hex[], readonly bigint[], readonly Hex[], Hex];
}

/** A proposal to call `targets`, in a block of its own. */
export async function propose(
  chain: TestChain,
  proposer: ChainActor,
  calls: { targets: readonly Hex[]; calldatas: readonly Hex[]; description: string },
): Promise<Proposed> {
  const { targets, calldatas, description } = calls;
  const values = targets.map(() => 0n);
  const args = [targets, values, calldatas, description] as const;
  await chain.run(proposer, { ...governor, functionName: 'propose', args });
  const call = [targets, values, calldatas, keccak256(toBytes(description))] as const;
  return { id: await proposer.client.readContract({ ...governor, functionName: 'hashProposal', args: call }), call };
}
