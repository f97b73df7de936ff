export * from './errors';
export * from './getLedgerSizes';
export * from './seedLedger';
export * from './startSeededPostgres';
