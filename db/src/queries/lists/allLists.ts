import type { ListDefinition } from '../ListDefinition';
import { accountList } from './accountList';
import { attestationList } from './attestationList';
import { attestationSchemaList } from './attestationSchemaList';
import { attributionDatanetWeightList } from './attributionDatanetWeightList';
import { attributionIndexList } from './attributionIndexList';
import { blockList } from './blockList';
import { computeJobList } from './computeJobList';
import { computeNodeList } from './computeNodeList';
import { contributionList } from './contributionList';
import { contributionShareList } from './contributionShareList';
import { contributorPenaltyList } from './contributorPenaltyList';
import { datanetList } from './datanetList';
import { datanetVersionList } from './datanetVersionList';
import { depositList } from './depositList';
import { feePolicyList } from './feePolicyList';
import { gOpenHolderList } from './gOpenHolderList';
import { gOpenTransferList } from './gOpenTransferList';
import { governorSettingList } from './governorSettingList';
import { inferenceList } from './inferenceList';
import { modelList } from './modelList';
import { payoutChallengeList } from './payoutChallengeList';
import { payoutList } from './payoutList';
import { proposalList } from './proposalList';
import { protocolEventList } from './protocolEventList';
import { protocolRecipientsList } from './protocolRecipientsList';
import { reconciliationList } from './reconciliationList';
import { rewardClaimList } from './rewardClaimList';
import { stakeEventList } from './stakeEventList';
import { stakeList } from './stakeList';
import { stakingConfigList } from './stakingConfigList';
import { timelockCallList } from './timelockCallList';
import { trainingRunInputList } from './trainingRunInputList';
import { trainingRunList } from './trainingRunList';
import { transactionList } from './transactionList';
import { voteDelegationList } from './voteDelegationList';
import { voteList } from './voteList';
import { votePowerList } from './votePowerList';
import { withdrawalList } from './withdrawalList';

/** Every list, in the order of their names. */
export const allLists: readonly ListDefinition<object>[] = [
  accountList,
  attestationList,
  attestationSchemaList,
  attributionDatanetWeightList,
  attributionIndexList,
  blockList,
  computeJobList,
  computeNodeList,
  contributionList,
  contributionShareList,
  contributorPenaltyList,
  datanetList,
  datanetVersionList,
  depositList,
  feePolicyList,
  gOpenHolderList,
  gOpenTransferList,
  governorSettingList,
  inferenceList,
  modelList,
  payoutChallengeList,
  payoutList,
  proposalList,
  protocolEventList,
  protocolRecipientsList,
  reconciliationList,
  rewardClaimList,
  stakeEventList,
  stakeList,
  stakingConfigList,
  timelockCallList,
  trainingRunInputList,
  trainingRunList,
  transactionList,
  voteDelegationList,
  voteList,
  votePowerList,
  withdrawalList,
];
