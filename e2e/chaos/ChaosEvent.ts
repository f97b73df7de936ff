/** The processes that are ended and started again while the network works. */
export type Target = 'squid' | 'engine 1' | 'engine 2' | 'verifier' | 'postgres';

/**
 * Which way squid asks the chain: the steady proxy itself, or a verifying endpoint before both proxies. Only the latter
 * notices a node that leaves out some of a block's logs, so only the doubtful proxy does that.
 */
export type Route = 'plain' | 'verified';

/** What a proxy between squid and the chain does to its answers. */
export type RpcFault =
  | { readonly kind: 'too many requests' | 'server error' | 'dropped connection' | 'no answer' }
  | { readonly kind: 'garbage' | 'wrong shape' | 'cut short' | 'range limit' }
  /** The logs of whole blocks are missing, though the blocks' blooms tell of them. */
  | { readonly kind: 'logs of a block missing' }
  /** Some logs of a block are missing, in receipts too. */
  | { readonly kind: 'some logs missing' }
  /** The node knows nothing of the newest blocks. */
  | { readonly kind: 'lagging'; readonly blocks: number }
  /** What was asked before is answered as it was then. */
  | { readonly kind: 'stale' };

export type Proxy = 'steady' | 'doubtful' | 'both';

/** What the new chain holds of the transactions of the blocks that it replaces: all, those of some senders, or none. */
export type Kept = 'all' | 'some' | 'none';

export type Deed =
  | {
      readonly kind: 'end';
      readonly target: Target;
      /** SIGTERM of Postgres is its fast shutdown. */
      readonly signal: 'SIGKILL' | 'SIGTERM';
      /** Until it is started again. */
      readonly pauseMs: number;
      /** Of squid from then on. */
      readonly route?: Route;
    }
  | { readonly kind: 'fault'; readonly fault: RpcFault; readonly proxy: Proxy; readonly durationMs: number }
  | {
      readonly kind: 'reorg';
      readonly shape: 'same height' | 'shorter' | 'longer';
      readonly depth: number;
      readonly kept: Kept;
      /** Blocks by which a longer chain exceeds the old one. */
      readonly growth: number;
      /** How long nothing is mined afterwards, so that the chain stays as it became. */
      readonly stillMs: number;
      /** How long the steady proxy goes on telling of the old chain. */
      readonly staleMs: number;
    };

/** A deed and its moment, counted from the start of the storm. */
export type ChaosEvent = Deed & { readonly atMs: number };

/** The event in words, for people who read the log. */
export function describeDeed(deed: Deed): string {
  switch (deed.kind) {
    case 'end': {
      const how = deed.signal === 'SIGKILL' ? 'kill -9' : 'stop';
      const route = deed.route ? `, ${deed.route} route` : '';
      return `${how} ${deed.target}, again in ${deed.pauseMs} ms${route}`;
    }
    case 'fault': {
      const { fault, proxy, durationMs } = deed;
      const what = fault.kind === 'lagging' ? `lagging by ${fault.blocks} blocks` : fault.kind;
      return `RPC ${what}, ${proxy === 'both' ? 'both proxies' : `${proxy} proxy`}, ${durationMs} ms`;
    }
    case 'reorg': {
      const growth = deed.shape === 'longer' ? ` by ${deed.growth}` : '';
      const stale = deed.staleMs > 0 ? `, stale answers for ${deed.staleMs} ms` : '';
      return `reorg of ${deed.depth} blocks, ${deed.shape}${growth}, ${deed.kept} transactions kept${stale}`;
    }
  }
}
