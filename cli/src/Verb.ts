/** One `tributary <verb>`. */
export interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** Usage and options, for `--help`. */
  readonly help: string;
  /** @param args what follows the verb. @returns the exit code */
  run(args: readonly string[]): Promise<number>;
}
