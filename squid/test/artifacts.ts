import { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } from '@tributary/contracts/artifacts';

/** The four contracts whose events make the ledger. */
export const artifacts = { AttributionSettlement, DatanetRegistry, InferenceMarket, ModelRegistry } as const;
