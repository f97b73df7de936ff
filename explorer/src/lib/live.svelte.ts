import { getContext, setContext } from 'svelte';
import type { NetworkCounters } from './api/loadCounters.server.ts';

export type Counters = NetworkCounters;

/** Called when an open page may be out of date. */
export interface LiveChanges {
  onVerdicts: () => void;
  /** The chain's safe or final block moved. */
  onFinality: () => void;
}

/** What changes while a page is open: the clock, and the network's counters while nobody has paused them. */
export class Live {
  nowMs = $state(0);
  counters = $state<Counters | null>(null);
  paused = $state(false);

  constructor(nowMs: number, counters: Counters | null) {
    this.nowMs = nowMs;
    this.counters = counters;
  }

  /** Runs the clock and polls `url` while the page is visible. Returns what stops both. */
  start(url: string, { onVerdicts, onFinality }: LiveChanges): () => void {
    const clock = setInterval(() => (this.nowMs = Date.now()), 1000);
    const poll = setInterval(async () => {
      if (document.hidden || this.paused) return;
      const response = await fetch(url).catch(() => null);
      if (!response?.ok) return;
      const next = (await response.json()) as Counters;
      const known = this.counters;
      this.counters = next;
      if (JSON.stringify(next.verdictCounts) !== JSON.stringify(known?.verdictCounts)) onVerdicts();
      if (JSON.stringify(next.chain) !== JSON.stringify(known?.chain)) onFinality();
    }, 3000);
    return () => {
      clearInterval(clock);
      clearInterval(poll);
    };
  }
}

const key = Symbol('live');
export const setLive = (live: Live): Live => setContext(key, live);
export const getLive = (): Live => getContext<Live>(key);
