import type { ListDefinition } from '@tributary/db';
import { ArgsType, type ClassType, Field, InputType, registerEnumType } from 'type-graphql';
import { PageArgs } from '../types/PageArgs.js';
import { getFilterInput, getArgumentType } from './filterInputs.js';
import { getShorthands } from './shorthands.js';

/** Arguments of a list: the page, a filter, an order, and what is short for a filter. */
export interface ListArgs extends PageArgs {
  filter?: Record<string, unknown> | null;
  orderBy?: string | null;
  [shorthand: string]: unknown;
}

const UNINDEXED =
  ' Not indexed: only together with one value of an indexed field, with a range of at most 50,000 blocks or two days, or in the list of one parent.';

/** The class of a list's arguments, with the input type `<node>Filter` and its enum of orders. */
export function createListArgs<Row extends object>(definition: ListDefinition<Row>): ClassType<ListArgs> {
  class Arguments extends PageArgs {}
  const filter = createFilterInput(definition);
  Field(() => filter, { nullable: true, description: 'Only entries for which all of this holds; all without.' })(
    Arguments.prototype,
    'filter',
  );
  const order = getOrderEnum(definition);
  Field(() => order as ClassType, {
    nullable: true,
    description: `In which order; ${Object.keys(definition.orders)[0]} without.`,
  })(Arguments.prototype, 'orderBy');
  for (const { name, field, operator } of getShorthands(definition.name)) {
    const filterField = definition.filters[field];
    if (filterField === undefined) throw new RangeError(`${definition.name} has no filter ${field}`);
    const value = getArgumentType(filterField) as ClassType;
    Field(() => (operator === 'in' ? [value] : value) as ClassType, {
      nullable: true,
      description: `Short for filter: {${field}: {${operator}: …}}; not together with it.`,
    })(Arguments.prototype, name);
  }
  ArgsType()(Arguments);
  return Arguments as ClassType<ListArgs>;
}

function createFilterInput<Row extends object>({ node, filters }: ListDefinition<Row>): ClassType {
  class Filter {}
  for (const [name, field] of Object.entries(filters)) {
    const input = getFilterInput(field);
    const description = field.description + (field.index === 'none' ? UNINDEXED : '');
    Field(() => input, { nullable: true, description })(Filter.prototype, name);
  }
  InputType(`${node}Filter`, { description: `Which entries of a list of ${node}; all that is given must hold.` })(
    Filter,
  );
  return Filter;
}

const orderEnums = new Map<string, object>();

/** Lists that are ordered by place alone share one. */
function getOrderEnum<Row extends object>({ orders, orderEnum: name, node }: ListDefinition<Row>): object {
  const known = orderEnums.get(name);
  if (known !== undefined) return known;
  const values = Object.fromEntries(Object.keys(orders).map((order) => [order, order]));
  registerEnumType(values, {
    name,
    description: name === `${node}Order` ? `Orders of a list of ${node}.` : 'Orders of a list by place in the chain.',
    valuesConfig: Object.fromEntries(
      Object.entries(orders).map(([order, { description }]) => [order, { description }]),
    ),
  });
  orderEnums.set(name, values);
  return values;
}
