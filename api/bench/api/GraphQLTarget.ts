/** A GraphQL server in a process of its own. */
export interface GraphQLTarget {
  /** As it stands in tables. */
  name: string;
  url: string;
  stop(): Promise<void>;
}
