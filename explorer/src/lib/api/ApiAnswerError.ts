import { FatalError } from '@tributary/protocol';

/** The API answered that it will not answer this: `code` is the GraphQL error's `extensions.code`, when it has one. */
export class ApiAnswerError extends FatalError {
  readonly code: string | undefined;

  constructor(facts: { operation: string; code: string | undefined; messages: string[] }) {
    super(
      `${facts.operation}: ${facts.messages.join('; ')} (${facts.code ?? 'no code'}). Run the codegen of explorer against this API.`,
      facts,
    );
    this.code = facts.code;
  }
}
