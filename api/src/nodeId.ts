/** Types that `node(id)` finds. */
export const NODE_KINDS = [
  'Account',
  'Attestation',
  'AttestationSchema',
  'Attribution',
  'AttributionDatanetWeight',
  'AttributionIndex',
  'Block',
  'ComputeJob',
  'ComputeNode',
  'Contribution',
  'ContributionShare',
  'ContributorPenalty',
  'Datanet',
  'DatanetVersion',
  'Deposit',
  'FeePolicy',
  'GOpenHolder',
  'GOpenTransfer',
  'GovernorSetting',
  'IndexQuality',
  'Inference',
  'Model',
  'Payout',
  'PayoutChallenge',
  'Proposal',
  'ProposalCall',
  'ProtocolEvent',
  'ProtocolRecipients',
  'Reconciliation',
  'ReconciliationLine',
  'RewardClaim',
  'Stake',
  'StakeEvent',
  'StakingConfig',
  'TimelockCall',
  'TrainingRun',
  'TrainingRunInput',
  'Transaction',
  'Vote',
  'VoteDelegation',
  'VotePower',
  'Withdrawal',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** The global id of an object: base64url of `<type>:<key>`. Opaque to clients. */
export function encodeNodeId(kind: NodeKind, key: string): string {
  return Buffer.from(`${kind}:${key}`, 'utf8').toString('base64url');
}

/** Null when the text is not a global id. */
export function decodeNodeId(id: string): { kind: NodeKind; key: string } | null {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const separator = text.indexOf(':');
  const kind = NODE_KINDS.find((candidate) => candidate === text.slice(0, separator));
  const key = text.slice(separator + 1);
  return kind === undefined || encodeNodeId(kind, key) !== id ? null : { kind, key };
}
