import { startAnvil, type Anvil } from '@tributary/devnet/chain';
import { toHex, type Hex } from 'viem';
import { ask } from './LyingProxy.js';

/** Emits one log with the calldata as its data and topic 42: CALLDATACOPY everything, LOG1, STOP. */
const EMITTER_CODE = '0x365f5f37602a365fa100';

export const EMITTER: Hex = `0x${'e1'.repeat(20)}`;
export const OTHER_EMITTER: Hex = `0x${'e2'.repeat(20)}`;

/** A real anvil with two contracts that emit what they are sent. */
export class EmittingChain {
  readonly anvil: Anvil;
  sender: Hex = '0x';

  private constructor(anvil: Anvil) {
    this.anvil = anvil;
  }

  static async start(): Promise<EmittingChain> {
    const chain = new EmittingChain(await startAnvil({ port: 0 }));
    for (const address of [EMITTER, OTHER_EMITTER]) await chain.request('anvil_setCode', [address, EMITTER_CODE]);
    [chain.sender] = (await chain.request('eth_accounts', [])) as [Hex];
    return chain;
  }

  async request(method: string, params: unknown[]): Promise<unknown> {
    const { result, error } = await ask(this.anvil.rpcUrl, { method, params });
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Hands a transaction with this calldata to the pool; returns its hash. */
  async emit(data: string, to = EMITTER, fields: Record<string, unknown> = {}): Promise<Hex> {
    const call = { from: this.sender, to, data: toHex(data), gas: '0x186a0', ...fields };
    return (await this.request('eth_sendTransaction', [call])) as Hex;
  }

  async mine(blockCount = 1): Promise<void> {
    await this.anvil.mine(blockCount);
  }

  async fetchBlock(which: string | number, isFull = false): Promise<Record<string, unknown>> {
    const name = typeof which === 'number' ? toHex(which) : which;
    return (await this.request('eth_getBlockByNumber', [name, isFull])) as Record<string, unknown>;
  }

  async stop(): Promise<void> {
    await this.anvil.stop();
  }
}
