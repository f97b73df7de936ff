import { StoppedError } from '../errors.js';
import { type ServicePatience } from '../supervise/ChildService.js';
import { checkPortFree } from '../supervise/checkPortFree.js';
import { lockDataDir } from '../supervise/lockDataDir.js';
import { prepareDataDir } from '../supervise/prepareDataDir.js';
import { stopOrphans } from '../supervise/stopOrphans.js';
import { Supervisor, type SupervisorReporter } from '../supervise/Supervisor.js';
import {
  buildDevnetService,
  buildReaderServices,
  getNetworkUrls,
  type NetworkUrls,
  STOP_ORDER,
} from './buildServices.js';
import { Database } from './Database.js';
import { type NetworkSettings } from './NetworkSettings.js';

/** One copy of everything: database, chain, indexer, engine, API and explorer, in one data folder. */
export class Network {
  readonly urls: NetworkUrls;
  readonly #settings: NetworkSettings;
  readonly #reporter: SupervisorReporter;
  readonly #supervisor: Supervisor;
  #unlock: (() => void) | undefined;

  constructor(settings: NetworkSettings, reporter: SupervisorReporter, patience?: Partial<ServicePatience>) {
    this.urls = getNetworkUrls(settings);
    this.#settings = settings;
    this.#reporter = reporter;
    this.#supervisor = new Supervisor(settings.dataDir, STOP_ORDER, reporter, patience);
  }

  /** Rejects when a service gave up. */
  get failed(): Promise<never> {
    return this.#supervisor.failed;
  }

  get isStopping(): boolean {
    return this.#supervisor.isStopping;
  }

  /**
   * Resolves when the explorer can be opened. When it rejects, whatever was started still has to be stopped.
   *
   * @throws AlreadyRunningError, PortTakenError, DataDirUnusableError, DiskFullError before anything is started
   */
  async start(): Promise<void> {
    const { dataDir } = this.#settings;
    prepareDataDir(dataDir);
    this.#unlock = lockDataDir(dataDir);
    await stopOrphans(dataDir, (text) => this.#reporter.notice(text));
    await this.#checkPorts();
    this.#supervisor.targets.clear();
    if (this.isStopping) throw new StoppedError({ service: 'the network' });
    const started = this.#startAll();
    await Promise.race([started, this.failed]);
  }

  /** In order; then the data folder is free for the next start. */
  async stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#unlock?.();
  }

  kill(): void {
    this.#supervisor.kill();
    this.#unlock?.();
  }

  async #startAll(): Promise<void> {
    const devnet = buildDevnetService(this.#settings);
    const openDatabase = this.#supervisor.lay(
      Database.open({
        ...this.#settings,
        notice: (text) => this.#reporter.notice(text),
        stage: (title) => this.#reporter.stage(title),
      }),
    );
    const [database] = await Promise.all([
      openDatabase,
      devnet && this.#supervisor.start(devnet, `Devnet: chain at ${this.urls.rpc}, bytes at ${this.urls.blobGateway}`),
    ]);
    const titles: Record<string, string> = {
      squid: 'Squid follows the chain',
      engine: 'Attribution engine recomputes payouts',
      analytics: 'Analytics exports what is final as Parquet',
      api: `GraphQL API answers at ${this.urls.api}`,
      explorer: `Explorer answers at ${this.urls.explorer}`,
    };
    await Promise.all(
      buildReaderServices(this.#settings, database).map((spec) =>
        this.#supervisor.start(spec, titles[spec.name] ?? spec.name),
      ),
    );
    this.#reporter.stage(`Health and metrics are where ${this.#supervisor.targets.path} says`);
  }

  async #checkPorts(): Promise<void> {
    const { ports, chain } = this.#settings;
    const wanted: [number, string][] = [
      [ports.explorer, 'explorer'],
      [ports.api, 'API'],
    ];
    if (chain.kind === 'devnet') wanted.push([ports.rpc, "devnet's chain"], [ports.blobs, "devnet's blob gateway"]);
    for (const [port, service] of wanted) await checkPortFree(port, service);
  }
}
