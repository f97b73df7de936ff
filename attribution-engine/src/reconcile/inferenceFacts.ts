import type { FeePolicy, PayoutItem } from '@tributary/protocol';

/** Everything the chain says about one settled inference, as of one view of it. Addresses and digests are lower case. */
export interface InferenceFacts {
  inferenceId: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  settledAt: Date;
  feeWei: bigint;
  inputTokens: bigint;
  outputTokens: bigint;
  gateway: string;
  transcript: { digest: string; uri: string };
  model: {
    modelId: string;
    owner: string;
    artifact: { digest: string; uri: string };
    /** Undefined when the base model is not registered. */
    base: { modelId: string; digest: string; uri: string } | undefined;
  } | null;
  policy: (FeePolicy & { eventId: string; unattributedRecipient: string }) | null;
  index: { eventId: string; method: string; root: string; uri: string; rowCount: bigint } | null;
  recipients: { platform: string; staker: string } | null;
  attribution: { method: string; queryDigest: string; sharesRoot: string; transactionHash: string } | null;
  payouts: PayoutItem[];
  /** Names exactly these payouts; a later view with another digest needs a new decision. */
  payoutsDigest: string;
  /** True once the grace period for paying is over, in chain time. */
  graceOver: boolean;
}
