import {
  type ContributionShareRow,
  type InferenceRow,
  inferenceSource,
  type ReconciliationLineRow,
  reconciliationLines,
  type ReconciliationRow,
  reconciliationShares,
} from '@tributary/db';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { MAX_PAGE_SIZE } from '../buildPageRequest.js';
import { BadPageSizeError } from '../errors.js';
import { getFinality } from '../getFinality.js';
import type { RequestContext } from '../RequestContext.js';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { ContributionShare } from '../types/ContributionShare.js';
import { Inference } from '../types/Inference.js';
import { Reconciliation } from '../types/Reconciliation.js';
import { ReconciliationLine } from '../types/ReconciliationLine.js';
import { Finality } from '../types/enums.js';

/** Lines returned at most. */
const MAX_LINES = 1_000;

/** Relations of a reconciliation. */
@Resolver(() => Reconciliation)
export class ReconciliationResolver {
  @FieldResolver(() => Inference, {
    nullable: true,
    description: 'What it is about; null while the chain has no such inference.',
  })
  inference(
    @Root() reconciliation: ReconciliationRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, reconciliation.id);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'True until everything the verdict rests on is final: the settlement, what the operator posted, every payout. A stale one is. Null while the indexer does not know what is final.',
  })
  async isProvisional(
    @Root() reconciliation: ReconciliationRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<boolean | null> {
    const head = await loaders.chainHead();
    if (head === null) return null;
    const blockNumber = reconciliation.stale ? null : await loaders.comparedBlocks.load(reconciliation.id);
    return blockNumber === null || getFinality(blockNumber, head) !== Finality.FINALIZED;
  }

  @FieldResolver(() => jsonScalar, {
    description: 'Digests, URIs, policy and parameters: everything needed to repeat the decision.',
  })
  evidence(@Root() { evidence }: ReconciliationRow): unknown {
    return JSON.parse(evidence);
  }

  @FieldResolver(() => String, {
    description: 'The evidence as the very text that its digest is taken over: canonical JSON (RFC 8785).',
  })
  canonicalEvidence(@Root() { evidence }: ReconciliationRow): string {
    return evidence;
  }

  @FieldResolver(() => [ReconciliationLine], {
    description: 'Expected against paid, one line for each recipient, role and contribution; at most 1,000.',
  })
  lines(
    @Root() reconciliation: ReconciliationRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ReconciliationLineRow[]> {
    return loaders.groups(reconciliationLines, MAX_LINES).load(reconciliation.id);
  }

  @FieldResolver(() => [ContributionShare], {
    description: 'Contributions that shaped the answer, the largest share first.',
  })
  async shares(
    @Root() reconciliation: ReconciliationRow,
    @Arg('first', () => Int, { defaultValue: 100, description: 'At most so many, 1 to 100.' }) first: number,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionShareRow[]> {
    if (first < 1 || first > MAX_PAGE_SIZE) throw new BadPageSizeError({ first, last: null, maximum: MAX_PAGE_SIZE });
    return loaders.groups(reconciliationShares, first).load(reconciliation.id);
  }
}
