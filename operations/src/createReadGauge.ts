import { Counter, Gauge, type Registry } from 'prom-client';
import { within } from './within.js';

/** One sample of a gauge. */
export interface Reading {
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface ReadGaugeOptions {
  registry: Registry;
  name: string;
  help: string;
  labelNames: readonly string[];
  /** Asked at a scrape, when what was read last is too old. */
  read: () => Promise<readonly Reading[]>;
  /** How old a reading may be. */
  freshMs: number;
}

const READ_WITHIN_MS = 3_000;
/** A reading is kept for this many times what it took, so that a costly one takes at most a twentieth of the time. */
const REST_FACTOR = 20;
const FAILURES = 'tributary_metrics_read_failures_total';

/**
 * A gauge whose samples are read elsewhere, such as in the database, when Prometheus asks. While it cannot be read it
 * has no samples, since an old number would look like a true one, and the failure is counted; other metrics are not affected.
 */
export function createReadGauge(options: ReadGaugeOptions): Gauge {
  const { registry, name, help, labelNames, read, freshMs } = options;
  const failures = getFailures(registry);
  failures.inc({ metric: name }, 0);
  let kept: { untilMs: number; readings: readonly Reading[] } | undefined;
  let reading: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    const startMs = performance.now();
    try {
      const readings = await within(READ_WITHIN_MS, read);
      const endMs = performance.now();
      kept = { untilMs: endMs + Math.max(freshMs, REST_FACTOR * (endMs - startMs)), readings };
    } catch {
      kept = undefined;
      failures.inc({ metric: name });
    }
  };
  return new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      if (!kept || performance.now() > kept.untilMs) {
        reading ??= refresh().finally(() => (reading = undefined));
        await reading;
      }
      this.reset();
      for (const { labels, value } of kept?.readings ?? []) this.set(labels, value);
    },
  });
}

function getFailures(registry: Registry): Counter<'metric'> {
  return (
    (registry.getSingleMetric(FAILURES) as Counter<'metric'> | undefined) ??
    new Counter({
      name: FAILURES,
      help: 'Readings that failed; the metric has no samples then.',
      labelNames: ['metric'],
      registers: [registry],
    })
  );
}
