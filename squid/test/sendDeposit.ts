import { numberToHex, type Hex } from 'viem';
import type { TestChain } from '../../contracts/test/startTestChain.js';

/** A deposit as the parent chain would make one, in a block of its own. `position` makes it another one. */
export async function sendDeposit(
  { anvil, arbiter }: TestChain,
  position: number,
  options: { from: Hex; to: Hex; mintWei?: bigint; valueWei?: bigint; input?: Hex },
): Promise<Hex> {
  const { from, to, mintWei, valueWei = 0n, input = '0x' } = options;
  const transaction = {
    ...{ type: '0x7e', sourceHash: numberToHex(position, { size: 32 }), from, to, isSystemTx: false, input },
    ...(mintWei === undefined ? {} : { mint: numberToHex(mintWei) }),
    value: numberToHex(valueWei),
    gas: numberToHex(200_000),
  };
  const hash = await arbiter.client.request<{ Method: string; Parameters: unknown[]; ReturnType: Hex }>({
    method: 'eth_sendTransaction',
    params: [transaction],
  });
  await anvil.mine();
  return hash;
}
