import { createSeededRandom, type SeededRandom } from '@tributary/protocol';
import type { ChaosEvent, Deed, Kept, Proxy, Route, RpcFault, Target } from './ChaosEvent.ts';

/** Blocks below the head that count as final on a devnet. */
const FINAL_DEPTH = 8;
const DEEPEST = 40;
const FIRST_MS = 1_500;
const SHORTEST_GAP_MS = 700;
const LONGEST_GAP_MS = 3_700;

/** One of each sort of event, with what is drawn for it when its turn comes. */
const DECK: readonly ((draw: Draw) => Deed)[] = [
  (draw) => end(draw, 'squid', 'SIGKILL'),
  (draw) => end(draw, 'squid', 'SIGKILL'),
  (draw) => end(draw, 'squid', 'SIGTERM'),
  (draw) => end(draw, draw.pick(['engine 1', 'engine 2']), 'SIGKILL'),
  (draw) => end(draw, draw.pick(['engine 1', 'engine 2']), 'SIGTERM'),
  (draw) => end(draw, 'verifier', draw.pick(['SIGKILL', 'SIGTERM'])),
  (draw) => end(draw, 'postgres', 'SIGKILL'),
  (draw) => end(draw, 'postgres', 'SIGKILL'),
  (draw) => end(draw, 'postgres', 'SIGTERM'),
  (draw) => fault(draw, { kind: 'too many requests' }),
  (draw) => fault(draw, { kind: 'server error' }),
  (draw) => fault(draw, { kind: 'dropped connection' }),
  (draw) => fault(draw, { kind: 'no answer' }),
  (draw) => fault(draw, { kind: 'garbage' }),
  (draw) => fault(draw, { kind: 'wrong shape' }),
  (draw) => fault(draw, { kind: 'cut short' }),
  (draw) => fault(draw, { kind: 'range limit' }),
  (draw) => fault(draw, { kind: 'logs of a block missing' }),
  (draw) => ({ ...fault(draw, { kind: 'some logs missing' }, 'doubtful'), durationMs: draw.whole(5_000, 9_000) }),
  (draw) => fault(draw, { kind: 'lagging', blocks: draw.whole(1, 15) }),
  (draw) => reorg(draw, 'same height', [1, FINAL_DEPTH - 1], 0),
  (draw) => reorg(draw, 'same height', [1, FINAL_DEPTH - 1], draw.whole(1_000, 5_000)),
  (draw) => reorg(draw, 'shorter', [1, FINAL_DEPTH - 1], 0),
  (draw) => reorg(draw, 'longer', [1, FINAL_DEPTH - 1], 0),
  (draw) => reorg(draw, 'same height', [FINAL_DEPTH + 1, DEEPEST], 0),
  (draw) => reorg(draw, 'shorter', [FINAL_DEPTH + 1, DEEPEST], draw.pick([0, 2_000])),
  (draw) => reorg(draw, 'longer', [FINAL_DEPTH + 1, DEEPEST], draw.pick([0, 2_000])),
];

/**
 * The whole storm, from the seed alone: every sort of event once, in a drawn order, before any comes again. The last one
 * is a reorg that takes settlements away for good; it is for the moment when nobody acts any more.
 */
export function planEvents(seed: string, minutes: number): { events: ChaosEvent[]; last: Deed & { kind: 'reorg' } } {
  const draw = new Draw(createSeededRandom(`chaos/${seed}`));
  const events: ChaosEvent[] = [];
  let deck: ((draw: Draw) => Deed)[] = [];
  for (let atMs = FIRST_MS; atMs < minutes * 60_000; atMs += draw.whole(SHORTEST_GAP_MS, LONGEST_GAP_MS)) {
    if (deck.length === 0) deck = draw.shuffle(DECK);
    events.push({ atMs, ...deck.pop()!(draw) });
  }
  const last = reorg(draw, 'shorter', [FINAL_DEPTH - 4, FINAL_DEPTH + 4], 0);
  return { events, last: { ...last, kept: 'none' } };
}

function end(draw: Draw, target: Target, signal: 'SIGKILL' | 'SIGTERM'): Deed {
  const pauseMs = draw.whole(0, 3_000);
  // Lies are told on one of the routes only: squid is there more often than not.
  const route = target === 'squid' && { route: draw.pick<Route>(['plain', 'verified', 'verified']) };
  return { kind: 'end', target, signal, pauseMs, ...route };
}

function fault(draw: Draw, kind: RpcFault, proxy?: Proxy): Deed {
  const durationMs = draw.whole(800, 6_000);
  return { kind: 'fault', fault: kind, proxy: proxy ?? draw.pick(['steady', 'both', 'both']), durationMs };
}

function reorg(
  draw: Draw,
  shape: 'same height' | 'shorter' | 'longer',
  [least, most]: readonly [number, number],
  staleMs: number,
): Deed & { kind: 'reorg' } {
  const depth = draw.whole(least, most);
  const kept = draw.pick<Kept>(['all', 'all', 'some', 'none']);
  return { kind: 'reorg', shape, depth, kept, growth: draw.whole(1, 5), stillMs: draw.whole(0, 3_000), staleMs };
}

/** What is drawn, in the order of the questions. */
class Draw {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + (this.#random.nextU32() % (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.whole(0, items.length - 1)]!;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.map(() => left.splice(this.whole(0, left.length - 1), 1)[0]!);
  }
}
