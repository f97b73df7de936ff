export * from './createTestDatabase';
export * from './startTestPostgres';
