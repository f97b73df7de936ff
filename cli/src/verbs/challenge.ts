import { UsageError } from '../errors.js';
import { type Verb } from '../Verb.js';
import { runVerify } from './verify.js';

export const challenge: Verb = {
  summary: 'recompute one inference and, when its payout is wrong, dispute it on chain',
  help: `tributary challenge ID [--key-file FILE] [options of verify]

\`tributary verify --inference ID --challenge\`: posts PayoutChallenged with the digest of the evidence and waits until it is
mined. Challenging takes no bond; one challenge of an inference can be open at a time, and the arbiter decides it. Exit codes
as those of verify: 1 when the payout is wrong.`,
  run: async (args) => {
    const [inferenceId, ...options] = args;
    if (inferenceId === undefined || inferenceId.startsWith('-')) {
      throw new UsageError({ problem: 'The id of an inference is missing', verb: 'challenge' });
    }
    return runVerify('challenge', ['--inference', inferenceId, '--challenge', ...options]);
  },
};
