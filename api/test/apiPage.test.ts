/** docs/api.md tells limits and settings as they are. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_OPERATION_LIMITS } from '../src/limitOperation.js';
import { readConfig } from '../src/readConfig.js';
import { FIELD_COSTS, PAGE_COST, TOTAL_COUNT_COST } from '../src/safety/fieldCosts.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const PAGE = read('../../docs/api.md').replaceAll(/\s+/g, ' ');
const show = (count: number) => count.toLocaleString('en-US');

it.each([
  ['fields below one another', DEFAULT_OPERATION_LIMITS.depth],
  ['aliases', DEFAULT_OPERATION_LIMITS.aliases],
  ['objects: lists in lists multiply', DEFAULT_OPERATION_LIMITS.nodes],
  ['scalars', DEFAULT_OPERATION_LIMITS.fields],
  ['cost in points', DEFAULT_OPERATION_LIMITS.cost],
])('the limit of %s', (what, limit) => {
  expect(PAGE).toContain(`| ${what} | ${show(limit)} |`);
});

it('the costs of fields', () => {
  expect(PAGE).toContain(`${PAGE_COST} for each page, ${TOTAL_COUNT_COST} for each \`totalCount\``);
  for (const field of ['Query.lineage', 'Analytics.timeSeries', 'Analytics.top', 'Analytics.concentration'])
    expect(PAGE).toContain(`${show(FIELD_COSTS[field]!)} for \`lineage\` and each sum of \`analytics\``);
  for (const field of ['Query.paths', 'Query.impact'])
    expect(PAGE).toContain(`${show(FIELD_COSTS[field]!)} for \`paths\` and \`impact\``);
});

it('every setting of the API, with its default', () => {
  const { safety, statementTimeoutMs, port } = readConfig({ API_DATABASE_URL: 'postgres://x' });
  const rows = new Map(
    [...read('../../docs/api.md').matchAll(/^\| (`API_\w+`(?:, `API_\w+`)*) \| ([^|]+) \|/gm)].map(
      ([, names, value]) => [names!, value!.trim()],
    ),
  );
  const sources = read('../src/readConfig.ts') + read('../src/safety/readSafetySettings.ts');
  const named = [...rows.keys()].flatMap((names) => [...names.matchAll(/API_\w+/g)].map(String));
  expect(new Set(named)).toEqual(new Set([...sources.matchAll(/'(API_\w+)'/g)].map(([, name]) => name)));
  expect(rows.get('`API_HOST`, `API_PORT`')).toBe(`127.0.0.1, ${port}`);
  expect(rows.get('`API_STATEMENT_TIMEOUT_MS`')).toBe(String(statementTimeoutMs));
  expect(rows.get('`API_OPERATION_TIMEOUT_MS`')).toBe(String(safety.operationTimeoutMs));
  expect(rows.get('`API_MAX_RESPONSE_BYTES`')).toBe(String(safety.maxResponseBytes));
  expect(rows.get('`API_COST_BUDGET`')).toBe(String(safety.costPointsPerMinute));
  expect(rows.get('`API_COST_EXEMPT`')).toBe(`\`${safety.budgetExempt.join(',')}\``);
});
