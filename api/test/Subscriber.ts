import { expect } from 'vitest';
import { type Followed, follow } from './subscribe.js';

/** Entries by id, each with the block it stands at. */
type State = Map<string, { blockNumber: number; content: string }>;

interface Topic {
  query: string;
  field: string;
  /** Whether an entry may be told again. */
  mayRepeat: boolean;
  state: State;
  cursor: string;
  current?: Followed;
  taken: number;
}

const FIELDS = 'kind blockNumber retractedFromBlock cursor';
const TOPICS = [
  {
    field: 'newBlocks',
    query: `subscription ($after: String) { newBlocks(after: $after) { ${FIELDS} node { key: number content: hash } } }`,
    mayRepeat: false,
  },
  {
    field: 'inferences',
    query: `subscription ($after: String) { inferences(after: $after) { ${FIELDS} node { key: inferenceId content: settledAt } } }`,
    mayRepeat: false,
  },
  {
    field: 'verdictChanges',
    query: `subscription ($after: String) { verdictChanges(after: $after) { ${FIELDS} node { key: id content: verdict } } }`,
    mayRepeat: true,
  },
];

/** Follows everything and keeps what it was told, as a client does; takes events one by one, and may be cut off at any of them. */
export class Subscriber {
  readonly #topics: Topic[];

  constructor(
    readonly url: string,
    cursor: string,
  ) {
    this.#topics = TOPICS.map((topic) => ({ ...topic, state: new Map(), cursor, taken: 0 }));
  }

  connect(): void {
    for (const topic of this.#topics) {
      topic.current = follow(this.url, topic.query, { after: topic.cursor });
      topic.taken = 0;
    }
  }

  /** Takes up to so many of the events that have come, then breaks the connections: the rest is lost on the way. */
  async disconnect(takeAtMost: number): Promise<void> {
    for (const topic of this.#topics) {
      this.#take(topic, takeAtMost);
      await topic.current?.stop();
    }
  }

  takeAll(): void {
    for (const topic of this.#topics) this.#take(topic, Infinity);
  }

  /** Content by id of what stands at a height or above; a reorg may tell again what is a little older. */
  getState(field: string, fromBlock: number): Record<string, string> {
    const { state } = this.#topics.find((topic) => topic.field === field)!;
    const entries = [...state].filter(([, { blockNumber }]) => blockNumber >= fromBlock);
    return Object.fromEntries(entries.map(([key, { content }]) => [key, content]));
  }

  #take(topic: Topic, atMost: number): void {
    const { current, state, field } = topic;
    expect(current?.errors ?? []).toEqual([]);
    const events = current?.events.slice(topic.taken, topic.taken + atMost) ?? [];
    for (const { data, errors } of events) {
      expect(errors).toBeUndefined();
      const change = data[field]! as unknown as {
        kind: string;
        blockNumber: number;
        retractedFromBlock: number | null;
        cursor: string;
        node: { key: string; content: string } | null;
      };
      if (change.kind === 'RETRACTED') {
        for (const [key, { blockNumber }] of state) if (blockNumber >= change.retractedFromBlock!) state.delete(key);
      } else {
        const { key, content } = change.node!;
        const name = field === 'verdictChanges' ? Buffer.from(key, 'base64url').toString().split(':')[1]! : String(key);
        if (!topic.mayRepeat && state.has(name)) throw new Error(`${field} told ${name} twice`);
        state.set(name, { blockNumber: change.blockNumber, content });
      }
      topic.cursor = change.cursor;
      topic.taken++;
    }
  }
}
