import { Readable } from 'node:stream';
import type { PubSub } from 'type-graphql';

/** type-graphql asks for one as soon as there are subscriptions. Ours read the database instead: nothing is published. */
export const noPubSub: PubSub = { publish: () => undefined, subscribe: () => Readable.from([]) };
