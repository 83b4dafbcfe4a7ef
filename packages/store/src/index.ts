export * from './bytes.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export { rebuildDerived } from './derived/rebuild.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded/server.ts';
export { StoreError } from './errors.ts';
export { createKeys, type Keys } from './keys.ts';
export { migrate } from './migrate.ts';
export type { Schema } from './schema/schema.ts';
