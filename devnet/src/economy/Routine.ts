/**
 * What somebody on the network does again and again, in steps. What was done is read from the chain, so a routine begins
 * where an earlier start of the devnet left off.
 */
export interface Routine {
  /** In the log. */
  readonly name: string;
  /** Does what is due, and gives the milliseconds until more may be; null when there is nothing left to do. */
  step(): Promise<number | null>;
}
