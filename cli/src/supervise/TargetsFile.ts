import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Where the services of a data folder show health and metrics, in the format that Prometheus discovers targets by
 * (`file_sd_configs`): `[{ targets: ["host:port"], labels: { service } }]`. Ports may change at every start of a service.
 */
export class TargetsFile {
  readonly path: string;
  readonly #targets = new Map<string, string>();

  constructor(path: string) {
    this.path = path;
  }

  /** @param operationsUrl what the service told; anything but a URL is left out */
  set(service: string, operationsUrl: unknown): void {
    if (typeof operationsUrl !== 'string' || !URL.canParse(operationsUrl)) return;
    this.#targets.set(service, new URL(operationsUrl).host);
    this.#write();
  }

  /** All have ended: nobody is to be asked. */
  clear(): void {
    this.#targets.clear();
    rmSync(this.path, { force: true });
  }

  #write(): void {
    const groups = [...this.#targets]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, host]) => ({ targets: [host], labels: { service } }));
    mkdirSync(dirname(this.path), { recursive: true });
    // Whole or not at all: Prometheus may read it at any moment.
    writeFileSync(`${this.path}.new`, `${JSON.stringify(groups, undefined, 2)}\n`);
    renameSync(`${this.path}.new`, this.path);
  }
}
