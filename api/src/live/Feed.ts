import type { ReadDatabase } from '@tributary/db';
import type { ChangeKind } from './ChangeKind.js';

/** What one event tells, before it becomes GraphQL. */
export interface Change<Row extends object> {
  readonly kind: ChangeKind;
  /** Null when it was retracted. */
  readonly node: Row | null;
  /** Where the entry stands, or the newest block that stays. */
  readonly blockNumber: number;
  /** Of a retraction: entries at this block and above are gone. */
  readonly retractedFromBlock: number | null;
  /** Place after this event. */
  readonly cursor: string;
}

/** What happened after a position. */
export interface Advance<Position, Row extends object> {
  readonly changes: readonly Change<Row>[];
  /** After the last of them. */
  readonly position: Position;
  /** False when there is more already. */
  readonly isComplete: boolean;
}

/** Something that can be followed from any place in it. */
export interface Feed<Position, Row extends object> {
  /** Tells feeds with other content apart. */
  readonly key: string;
  /** The next changes, a bounded number of them. */
  load(db: ReadDatabase, position: Position): Promise<Advance<Position, Row>>;
  /** Whether so much happened since that it is not told again. */
  isTooOld(db: ReadDatabase, position: Position): Promise<boolean>;
}
