import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer, GraphQLAnswer } from './startTestApi.js';

/** One event of a subscription. */
export interface LiveEvent {
  data: Answer;
  errors: GraphQLAnswer['errors'];
}

export interface Followed {
  events: LiveEvent[];
  /** Errors that ended the subscription. */
  errors: { message: string; extensions: { code: string } }[];
  isDone: boolean;
  /** Until so many events have come. */
  waitFor(count: number): Promise<LiveEvent[]>;
  /** Until it ended. */
  waitForEnd(): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a subscription over a real WebSocket that does not connect again by itself. */
export function follow(url: string, query: string, variables: Record<string, unknown> = {}): Followed {
  const client: Client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
  });
  let wake: () => void = () => undefined;
  const followed: Followed = {
    events: [],
    errors: [],
    isDone: false,
    async waitFor(count) {
      while (followed.events.length < count) {
        if (followed.isDone)
          throw new Error(`it ended after ${followed.events.length} events: ${JSON.stringify(followed.errors)}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return followed.events;
    },
    async waitForEnd() {
      while (!followed.isDone) await new Promise<void>((resolve) => (wake = resolve));
    },
    stop: async () => client.dispose(),
  };
  const end = (): void => {
    followed.isDone = true;
    wake();
  };
  client.subscribe(
    { query, variables },
    {
      next(event) {
        followed.events.push(event as unknown as LiveEvent);
        wake();
      },
      error(error) {
        if (Array.isArray(error)) followed.errors.push(...(error as Followed['errors']));
        else
          followed.errors.push({
            message: String((error as { reason?: string }).reason ?? error),
            extensions: { code: String((error as { code?: number }).code ?? 'CLOSED') },
          });
        end();
      },
      complete: end,
    },
  );
  return followed;
}
