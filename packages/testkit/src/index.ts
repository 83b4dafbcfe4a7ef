export { createTestDatabase, type TestDatabase } from './databases.ts';
export * from './shared-data.ts';
