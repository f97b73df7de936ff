import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { cidOf } from '@tributary/protocol';
import { createEngine, type Engine } from '../src/worker/createEngine.js';
import { TinyLedger } from './tinyLedger.js';
import type { MemoryBlobs, SettledAnswer, TinyNetwork } from './tinyNetwork.js';

export const GRACE_SECONDS = 60;

/** A database with a ledger, a gateway that serves blobs, and the engines that were started on them. */
export class EngineStage {
  readonly #engines: Engine[] = [];
  /** Called with the digest of a blob before it is served. */
  onFetch: (digest: string) => Promise<void> | void = () => undefined;

  private constructor(
    readonly blobs: MemoryBlobs,
    readonly honest: SettledAnswer,
    readonly database: TestDatabase,
    readonly ledger: TinyLedger,
    readonly gateway: Server,
  ) {}

  static async open(network: TinyNetwork): Promise<EngineStage> {
    const blobs = network.createBlobs();
    const honest = await network.settle(blobs);
    const database = await createTestDatabase();
    const ledger = await TinyLedger.open(database.url, honest.facts);
    const gateway = createServer((request, response) => {
      const held = [...blobs.held].find(([digest]) => request.url === `/ipfs/${cidOf(digest)}`);
      if (!held) return void response.writeHead(404).end();
      void Promise.resolve(stage.onFetch(held[0])).then(() => response.end(held[1]));
    });
    await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
    const stage = new EngineStage(blobs, honest, database, ledger, gateway);
    return stage;
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${(this.gateway.address() as AddressInfo).port}/ipfs/`;
  }

  /** @param log is told `<level> <message>` */
  async startEngine(log: (line: string) => void = () => undefined): Promise<void> {
    const config = {
      databaseUrl: this.database.url,
      gateways: [this.gatewayUrl],
      allowPrivate: true,
      fetchTimeoutMs: 20_000,
      graceSeconds: GRACE_SECONDS,
      backend: 'reference',
      limits: { modelBytes: 1 << 24, indexBytes: 1 << 24, memoryBytes: 1 << 24, models: 2 },
    };
    this.#engines.push(await createEngine(config, (level, message) => log(`${level} ${message}`)));
  }

  async stopNewestEngine(): Promise<void> {
    await this.#engines.pop()!.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.stop()));
    await this.ledger.close();
    await this.database.close();
    this.gateway.closeAllConnections();
    await new Promise((done) => this.gateway.close(done));
  }
}
