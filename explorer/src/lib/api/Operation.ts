/** A GraphQL operation whose answer and variables are typed; `text` carries every fragment it uses. */
export interface Operation<Result, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never set: it only ties the two types to the document. */
  readonly types?: { result: Result; variables: Variables };
}
