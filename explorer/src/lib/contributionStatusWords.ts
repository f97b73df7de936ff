import type { ContributionStatus } from './api/operations.generated.ts';

export const contributionStatusWords: Record<ContributionStatus, string> = {
  SUBMITTED: 'Awaiting review',
  ACCEPTED: 'Accepted',
  REJECTED: 'Rejected',
  WITHDRAWN: 'Withdrawn',
};
