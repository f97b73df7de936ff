import { encodeFunctionData, keccak256, parseEther, toBytes, type Address, type Hex } from 'viem';
import { CONTRACTS } from '../actors/cast.js';
import type { RegisteredModel } from '../actors/Ledger.js';

/** How a delegate votes, in the governor's numbers. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;

/** One delegate's vote and the reason given for it. */
export interface Vote {
  support: (typeof SUPPORT)[keyof typeof SUPPORT];
  reason: string;
}

/** Something that is put to the vote, and what comes of it. */
export interface Decision {
  title: string;
  targets: [Address];
  values: [bigint];
  calldatas: [Hex];
  /** Of the three delegates, in their order. The first has more votes than the other two. */
  votes: [Vote, Vote, Vote];
  passes: boolean;
  /** Not proposed before the vote on the decision before this one has been over for so long. */
  afterSeconds: number;
}

/**
 * What the devnet decides on: a fee policy that pays contributors more, which passes, and later one that pays the owner
 * more, which does not. Always the same for the same model, so that a later start recognises what was proposed.
 */
export function buildDecisions(model: RegisteredModel, modelName: string): Decision[] {
  const setFeePolicy = (policy: { openPerThousand: [string, string]; bps: [number, number, number] }): Hex => {
    const [input, output] = policy.openPerThousand;
    const [modelBps, stakerBps, contributorBps] = policy.bps;
    const args = {
      inputRateWei: parseEther(input) + 13n,
      outputRateWei: parseEther(output) + 17n,
      platformFeeWei: parseEther('0.002') + 5n,
      modelBps,
      stakerBps,
      contributorBps,
      unattributedRecipient: model.owner,
    };
    return encodeFunctionData({ ...CONTRACTS.models, functionName: 'setFeePolicy', args: [model.modelId, args] });
  };
  const target = { targets: [CONTRACTS.models.address] as [Address], values: [0n] as [bigint] };
  return [
    {
      ...target,
      title: `Contributors get 70 % of what ${modelName} earns`,
      calldatas: [setFeePolicy({ openPerThousand: ['0.25', '0.75'], bps: [1_500, 1_500, 7_000] })],
      votes: [
        { support: SUPPORT.for, reason: 'Whoever brought the rows should be paid for them.' },
        { support: SUPPORT.against, reason: 'The price is right as it is.' },
        { support: SUPPORT.abstain, reason: '' },
      ],
      passes: true,
      afterSeconds: 0,
    },
    {
      ...target,
      title: `The owner of ${modelName} gets 60 % of what it earns`,
      calldatas: [setFeePolicy({ openPerThousand: ['0.25', '0.75'], bps: [6_000, 2_000, 2_000] })],
      votes: [
        { support: SUPPORT.against, reason: 'Nobody would contribute for a fifth.' },
        { support: SUPPORT.for, reason: 'Training is not free.' },
        { support: SUPPORT.abstain, reason: '' },
      ],
      passes: false,
      afterSeconds: 45,
    },
  ];
}

/** The text a decision is proposed with; a second attempt at the same needs another one. */
export function describeDecision({ title }: Decision, attempt: number): { description: string; hash: Hex } {
  const description = attempt === 1 ? `# ${title}` : `# ${title}\n\nAttempt ${attempt}.`;
  return { description, hash: keccak256(toBytes(description)) };
}
