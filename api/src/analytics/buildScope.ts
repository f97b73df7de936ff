import { type MetricName, METRICS, type MetricRule } from '@tributary/analytics';
import type { AnalyticsColumn, AnalyticsCondition, AnalyticsRange, AnalyticsScope } from '@tributary/db';
import type { AnalyticsArgs, AnalyticsFilter } from './AnalyticsArgs.js';
import type { AnalyticsGroup } from './enums.js';
import { BadAnalyticsArgumentError, BadGroupError } from './errors.js';

const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 256;

const columnOfFilter: Readonly<Record<keyof AnalyticsFilter, AnalyticsColumn>> = {
  roles: 'role',
  datanetIds: 'datanet',
  modelIds: 'model',
  accounts: 'account',
  licenses: 'license',
  operators: 'operator',
  verdicts: 'verdict',
};

/** What is asked of the engine. @throws BadGroupError, BadAnalyticsArgumentError */
export function buildScope(name: MetricName, args: AnalyticsArgs, groupBy: AnalyticsGroup | null): AnalyticsScope {
  const rule: MetricRule = METRICS[name];
  const column = groupBy === null ? null : (groupBy.toLowerCase() as AnalyticsColumn);
  if (column !== null) assertKnown(name, rule, column);
  return {
    table: rule.table,
    amount: rule.amount,
    conditions: [...rule.conditions, ...buildConditions(name, rule, args.filter ?? {})],
    range: buildRange(args),
    groupBy: column,
  };
}

function buildConditions(name: MetricName, rule: MetricRule, filter: AnalyticsFilter): AnalyticsCondition[] {
  return Object.entries(columnOfFilter).flatMap(([field, column]) => {
    const values = filter[field as keyof AnalyticsFilter];
    if (values == null) return [];
    assertKnown(name, rule, column);
    if (values.length > MAX_VALUES || values.some((value) => value.length > MAX_VALUE_LENGTH)) {
      const expected = `at most ${MAX_VALUES} values of at most ${MAX_VALUE_LENGTH} characters`;
      throw new BadAnalyticsArgumentError({ argument: `filter.${field}`, expected });
    }
    return [{ column, values }];
  });
}

function assertKnown(name: MetricName, { columns }: MetricRule, column: AnalyticsColumn): void {
  if (!columns.includes(column)) throw new BadGroupError({ metric: name, column, known: columns });
}

function buildRange({ from, to, fromBlock, toBlock }: AnalyticsArgs): AnalyticsRange {
  // Blocks have whole seconds: one at 10 s is at or after 9.5 s, and not before 10 s.
  const toSeconds = (time: Date): number => Math.ceil(time.getTime() / 1000);
  return {
    ...(from == null ? {} : { fromSeconds: toSeconds(from) }),
    ...(to == null ? {} : { toSeconds: toSeconds(to) }),
    ...(fromBlock == null ? {} : { fromBlock }),
    ...(toBlock == null ? {} : { toBlock }),
  };
}
