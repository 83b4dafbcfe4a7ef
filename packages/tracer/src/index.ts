export type { Cases } from './cases.ts';
export type { Chains, ChainView } from './chains.ts';
export { createTracer } from './create-tracer.ts';
export { type CsvColumns, type CsvRow, readCsvRows } from './csv-rows.ts';
export { createDatasetSource, type DatasetReport, type LoadedDataset, loadDataset } from './datasets.ts';
export type { TracerDependencies } from './dependencies.ts';
export { createExplain, type Explain } from './explain/explain.ts';
export type { Conversion, Explained, Explanation } from './explain/explanation.ts';
export { readTransaction } from './explain/read-transaction.ts';
export { type AddressSet, createAddressSet } from './follow/address-set.ts';
export type { FollowerOptions } from './follow/create-follower.ts';
export type { Follower, FollowOutcome, FollowTarget } from './follow/follower.ts';
export type { Jobs } from './jobs.ts';
export { readPricesCsv } from './prices-csv.ts';
export {
  isTransactionSeed,
  parseSeed,
  readSeedsCsv,
  rejectDuplicateSeeds,
  type SeedDefaults,
  seedKey,
} from './seed-input.ts';
export { createSourceOpener, type SourceOpener, type SourceOpenerOptions } from './sources.ts';
export type { Sealer } from './stored-case.ts';
export { traceResultSchema } from './trace-result-schema.ts';
export type { Tracer } from './tracer.ts';
export * from './types.ts';
