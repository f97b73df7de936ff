import { encodeAbiParameters, keccak256, parseAbiParameters, parseEther, toHex, zeroHash, type Hex } from 'viem';
import { CONTRACTS, type Cast } from '../actors/cast.js';
import type { Routine } from './Routine.js';

const { messagePasser } = CONTRACTS;
const DEPOSIT_WEI = parseEther('25');
const WITHDRAWAL_WEI = parseEther('10');
const DEPOSIT_GAS = 100_000n;
/** What the parent chain would give the target of a withdrawal. */
const RELAY_GAS = 21_000n;
const FIRST_WAIT_MS = 4_000;
const PERIOD_MS = 60_000;

/**
 * Somebody who brings OPEN from the parent chain and takes some of it back. A deposit is a transaction of type 0x7e as the
 * OP Stack specifies it (https://specs.optimism.io/protocol/deposits.html): unsigned, and minting what it carries. There
 * is no parent chain here, so the node is asked to include it as a rollup node would.
 */
export class Bridge implements Routine {
  readonly name = 'bridge';
  #isNextWithdrawal = false;

  constructor(readonly cast: Pick<Cast, 'bridgeUser'>) {}

  async step(): Promise<number> {
    const { bridgeUser: user } = this.cast;
    const isWithdrawal = this.#isNextWithdrawal;
    if (isWithdrawal) {
      await user.execute({
        ...messagePasser,
        functionName: 'initiateWithdrawal',
        args: [user.address, RELAY_GAS, '0x'],
        valueWei: WITHDRAWAL_WEI,
      });
    } else {
      await user.waitFor(await this.#deposit());
    }
    this.#isNextWithdrawal = !isWithdrawal;
    return isWithdrawal ? PERIOD_MS : FIRST_WAIT_MS;
  }

  async #deposit(): Promise<Hex> {
    const { address, client } = this.cast.bridgeUser;
    const { hash } = await client.getBlock();
    return client.request<{ Method: 'eth_sendTransaction'; Parameters: [Record<string, unknown>]; ReturnType: Hex }>({
      method: 'eth_sendTransaction',
      params: [
        {
          type: '0x7e',
          sourceHash: sourceHashOf(hash, 0n),
          from: address,
          to: address,
          mint: toHex(DEPOSIT_WEI),
          value: toHex(DEPOSIT_WEI),
          gas: toHex(DEPOSIT_GAS),
          isSystemTx: false,
          input: '0x',
        },
      ],
    });
  }
}

/** The id of a user's deposit: domain 0, then the parent chain's block and log. Here a block of this chain stands in. */
function sourceHashOf(blockHash: Hex, logIndex: bigint): Hex {
  const depositId = keccak256(encodeAbiParameters(parseAbiParameters('bytes32, uint256'), [blockHash, logIndex]));
  return keccak256(encodeAbiParameters(parseAbiParameters('bytes32, bytes32'), [zeroHash, depositId]));
}
