import type { ModelKind } from './api/operations.generated.ts';

export const modelKindWords: Record<ModelKind, string> = {
  BASE: 'Base model',
  ADAPTER: 'Adapter',
  MERGE: 'Merge',
  UNKNOWN: 'Unknown kind',
};
