/** A registry of the library version that the processor uses. */
interface MetricsRegistry {
  metrics(): Promise<string>;
}

/** Figures of the processor that runs now; each run has a registry of its own. */
export class ProcessorMetrics {
  #registry: MetricsRegistry | undefined;

  setRegistry(registry: MetricsRegistry): void {
    this.#registry = registry;
  }

  /** In Prometheus' text format; empty before the first run. */
  async getText(): Promise<string> {
    return (await this.#registry?.metrics()) ?? '';
  }
}
