import { type ContributionRow, contributionSource } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { AnswerSpanRow } from '../types/AnswerSpan.js';
import { Contribution } from '../types/Contribution.js';

/** Relations of a row that holds a span. */
@Resolver(() => AnswerSpanRow)
export class AnswerSpanRowResolver {
  @FieldResolver(() => Contribution, {
    nullable: true,
    description: 'The contribution; null when none is known by that id.',
  })
  contribution(@Root() row: AnswerSpanRow, @Ctx() { loaders }: RequestContext): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, row.contributionId);
  }
}
