import type { BucketRule } from '@tributary/db';
import { AnalyticsInterval } from './enums.js';
import { BadAnalyticsArgumentError } from './errors.js';

const DAY_SECONDS = 86_400;
/** 1970-01-05 was a Monday. */
const MONDAY_SECONDS = 4 * DAY_SECONDS;

/** @throws BadAnalyticsArgumentError */
export function buildBucketRule(interval: AnalyticsInterval, blocksPerPoint: number | null): BucketRule {
  const isByBlocks = interval === AnalyticsInterval.BLOCKS;
  if (isByBlocks !== (blocksPerPoint !== null) || (blocksPerPoint !== null && blocksPerPoint < 1)) {
    const expected = 'a number from 1 on with the interval BLOCKS, and absent with any other';
    throw new BadAnalyticsArgumentError({ argument: 'blocksPerPoint', expected });
  }
  switch (interval) {
    case AnalyticsInterval.HOUR:
      return { unit: 'seconds', width: 3_600, offset: 0 };
    case AnalyticsInterval.DAY:
      return { unit: 'seconds', width: DAY_SECONDS, offset: 0 };
    case AnalyticsInterval.WEEK:
      return { unit: 'seconds', width: 7 * DAY_SECONDS, offset: MONDAY_SECONDS };
    case AnalyticsInterval.BLOCKS:
      return { unit: 'blocks', width: blocksPerPoint ?? 1, offset: 0 };
  }
}
