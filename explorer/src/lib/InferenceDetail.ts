import type { InferencePageResult } from './api/operations.generated.ts';

/** The inference page's data, named so that its components can share it. */
export type InferenceDetail = NonNullable<InferencePageResult['inference']>;
export type ReconciliationDetail = NonNullable<InferenceDetail['reconciliation']>;
export type ShareDetail = ReconciliationDetail['shares'][number];
export type LineDetail = ReconciliationDetail['lines'][number];
