import type { PayoutRole } from './api/operations.generated.ts';

export const payoutRoleWords: Record<PayoutRole, string> = {
  PLATFORM: 'Platform',
  MODEL: 'Model owner',
  STAKER: 'Stakers',
  CONTRIBUTOR: 'Contributor',
  UNATTRIBUTED: 'Unattributed fund',
  UNKNOWN: 'Unknown role',
};
