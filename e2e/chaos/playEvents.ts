import { setTimeout as sleep } from 'node:timers/promises';
import { describeDeed, type ChaosEvent, type Deed } from './ChaosEvent.ts';
import type { ChaosNetwork } from './ChaosNetwork.ts';

/** Actors ask for a receipt every 25 ms, when they are not busy with an answer. */
const RECEIPT_PAUSE_MS = 700;
const LIAR_ALONE_MS = 3_000;

export interface PlayOptions {
  readonly seed: string;
  /** Told of every event when it happens. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Lets every event happen at its moment, or right after the one before when that took longer. */
export async function playEvents(
  network: ChaosNetwork,
  events: readonly ChaosEvent[],
  { seed, log, signal }: PlayOptions,
): Promise<void> {
  const startMs = performance.now();
  for (const event of events) {
    await sleep(Math.max(0, startMs + event.atMs - performance.now()), undefined, { signal });
    await network.settleOpenedModels();
    const outcome = await playDeed(network, event, seed);
    log(`${((performance.now() - startMs) / 1000).toFixed(1)} s: ${describeDeed(event)}${outcome && `: ${outcome}`}`);
  }
}

/**
 * @param isLast the actors do nothing any more after this
 * @returns how it went, in words, where that is not plain
 */
export async function playDeed(network: ChaosNetwork, deed: Deed, seed: string, isLast = false): Promise<string> {
  switch (deed.kind) {
    case 'end':
      return endTarget(network, deed);
    case 'fault': {
      const { steady, doubtful } = network.proxies;
      const proxies = { steady: [steady], doubtful: [doubtful], both: [steady, doubtful] }[deed.proxy];
      for (const proxy of proxies) proxy.fail(deed.fault, deed.durationMs);
      // A verifying endpoint goes on asking the proxy that answered last: the liar has to be the only one for a while.
      if (deed.fault.kind === 'some logs missing') steady.fail({ kind: 'server error' }, LIAR_ALONE_MS);
      return '';
    }
    case 'reorg': {
      const { chain, proxies } = network;
      await chain.setMining(0);
      // Whoever waits for a receipt has it by then: the actors do not look back at what they saw happen.
      await sleep(RECEIPT_PAUSE_MS);
      network.freezeActors();
      if (isLast) chain.unmarkSettled();
      if (deed.staleMs > 0) proxies.steady.fail({ kind: 'stale' }, deed.staleMs);
      const outcome = await chain.reorganise(deed, seed);
      if (!isLast) network.thawActors();
      await sleep(deed.stillMs);
      await chain.setMining(1);
      return outcome;
    }
  }
}

async function endTarget(network: ChaosNetwork, deed: Deed & { kind: 'end' }): Promise<string> {
  const { target, signal, pauseMs, route } = deed;
  if (target === 'postgres') {
    const writerCount = await network.postgres.end(signal, pauseMs);
    return signal === 'SIGKILL' ? `${writerCount} transactions had written` : '';
  }
  if (route) network.route = route;
  const { squid, verifier, engines } = network;
  const process_ = { squid, verifier, 'engine 1': engines[0], 'engine 2': engines[1] }[target];
  return process_.end(signal, pauseMs) ? '' : 'it is down already';
}
