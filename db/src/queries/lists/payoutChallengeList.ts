import type { ListQuery } from '../ListQuery';
import { type PayoutChallengeRow, payoutChallengeSource } from '../sources/PayoutChallengeRow';
import { listOf } from './listOf';

/** Disputes about an inference, newest first. */
export function payoutChallengeList(): ListQuery<PayoutChallengeRow> {
  return listOf({
    source: payoutChallengeSource,
    field: 'challenges',
    order: 'pc',
    parents: { Inference: 'pc.inference_id = parent.id' },
    parent: 'Inference',
  });
}
