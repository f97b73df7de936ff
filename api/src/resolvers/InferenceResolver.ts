import {
  type AccountRow,
  type AttributionIndexRow,
  attributionIndexSource,
  type AttributionRow,
  attributionSource,
  type FeePolicyRow,
  feePolicySource,
  type InferenceRow,
  type ModelRow,
  modelSource,
  type ReconciliationRow,
  reconciliationSource,
  type VerdictName,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { Attribution } from '../types/Attribution.js';
import { AttributionIndex } from '../types/AttributionIndex.js';
import { FeePolicy } from '../types/FeePolicy.js';
import { Inference } from '../types/Inference.js';
import { Model } from '../types/Model.js';
import { Reconciliation } from '../types/Reconciliation.js';
import { Verdict } from '../types/enums.js';

/** Totals and relations of an inference. */
@Resolver(() => Inference)
export class InferenceResolver {
  @FieldResolver(() => Model, {
    nullable: true,
    description: 'Which model answered; null when no such model is known.',
  })
  model(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, inference.modelId);
  }

  @FieldResolver(() => Account, { description: 'Who paid for it.' })
  payer(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, inference.payerId);
  }

  @FieldResolver(() => FeePolicy, { nullable: true, description: 'In force when it settled.' })
  feePolicy(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<FeePolicyRow | null> {
    return loaders.row(feePolicySource, inference.feePolicyId);
  }

  @FieldResolver(() => AttributionIndex, { nullable: true, description: 'In force when it settled.' })
  attributionIndex(
    @Root() inference: InferenceRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttributionIndexRow | null> {
    return loaders.row(attributionIndexSource, inference.attributionIndexId);
  }

  @FieldResolver(() => Attribution, { nullable: true, description: 'What the operator claims; null until posted.' })
  attribution(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<AttributionRow | null> {
    return loaders.row(attributionSource, inference.id);
  }

  @FieldResolver(() => Reconciliation, {
    nullable: true,
    description: 'What recomputing it gave, also when stale; null until decided.',
  })
  reconciliation(
    @Root() inference: InferenceRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ReconciliationRow | null> {
    return loaders.row(reconciliationSource, inference.id);
  }

  @FieldResolver(() => Verdict, { description: 'PENDING while there is no current reconciliation.' })
  async verdict(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<VerdictName> {
    const reconciliation = await loaders.row(reconciliationSource, inference.id);
    return reconciliation === null || reconciliation.stale ? 'PENDING' : reconciliation.verdict;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Sum of its payouts, wei.' })
  paidWei(@Root() inference: InferenceRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return loaders.paidWei.load(inference.id);
  }
}
