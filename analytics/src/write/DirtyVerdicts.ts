/** More are not told apart: then every partition is looked at. */
const MAX_IDS = 10_000;

/** The inferences whose verdicts changed since they were last written; at first all of them may have. */
export class DirtyVerdicts {
  #isAll = true;
  readonly #ids = new Set<string>();

  noteAll(): void {
    this.#isAll = true;
    this.#ids.clear();
  }

  note(inferenceId: string): void {
    if (this.#isAll) return;
    this.#ids.add(inferenceId);
    if (this.#ids.size > MAX_IDS) this.noteAll();
  }

  /** Empties it. Put back what could not be seen to. */
  take(): { isAll: boolean; ids: string[] } {
    const taken = { isAll: this.#isAll, ids: [...this.#ids] };
    this.#isAll = false;
    this.#ids.clear();
    return taken;
  }
}
