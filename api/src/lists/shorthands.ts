import { BadFilterError, type FilterOperator } from '@tributary/db';
import type { ListArgs } from './createListArgs.js';

/** An argument that is short for one question of the filter. */
export interface Shorthand {
  readonly name: string;
  readonly field: string;
  readonly operator: FilterOperator;
}

const VERDICTS = { verdict: ['verdict', 'eq'], verdicts: ['verdict', 'in'] } as const;

/** By list; the same wherever the list is a field. */
const SHORTHANDS: Readonly<Record<string, Readonly<Record<string, readonly [string, FilterOperator]>>>> = {
  computeJobs: { kind: ['kind', 'eq'] },
  computeNodes: { network: ['network', 'eq'] },
  contributions: { status: ['status', 'eq'], license: ['license', 'eq'] },
  datanets: { name: ['name', 'prefix'] },
  gOpenTransfers: { kind: ['kind', 'eq'] },
  governorSettings: { name: ['name', 'eq'] },
  inferences: VERDICTS,
  models: { kind: ['kind', 'eq'], name: ['name', 'prefix'] },
  payouts: { role: ['role', 'eq'] },
  reconciliations: VERDICTS,
  transactions: { hash: ['hash', 'eq'], contract: ['contract', 'eq'], functionName: ['functionName', 'eq'] },
};

export function getShorthands(listName: string): Shorthand[] {
  return Object.entries(SHORTHANDS[listName] ?? {}).map(([name, [field, operator]]) => ({ name, field, operator }));
}

/**
 * The filter that the arguments amount to. Shorthands of one field add up to alternatives; null, an empty text and an
 * empty list ask nothing. Throws BadFilterError when a field is asked both ways.
 */
export function expandShorthands(listName: string, args: ListArgs): Record<string, unknown> {
  const filter: Record<string, unknown> = { ...args.filter };
  const alternatives = new Map<string, unknown[]>();
  for (const { name, field, operator } of getShorthands(listName)) {
    const value = args[name];
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    if (filter[field] != null)
      throw new BadFilterError({
        listName,
        path: name,
        problem: `is given twice; leave out ${name} or filter.${field}`,
      });
    if (operator === 'prefix') filter[field] = { prefix: value };
    else alternatives.set(field, [...(alternatives.get(field) ?? []), value].flat());
  }
  for (const [field, values] of alternatives) filter[field] = { in: values };
  return filter;
}
