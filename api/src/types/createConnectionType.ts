import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Connection } from '../loadConnection.js';
import { PageInfo } from './PageInfo.js';

/** The GraphQL types `<name>Edge` and `<name>Connection`; a resolver returns a {@link Connection} for it. */
export function createConnectionType(name: string, nodeType: () => ClassType): ClassType<Connection<object>> {
  @ObjectType(`${name}Edge`, { description: `${name} and its place in the list.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Opaque place in this list, for after and before.' })
    cursor!: string;

    @Field(nodeType, { description: 'The entry.' })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.`, simpleResolvers: true })
  class ConnectionType implements Connection<object> {
    @Field(() => [Edge], { description: 'Entries with cursors.' })
    edges!: Edge[];

    @Field(() => [nodeType()], { description: 'Entries alone.' })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      description:
        'Entries of the whole list, counted only when asked for; exact up to 10,000 (of inferences by verdict 1,000), an estimate above.',
    })
    totalCount!: () => Promise<number>;

    @Field(() => Boolean, {
      description: 'Whether `totalCount` is an estimate: what the database expects, often off by some percent.',
    })
    totalCountIsEstimate!: () => Promise<boolean>;
  }
  return ConnectionType;
}
