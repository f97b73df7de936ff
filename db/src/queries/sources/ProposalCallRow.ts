import type { GroupQuery } from '../loadGroups';

/** What a proposal would do, one call of it. */
export interface ProposalCallRow {
  /** <proposalId>-<position> */
  id: string;
  proposalId: string;
  position: number;
  target: string;
  valueWei: bigint;
  data: string;
  contract: string | null;
  functionName: string | null;
  args: unknown;
}

/** Calls of a proposal, in their order. */
export const proposalCalls: GroupQuery<ProposalCallRow> = {
  source: {
    from: 'proposal_call pl',
    key: 'pl.id',
    columns: {
      id: 'pl.id',
      proposalId: 'pl.proposal_id',
      position: 'pl.position',
      target: 'pl.target',
      valueWei: 'pl.value_wei',
      data: 'pl.data',
      contract: 'pl.contract',
      functionName: 'pl.function_name',
      args: 'pl.args',
    },
  },
  parentKey: 'pl.proposal_id',
  orderBy: 'pl.position',
};
