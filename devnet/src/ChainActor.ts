import { setTimeout as sleep } from 'node:timers/promises';
import * as ARTIFACTS from '@tributary/contracts/artifacts';
import {
  BaseError as ViemError,
  HttpRequestError,
  TransactionReceiptNotFoundError,
  createPublicClient,
  decodeErrorResult,
  encodeFunctionData,
  http,
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
} from 'viem';
import { mnemonicToAccount, type HDAccount } from 'viem/accounts';
import {
  ChainUnreachableError,
  ReceiptTimeoutError,
  TransactionRefusedError,
  TransactionRevertedError,
} from './errors.js';

type Writing = 'nonpayable' | 'payable';

/** One state-changing call. With an ABI of `@tributary/contracts/artifacts`, names and arguments are checked by the compiler. */
export interface ContractCall<abi extends Abi, name extends ContractFunctionName<abi, Writing>> {
  address: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, Writing, name>;
  /** Default 0. */
  valueWei?: bigint;
  /** Default {@link GAS_LIMIT}. */
  gasLimit?: bigint;
}

export interface ChainActorOptions {
  /** Who this is, in errors and logs. */
  name: string;
  /** Which of the 130 devnet accounts (0–129). Two actors must not share one. */
  accountIndex: number;
  rpcUrl: string;
  chainId: number;
}

const MNEMONIC = 'test test test test test test test test test test test junk';
/** Enough for a payout to 150 recipients; what is not used costs nothing, so nothing is estimated. */
const GAS_LIMIT = 5_000_000n;
const MAX_FEE_PER_GAS_WEI = 1_000_000_000_000n;
const RECEIPT_POLL_MS = 25;
const RECEIPT_LIMIT_MS = 60_000;
const KNOWN_ERRORS: Abi = Object.values(ARTIFACTS).flatMap(({ abi }): Abi =>
  abi.filter((entry) => entry.type === 'error'),
);

/**
 * A devnet account with a name. Its transactions reach the node in the order of the `send` calls and are mined in that
 * order, so a chain of dependent calls may be sent without awaiting blocks and may all fall into one block.
 *
 * The nonce is asked of the node for every transaction, one at a time; so an actor survives refusals, reorgs and restarts
 * without being told. Anvil executes nothing when a transaction arrives: a revert shows in the receipt.
 */
export class ChainActor {
  readonly name: string;
  readonly account: HDAccount;
  readonly address: Address;
  /** Read-only access for the actor's own look-ups. */
  readonly client: PublicClient;
  readonly #rpcUrl: string;
  readonly #chainId: number;
  readonly #unsettled = new Map<Hex, { functionName: string; abi: Abi }>();
  #lastSend: Promise<unknown> = Promise.resolve();

  constructor({ name, accountIndex, rpcUrl, chainId }: ChainActorOptions) {
    this.name = name;
    this.account = mnemonicToAccount(MNEMONIC, { addressIndex: accountIndex });
    this.address = this.account.address;
    this.client = createPublicClient({ transport: http(rpcUrl, { retryCount: 0 }) });
    this.#rpcUrl = rpcUrl;
    this.#chainId = chainId;
  }

  /**
   * Hands a call to the node and resolves with its hash, before it is mined.
   * @throws TransactionRefusedError, ChainUnreachableError; both leave the nonce unused
   */
  send<const abi extends Abi, name extends ContractFunctionName<abi, Writing>>(
    call: ContractCall<abi, name>,
  ): Promise<Hex> {
    const { address: to, abi, functionName, args, valueWei, gasLimit } = call;
    const data = encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters);
    return this.sendRaw({ to, data, abi, functionName, valueWei, gasLimit });
  }

  /** As {@link send}, for calldata built elsewhere. Without `to` a contract is created. */
  sendRaw(transaction: {
    functionName: string;
    abi: Abi;
    to?: Address;
    data: Hex;
    valueWei?: bigint | undefined;
    gasLimit?: bigint | undefined;
  }): Promise<Hex> {
    const { functionName, abi, to, data, valueWei, gasLimit } = transaction;
    const sent = this.#lastSend.then(async () => {
      let nonce = -1;
      try {
        nonce = await this.client.getTransactionCount({ address: this.address, blockTag: 'pending' });
        const serializedTransaction = await this.account.signTransaction({
          type: 'eip1559',
          chainId: this.#chainId,
          nonce,
          to,
          data,
          value: valueWei ?? 0n,
          gas: gasLimit ?? GAS_LIMIT,
          maxFeePerGas: MAX_FEE_PER_GAS_WEI,
          maxPriorityFeePerGas: 0n,
        });
        const hash = await this.client.sendRawTransaction({ serializedTransaction });
        this.#unsettled.set(hash, { functionName, abi });
        return hash;
      } catch (cause) {
        if (isUnreachable(cause)) throw new ChainUnreachableError({ rpcUrl: this.#rpcUrl, cause });
        const reason = cause instanceof ViemError ? cause.details || cause.shortMessage : String(cause);
        throw new TransactionRefusedError({ actor: this.name, functionName, nonce, reason, cause });
      }
    });
    this.#lastSend = sent.catch(() => undefined);
    return sent;
  }

  /**
   * Waits until a transaction sent by this actor is in a block.
   * @throws TransactionRevertedError with the contract's error decoded; ReceiptTimeoutError, after which it may be asked again
   */
  async waitFor(hash: Hex, limitMs = RECEIPT_LIMIT_MS): Promise<TransactionReceipt> {
    const { functionName, abi } = this.#unsettled.get(hash) ?? { functionName: 'transaction', abi: [] };
    const deadlineMs = performance.now() + limitMs;
    for (;;) {
      const receipt = await this.#loadReceipt(hash);
      if (receipt) {
        this.#unsettled.delete(hash);
        if (receipt.status === 'success') return receipt;
        throw await this.#explainRevert(hash, functionName, abi);
      }
      if (performance.now() >= deadlineMs) {
        throw new ReceiptTimeoutError({ actor: this.name, functionName, hash, waitedMs: limitMs });
      }
      await sleep(RECEIPT_POLL_MS);
    }
  }

  /**
   * Waits for everything sent and not yet waited for, and gives the receipts in the order of sending.
   * @throws the first TransactionRevertedError, once all are mined
   */
  async waitForAll(limitMs = RECEIPT_LIMIT_MS): Promise<TransactionReceipt[]> {
    await this.#lastSend;
    const settled = await Promise.allSettled([...this.#unsettled.keys()].map((hash) => this.waitFor(hash, limitMs)));
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }

  /** {@link send}, then {@link waitFor}. Somebody has to mine. */
  async execute<const abi extends Abi, name extends ContractFunctionName<abi, Writing>>(
    call: ContractCall<abi, name>,
  ): Promise<TransactionReceipt> {
    return this.waitFor(await this.send(call));
  }

  async #loadReceipt(hash: Hex): Promise<TransactionReceipt | null> {
    try {
      return await this.client.getTransactionReceipt({ hash });
    } catch (cause) {
      if (cause instanceof TransactionReceiptNotFoundError) return null;
      throw isUnreachable(cause) ? new ChainUnreachableError({ rpcUrl: this.#rpcUrl, cause }) : cause;
    }
  }

  /** A receipt does not say why; the trace of the same transaction holds the bytes the contract gave. */
  async #explainRevert(hash: Hex, functionName: string, abi: Abi): Promise<TransactionRevertedError> {
    const facts = { actor: this.name, functionName, hash };
    try {
      const { output } = await this.client.request<{
        Method: 'debug_traceTransaction';
        Parameters: [Hex, { tracer: 'callTracer' }];
        ReturnType: { output?: Hex };
      }>({ method: 'debug_traceTransaction', params: [hash, { tracer: 'callTracer' }] });
      const { errorName, args } = decodeErrorResult({ abi: [...abi, ...KNOWN_ERRORS], data: output ?? '0x' });
      return new TransactionRevertedError({
        ...facts,
        errorName,
        errorArgs: (args as readonly unknown[] | undefined) ?? [],
      });
    } catch {
      return new TransactionRevertedError({ ...facts, errorName: null, errorArgs: [] });
    }
  }
}

function isUnreachable(cause: unknown): boolean {
  return cause instanceof ViemError && cause.walk((error) => error instanceof HttpRequestError) !== null;
}
