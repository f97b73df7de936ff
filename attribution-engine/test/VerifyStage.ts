import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';
import {
  ChainActor,
  DEVNET_CHAIN_ID,
  PROTOCOL_ACCOUNTS,
  deployContracts,
  devnetContracts as at,
  startAnvil,
  type Anvil,
} from '@tributary/devnet/chain';
import {
  PAYOUT_ROLES,
  cidOf,
  encodeRecord,
  expectedPayouts,
  sharesRoot,
  type Digest,
  type PayoutItem,
} from '@tributary/protocol';
import { parseEther, parseEventLogs, zeroHash, type Address, type Hex } from 'viem';
import { encodeQuery } from '../src/transcript.js';
import { METHOD, POLICY, uriOf, type MemoryBlobs, type SettledAnswer, type TinyNetwork } from './tinyNetwork.js';

const registry = { address: at.DatanetRegistry, abi: DatanetRegistry.abi } as const;
const models = { address: at.ModelRegistry, abi: ModelRegistry.abi } as const;
const market = { address: at.InferenceMarket, abi: InferenceMarket.abi } as const;
const settlement = { address: at.AttributionSettlement, abi: AttributionSettlement.abi } as const;

const MAIN = fileURLToPath(new URL('../../cli/lib/main.js', import.meta.url));
const SQUID = fileURLToPath(new URL('../../squid/lib/main.js', import.meta.url));

/** What a payer of payouts may do to what is due. */
export type Change = (due: readonly PayoutItem[]) => readonly PayoutItem[];

/** A real chain with the real contracts, a tiny model that is really recomputed, and a gateway with its blobs. */
export class VerifyStage {
  readonly blobs: MemoryBlobs;
  readonly owner: ChainActor;
  readonly arbiter: ChainActor;
  readonly validator: ChainActor;
  readonly #operator: ChainActor;
  readonly #contributors: ChainActor[];
  readonly #others: ChildProcess[] = [];
  #server: Server | undefined;

  private constructor(
    readonly anvil: Anvil,
    readonly network: TinyNetwork,
  ) {
    const { rpcUrl, chainId } = anvil;
    const actor = (name: string, accountIndex: number): ChainActor =>
      new ChainActor({ name, accountIndex, rpcUrl, chainId });
    this.blobs = network.createBlobs();
    this.arbiter = actor('arbiter', PROTOCOL_ACCOUNTS.arbiter);
    this.owner = actor('owner', 4);
    this.#operator = actor('operator', 5);
    this.validator = actor('validator', 6);
    this.#contributors = [1, 2, 3, 4, 5].map((id) => actor(`contributor ${id}`, 6 + id));
  }

  /** Contributions 1 to 5 of five accounts, base model 1, adapter 2 with its index and policy, and a deposit. */
  static async open(network: TinyNetwork): Promise<VerifyStage> {
    const anvil = await startAnvil({ port: 0 });
    await deployContracts(anvil);
    const stage = new VerifyStage(anvil, network);
    await stage.#serveBlobs();
    const { owner } = stage;
    const operator = stage.#operator;
    await owner.send({ ...registry, functionName: 'createDatanet', args: ['data', '', zeroHash] });
    await stage.mine();
    for (const contributor of stage.#contributors) {
      const args = [1n, `0x${'cc'.repeat(32)}`, '', 'MIT', 6n, 600n] as const;
      await contributor.send({ ...registry, functionName: 'submitContribution', args });
      await stage.mine();
    }
    const { baseDigest, adapterDigest } = network.index;
    const register = async (base: bigint, kind: number, digest: string): Promise<void> => {
      const args = [base, kind, 'model', uriOf(digest as Digest), digest as Hex, zeroHash] as const;
      await owner.send({ ...models, functionName: 'registerModel', args });
    };
    await register(0n, 0, baseDigest);
    await register(1n, 1, adapterDigest);
    await stage.commitIndex();
    await stage.setPolicy(POLICY.modelBps);
    await operator.send({ ...market, functionName: 'deposit', args: [], valueWei: parseEther('1000') });
    await stage.mine();
    return stage;
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}/ipfs/`;
  }

  /** Mines one block with what is pending, and waits for all of it. */
  async mine(blockCount = 1): Promise<void> {
    await this.anvil.mine(blockCount);
    const actors = [this.owner, this.#operator, this.arbiter, this.validator, ...this.#contributors];
    await Promise.all(actors.map((actor) => actor.waitForAll()));
  }

  /** Commits the index, or one with this root. */
  async commitIndex(root?: string): Promise<void> {
    const { facts } = await this.network.settle(this.blobs);
    const index = facts.index!;
    const args = [2n, METHOD, (root ?? index.root) as Hex, index.rowCount, 144, index.uri] as const;
    await this.owner.send({ ...models, functionName: 'commitAttributionIndex', args });
  }

  async setPolicy(modelBps: number): Promise<void> {
    const { inputRateWei, outputRateWei, platformFeeWei, stakerBps } = POLICY;
    const contributorBps = 10_000 - modelBps - stakerBps;
    const unattributedRecipient = this.arbiter.address;
    const policy = { inputRateWei, outputRateWei, platformFeeWei, modelBps, stakerBps, contributorBps };
    const args = [2n, { ...policy, unattributedRecipient }] as const;
    await this.owner.send({ ...models, functionName: 'setFeePolicy', args });
  }

  async setRecipients(platform: Address, staker: Address): Promise<void> {
    await this.arbiter.send({ ...settlement, functionName: 'setRecipients', args: [platform, staker] });
  }

  /** Settles one answer in a block of its own; nothing is paid for it. */
  async settle(answer: SettledAnswer): Promise<{ inferenceId: bigint; feeWei: bigint }> {
    const { transcript, inputTokens, outputTokens } = answer.facts;
    const [payer, digest] = [this.#operator.address, transcript.digest as Hex];
    const args = [payer, 2n, inputTokens, outputTokens, digest, transcript.uri] as const;
    await this.#operator.send({ ...market, functionName: 'settle', args });
    await this.anvil.mine();
    const receipts = await this.#operator.waitForAll();
    const logs = receipts.flatMap((receipt) => receipt.logs);
    const [settled] = parseEventLogs({ abi: InferenceMarket.abi, eventName: 'InferenceSettled', logs });
    return settled!.args;
  }

  /** Settles, posts and pays what is due under this policy, or what `change` makes of it. */
  async serve(
    change: Change = (due) => due,
    terms: { modelBps?: number; answer?: SettledAnswer; platform?: string; staker?: string } = {},
  ): Promise<string> {
    const answer = terms.answer ?? (await this.network.settle(this.blobs));
    const { inferenceId, feeWei } = await this.settle(answer);
    const modelBps = terms.modelBps ?? POLICY.modelBps;
    const policy = { ...POLICY, modelBps, contributorBps: 10_000 - modelBps - POLICY.stakerBps };
    const accountOf = (index: number): string => this.#actorAddress(index);
    const due = expectedPayouts(feeWei, policy, answer.shares, {
      platform: terms.platform ?? accountOf(PROTOCOL_ACCOUNTS.platform),
      staker: terms.staker ?? accountOf(PROTOCOL_ACCOUNTS.stakers),
      model: this.owner.address,
      unattributed: this.arbiter.address,
      contributor: (id) => this.#contributors[Number(id) - 1]!.address,
    });
    const { digest } = encodeQuery(encodeRecord(answer.query));
    const posted = [inferenceId, METHOD, digest, sharesRoot(answer.shares) as Hex, [], []] as const;
    await this.#operator.send({ ...settlement, functionName: 'postAttribution', args: posted });
    const items = change(due).map(({ recipient, role, contributionId, amountWei }) => ({
      ...{ recipient: recipient as Address, role: PAYOUT_ROLES.indexOf(role), contributionId, amountWei },
    }));
    const paidWei = items.reduce((sum, { amountWei }) => sum + amountWei, 0n);
    await this.#operator.send({
      ...{ ...settlement, functionName: 'payOut', args: [inferenceId, items] },
      valueWei: paidWei > feeWei ? paidWei - feeWei : 0n,
    });
    await this.mine();
    return inferenceId.toString();
  }

  async resolveChallenge(inferenceId: string): Promise<void> {
    const args = [BigInt(inferenceId), true, 0n, []] as const;
    await this.arbiter.send({ ...settlement, functionName: 'resolveChallenge', args });
    await this.mine();
  }

  /** Runs `tributary` as a person does. */
  async runCli(
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<{ code: number; out: string; error: string }> {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'pipe',
    });
    this.#others.push(child);
    const told = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told.error += text));
    const code = await new Promise<number>((done) => child.once('close', done));
    return { code, ...told };
  }

  /** Starts the indexer as it is deployed, into this database. */
  startIndexer(databaseUrl: string): void {
    const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, RPC_URL: this.anvil.rpcUrl };
    const child = spawn(process.execPath, [SQUID], {
      stdio: 'ignore',
      env: { ...env, CHAIN_ID: String(DEVNET_CHAIN_ID) },
    });
    this.#others.push(child);
  }

  async close(): Promise<void> {
    for (const child of this.#others) if (child.exitCode === null) child.kill('SIGTERM');
    this.#server?.closeAllConnections();
    await new Promise((done) => this.#server!.close(done));
    await this.anvil.stop();
  }

  async #serveBlobs(): Promise<void> {
    this.#server = createServer((request, response) => {
      const held = [...this.blobs.held].find(([digest]) => request.url === `/ipfs/${cidOf(digest)}`);
      if (held) response.end(held[1]);
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => this.#server!.listen(0, '127.0.0.1', done));
  }

  #actorAddress(accountIndex: number): string {
    const { rpcUrl, chainId } = this.anvil;
    return new ChainActor({ name: 'somebody', accountIndex, rpcUrl, chainId }).address;
  }
}
