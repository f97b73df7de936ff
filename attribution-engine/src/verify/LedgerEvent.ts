/** Where an event stands on the chain. Hashes are lower case. */
export interface LedgerPlace {
  blockNumber: number;
  blockHash: string;
  logIndex: number;
  transactionHash: string;
}

/** The arguments of the events that decide what is due and what was paid; docs/protocol.md says what each means. */
export interface LedgerEventArgs {
  ContributionSubmitted: { contributionId: bigint; contributor: string; contentDigest: string; contentURI: string };
  ModelRegistered: {
    modelId: bigint;
    owner: string;
    baseModelId: bigint;
    artifactURI: string;
    artifactDigest: string;
  };
  AttributionIndexCommitted: {
    modelId: bigint;
    method: string;
    indexRoot: string;
    rowCount: bigint;
    indexURI: string;
  };
  FeePolicySet: {
    modelId: bigint;
    inputRateWei: bigint;
    outputRateWei: bigint;
    platformFeeWei: bigint;
    modelBps: number;
    stakerBps: number;
    contributorBps: number;
    unattributedRecipient: string;
  };
  ProtocolRecipientsSet: { platformRecipient: string; stakerRecipient: string };
  InferenceSettled: {
    inferenceId: bigint;
    modelId: bigint;
    inputTokens: bigint;
    outputTokens: bigint;
    feeWei: bigint;
    transcriptDigest: string;
    transcriptURI: string;
  };
  AttributionPosted: { inferenceId: bigint; method: string; queryDigest: string; sharesRoot: string };
  Payout: { inferenceId: bigint; recipient: string; role: number; contributionId: bigint; amountWei: bigint };
  PayoutChallenged: { inferenceId: bigint; challenger: string; evidenceDigest: string };
  ChallengeResolved: { inferenceId: bigint; upheld: boolean };
}

export type LedgerEventName = keyof LedgerEventArgs;

/** One decoded event of the deployment's own contracts. */
export type LedgerEvent = {
  [Name in LedgerEventName]: { name: Name; args: LedgerEventArgs[Name]; place: LedgerPlace };
}[LedgerEventName];
