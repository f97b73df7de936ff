import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface RegistryOptions {
  service: string;
  version: string;
  /** False where another registry, whose text is added, has the metrics of the process already. */
  processMetrics?: boolean;
}

/** A registry with what every process tells: memory, CPU, event loop, garbage collection, and which version runs. */
export function createRegistry({ service, version, processMetrics = true }: RegistryOptions): Registry {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'tributary_build_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['service', 'version', 'node'],
    registers: [registry],
  }).set({ service, version, node: process.versions.node }, 1);
  return registry;
}
