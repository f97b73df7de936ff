import { join } from 'node:path';
import { type ServiceGaveUpError, StoppedError } from '../errors.js';
import { ChildService, type ServicePatience, type ServiceReporter, type ServiceSpec } from './ChildService.js';
import { TargetsFile } from './TargetsFile.js';

/** Something that runs besides the services and ends after them; Postgres. */
export interface Foundation {
  stop(): Promise<void>;
}

/** What the supervisor tells whoever shows it. */
export interface SupervisorReporter extends Omit<ServiceReporter, 'gaveUp' | 'ready'> {
  /** A stage is done. */
  stage(title: string): void;
}

/**
 * A set of services that live and end together: each is restarted when it dies, and when one gives up, `failed` rejects
 * and nothing more is started. `stop` goes in the order in which data flows, so that nobody writes to what is gone.
 */
export class Supervisor {
  /** Rejects when a service gave up; never resolves. */
  readonly failed: Promise<never>;
  /** Where to read the health and metrics of the services; kept up to date while they live. */
  readonly targets: TargetsFile;
  readonly #dataDir: string;
  readonly #stopOrder: readonly string[];
  readonly #reporter: SupervisorReporter;
  readonly #patience: Partial<ServicePatience>;
  readonly #services = new Map<string, ChildService>();
  readonly #foundations: Promise<Foundation>[] = [];
  readonly #fail: (error: ServiceGaveUpError) => void;
  #stopping: Promise<void> | undefined;

  constructor(
    dataDir: string,
    stopOrder: readonly string[],
    reporter: SupervisorReporter,
    patience: Partial<ServicePatience> = {},
  ) {
    this.#dataDir = dataDir;
    this.#stopOrder = stopOrder;
    this.#reporter = reporter;
    this.#patience = patience;
    this.targets = new TargetsFile(join(dataDir, 'run', 'targets.json'));
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.failed.catch(() => {}); // Whoever waits for it hears of it.
    this.#fail = reject;
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Process ids by service, of those that live. */
  get pids(): Record<string, number | undefined> {
    return Object.fromEntries([...this.#services].map(([name, service]) => [name, service.pid]));
  }

  /** Waits for something that `stop` has to end after the services, even when it is still starting then. */
  async lay<T extends Foundation>(foundation: Promise<T>): Promise<T> {
    this.#foundations.push(foundation);
    return foundation;
  }

  /** Starts a service and waits until it is ready; `title` is told then. */
  async start(spec: ServiceSpec, title: string): Promise<void> {
    if (this.#stopping) throw new StoppedError({ service: spec.name });
    const service = new ChildService(
      spec,
      this.#dataDir,
      {
        line: (name, text) => this.#reporter.line(name, text),
        notice: (text) => this.#reporter.notice(text),
        ready: (name, { operationsUrl }) => this.targets.set(name, operationsUrl),
        gaveUp: (error) => this.#fail(error),
      },
      this.#patience,
    );
    this.#services.set(spec.name, service);
    await service.start();
    this.#reporter.stage(title);
  }

  /** Ends the services one after the other in the stop order, then the foundations. Calling it again changes nothing. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInOrder();
    return this.#stopping;
  }

  /** Everything at once, without a word. */
  kill(): void {
    for (const service of this.#services.values()) service.kill();
  }

  async #stopInOrder(): Promise<void> {
    const rest = [...this.#services.keys()].filter((name) => !this.#stopOrder.includes(name));
    for (const name of [...this.#stopOrder, ...rest]) {
      const service = this.#services.get(name);
      if (!service) continue;
      await service.stop();
      this.#reporter.stage(`${name} stopped`);
    }
    this.targets.clear();
    for (const result of await Promise.allSettled(this.#foundations)) {
      if (result.status === 'fulfilled') await result.value.stop();
    }
  }
}
