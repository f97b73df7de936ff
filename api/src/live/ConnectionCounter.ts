/** Counts open connections, in all and by client. */
export class ConnectionCounter {
  readonly #byClient = new Map<string, number>();
  #total = 0;

  constructor(readonly limits: { readonly total: number; readonly perClient: number }) {}

  /** False, and nothing counted, when there are enough. */
  open(client: string): boolean {
    const count = this.#byClient.get(client) ?? 0;
    if (this.#total >= this.limits.total || count >= this.limits.perClient) return false;
    this.#byClient.set(client, count + 1);
    this.#total++;
    return true;
  }

  close(client: string): void {
    const count = this.#byClient.get(client);
    if (count === undefined) return;
    if (count === 1) this.#byClient.delete(client);
    else this.#byClient.set(client, count - 1);
    this.#total--;
  }

  get total(): number {
    return this.#total;
  }
}
