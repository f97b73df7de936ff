/** The loopback ports of one copy of the network. Postgres finds its own. */
export interface NetworkPorts {
  readonly explorer: number;
  readonly api: number;
  readonly rpc: number;
  readonly blobs: number;
}

/** The chain and the bytes: a devnet that is started too, or ones that somebody else runs. */
export type ChainSource =
  | {
      readonly kind: 'devnet';
      readonly settlementsPerSecond: number;
      /** One settlement in this many is wrong on purpose. */
      readonly dishonestOneIn: number;
      readonly seed: string | undefined;
    }
  | {
      readonly kind: 'external';
      /** One, or several with commas. */
      readonly rpcUrl: string;
      readonly chainId: number;
      /** Prefix of a content id, ending in `/ipfs/`. */
      readonly blobGateway: string;
    };

/** Everything that decides what one copy of the network does. */
export interface NetworkSettings {
  /** Absolute. */
  readonly dataDir: string;
  readonly ports: NetworkPorts;
  readonly chain: ChainSource;
  /** Whether the indexer has every log proven by its block's header. */
  readonly verifiesReceipts: boolean;
  /** How long after a settlement its payouts may come. */
  readonly graceSeconds: number;
  /** A server of one's own instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** The explorer's public address behind a proxy. */
  readonly origin: string | undefined;
  /** False gives up crash safety of the database for speed. */
  readonly isDurable: boolean;
}
