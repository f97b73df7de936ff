import { ContributionStatus, ModelKind, PayoutRole, Verdict } from '../types/enums.js';
import {
  ComputeJobKind,
  GovernorSettingName,
  GOpenTransferKind,
  StakeEventKind,
  VoteSupport,
} from '../types/networkEnums.js';

/** Registered enums by their name in the API, for filters. */
export const filterEnums: Readonly<Record<string, object>> = {
  ComputeJobKind,
  ContributionStatus,
  GovernorSettingName,
  GOpenTransferKind,
  ModelKind,
  PayoutRole,
  StakeEventKind,
  Verdict,
  VoteSupport,
};
