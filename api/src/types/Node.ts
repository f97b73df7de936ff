import { ID, InterfaceType, Field } from 'type-graphql';

/** Root values that reach a Node or a union carry their type's name. */
export interface NamedRow {
  __typename: string;
}

@InterfaceType({
  description: 'Anything that `node(id)` finds again.',
  resolveType: (value: NamedRow) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id, opaque. Ids of the chain are separate fields.' })
  id!: string;
}
