// By file: Vite resolves plain 'graphql' to a second copy of the library, whose classes type-graphql refuses.
import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql/index.js';
import type { RequestContext } from '../RequestContext.js';

/** What the answer to one event may use; `close` is called when its answer is complete. */
export interface EventContext {
  readonly context: RequestContext;
  close(): void;
}

/**
 * Runs a subscription. Each event is answered in a context of its own: what was loaded for the event before is forgotten,
 * because it may be another by now. The stream takes the next event only when it is asked for it.
 */
export async function subscribeFresh(
  args: ExecutionArgs,
  openEvent: () => Promise<EventContext>,
): Promise<AsyncGenerator<ExecutionResult, void, undefined> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]() as AsyncGenerator<unknown, void, undefined>;
  const stream: AsyncGenerator<ExecutionResult, void, undefined> = {
    async next() {
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      let opened: EventContext | undefined;
      try {
        opened = await openEvent();
        return { done: false, value: await execute({ ...args, rootValue: event.value, contextValue: opened.context }) };
      } catch (error) {
        await events.return();
        throw error;
      } finally {
        opened?.close();
      }
    },
    async return() {
      await events.return();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      await events.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await events.return();
    },
  };
  return stream;
}
