import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from '@tributary/db';
import { BlobStore } from '@tributary/devnet';
import { ChainNode } from './ChainNode.ts';
import type { Proxy, Route } from './ChaosEvent.ts';
import { CrashablePostgres } from './CrashablePostgres.ts';
import { RestartingProcess } from './RestartingProcess.ts';
import { RpcProxy } from './RpcProxy.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHAIN_ID = '31337';
const DISHONEST_ONE_IN = '4';
/** In chain time. */
export const GRACE_SECONDS = 20;

export interface ChaosNetworkOptions {
  readonly folder: string;
  readonly seed: string;
  readonly settlementsPerSecond: number;
  readonly log: (line: string) => void;
}

/** A whole network of real processes whose every part can be broken. */
export class ChaosNetwork {
  readonly postgres: CrashablePostgres;
  readonly devnet: RestartingProcess;
  readonly chain: ChainNode;
  readonly chainUrl: string;
  readonly proxies: Readonly<Record<Exclude<Proxy, 'both'>, RpcProxy>>;
  readonly verifier: RestartingProcess;
  readonly squid: RestartingProcess;
  readonly engines: readonly [RestartingProcess, RestartingProcess];
  /** Ends of processes that nobody asked for. */
  readonly ownEnds: string[] = [];
  route: Route = 'verified';
  readonly #options: ChaosNetworkOptions;
  #modelsSettled = 0;
  readonly #gateway: { gateway: string; close(): Promise<void> };

  private constructor(
    options: ChaosNetworkOptions,
    parts: {
      postgres: CrashablePostgres;
      gateway: { gateway: string; close(): Promise<void> };
      proxies: { steady: RpcProxy; doubtful: RpcProxy };
      ports: { rpc: number; verifier: number };
    },
  ) {
    const { postgres, gateway, proxies, ports } = parts;
    const { folder, seed, settlementsPerSecond } = options;
    this.#options = options;
    this.#gateway = gateway;
    this.postgres = postgres;
    this.proxies = proxies;
    this.chainUrl = `http://127.0.0.1:${ports.rpc}`;
    this.chain = new ChainNode(this.chainUrl);
    this.devnet = this.#createProcess('devnet', 'devnet/lib/main.js', () => ({
      DATA_DIR: join(folder, 'devnet'),
      RPC_PORT: String(ports.rpc),
      SETTLEMENTS_PER_SECOND: String(settlementsPerSecond),
      DISHONEST_ONE_IN,
      SEED: seed,
    }));
    const verifierUrl = `http://127.0.0.1:${ports.verifier}`;
    this.verifier = this.#createProcess('verifier', 'e2e/chaos/verifierProcess.ts', () => ({
      ENDPOINTS: `${proxies.doubtful.url},${proxies.steady.url}`,
      PORT: String(ports.verifier),
      CHAIN_ID,
    }));
    this.squid = this.createSquid('squid', () => ({
      databaseUrl: postgres.url,
      rpcUrl: this.route === 'plain' ? proxies.steady.url : verifierUrl,
    }));
    this.engines = [this.createEngine('engine 1', postgres.url), this.createEngine('engine 2', postgres.url)];
  }

  /** Everything runs; the actors have still to open their first model. */
  static async open(options: ChaosNetworkOptions): Promise<ChaosNetwork> {
    const { folder, log } = options;
    for (const name of ['devnet/blobs', 'logs', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ['devnet', 'verifier']) writeFileSync(join(folder, `logs/${name}.log`), '');
    const [postgresPort, rpc, verifier] = (await findPorts(3)) as [number, number, number];
    const postgres = await CrashablePostgres.open(join(folder, 'postgres'), postgresPort);
    const gateway = await new BlobStore(join(folder, 'devnet/blobs')).serve(0);
    const proxies = {
      steady: await RpcProxy.open(`http://127.0.0.1:${rpc}`),
      doubtful: await RpcProxy.open(`http://127.0.0.1:${rpc}`),
    };
    const network = new ChaosNetwork(options, { postgres, gateway, proxies, ports: { rpc, verifier } });
    try {
      await applyMigrations(postgres.url);
      await network.devnet.start();
      log('the chain runs');
      const { verifier: verifying, squid, engines } = network;
      await Promise.all([verifying, squid, ...engines].map((process_) => process_.start()));
      log('squid, a verifying endpoint and two engines run');
      return network;
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  /** An indexer of its own, such as one that starts from nothing. */
  createSquid(name: string, where: () => { databaseUrl: string; rpcUrl: string }): RestartingProcess {
    return this.#createProcess(name, 'squid/lib/main.js', () => {
      const { databaseUrl, rpcUrl } = where();
      return { DATABASE_URL: databaseUrl, RPC_URL: rpcUrl, CHAIN_ID };
    });
  }

  createEngine(name: string, databaseUrl: string): RestartingProcess {
    return this.#createProcess(name, 'attribution-engine/lib/main.js', () => ({
      DATABASE_URL: databaseUrl,
      BLOB_GATEWAY: this.#gateway.gateway,
      ALLOW_PRIVATE_GATEWAY: 'true',
      GRACE_SECONDS: String(GRACE_SECONDS),
      SCORING_BACKEND: 'wasm',
    }));
  }

  /** How often the verifying endpoint left one aside because it lied. */
  countLiarsNamed(): number {
    return this.#countInLog('verifier', 'It is left aside.');
  }

  /** How often the actors have opened a model. */
  countModelsOpened(): number {
    return this.#countInLog('devnet', 'open for questions');
  }

  /** The actors keep the ids of their models in mind: what opened one is not taken away from under them any more. */
  async settleOpenedModels(): Promise<void> {
    const count = this.countModelsOpened();
    if (count > this.#modelsSettled) await this.chain.markSettled();
    this.#modelsSettled = count;
  }

  /** The actors stop where they are; the chain goes on. */
  freezeActors(): void {
    this.#signalActors('SIGSTOP');
  }

  thawActors(): void {
    this.#signalActors('SIGCONT');
  }

  async close(): Promise<void> {
    await Promise.all([this.squid, this.verifier, ...this.engines].map((process_) => process_.kill()));
    await this.devnet.kill();
    await Promise.all([this.proxies.steady.close(), this.proxies.doubtful.close(), this.#gateway.close()]);
    await this.postgres.stop();
  }

  #countInLog(name: string, text: string): number {
    return readFileSync(join(this.#options.folder, `logs/${name}.log`), 'utf8').split(text).length - 1;
  }

  #signalActors(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { pid } = this.devnet;
    if (pid !== undefined) process.kill(pid, signal);
  }

  #createProcess(name: string, entry: string, env: () => Record<string, string>): RestartingProcess {
    const { folder, log } = this.#options;
    return new RestartingProcess({
      name,
      entry: join(ROOT, entry),
      env: () => ({ TMPDIR: join(folder, 'tmp'), HOME: join(folder, 'tmp'), ...env() }),
      logFile: join(folder, 'logs', `${name.replaceAll(' ', '-')}.log`),
      onOwnEnd: (ending, lastWords) => {
        const lines = lastWords.trimEnd().split('\n');
        const lastLine = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1)!;
        this.ownEnds.push(`${name}: ${ending}: ${lastLine}`);
        log(`${name} ended by itself (${ending}): ${lastLine}`);
      },
    });
  }
}

/** Free ports below those that the system gives to whoever asks for any, so that they are free again after a crash. */
async function findPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
