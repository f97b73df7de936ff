import {
  type ContributionRow,
  type ContributionShareRow,
  contributionSource,
  type InferenceRow,
  inferenceSource,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Contribution } from '../types/Contribution.js';
import { ContributionShare } from '../types/ContributionShare.js';
import { Inference } from '../types/Inference.js';

/** Relations of a share. */
@Resolver(() => ContributionShare)
export class ContributionShareResolver {
  @FieldResolver(() => Inference, {
    nullable: true,
    description: 'The answer; null while the chain has no such inference.',
  })
  inference(
    @Root() contributionShare: ContributionShareRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<InferenceRow | null> {
    return loaders.row(inferenceSource, contributionShare.inferenceId);
  }

  @FieldResolver(() => Contribution, {
    nullable: true,
    description: 'The contribution; null when none is known by that id.',
  })
  contribution(
    @Root() contributionShare: ContributionShareRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, contributionShare.contributionId);
  }
}
