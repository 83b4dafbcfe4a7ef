export { readAccountsCsv } from './accounts-csv.ts';
export type { CandidateView } from './candidate-views.ts';
export { caseName } from './case-name.ts';
export type { Cases } from './cases.ts';
export type { Chains, ChainView } from './chains.ts';
export { configuredSource } from './configured-source.ts';
export { createTracer } from './create-tracer.ts';
export type { CrossingRowView, CrossingSideView } from './crossing-views.ts';
export { type BridgeServiceOptions, type BridgeServices, createBridgeServices } from './crossings/bridge-services.ts';
export { readerWith } from './crossings/known-accounts.ts';
export type { ToldAnswer } from './crossings/link-deps.ts';
export { sourceVariables } from './crossings/no-source.ts';
export { type CsvColumns, type CsvRow, readCsvRows } from './csv-rows.ts';
export { createDatasetSource, type DatasetReport, type LoadedDataset, loadDataset } from './datasets.ts';
export { DEFAULT_UTXO_HOPS, defaultLimits } from './default-limits.ts';
export type { TracerDependencies } from './dependencies.ts';
export { rejectDuplicateSeeds, seedKey } from './duplicate-seeds.ts';
export { createExplain, type Explain } from './explain/explain.ts';
export type { Conversion, Explained, Explanation } from './explain/explanation.ts';
export { readTransaction } from './explain/read-transaction.ts';
export type { ShownBridge } from './explain/shown-bridges.ts';
export { createExplainUtxo, type ExplainUtxo } from './explain/utxo/explain-utxo.ts';
export { type StolenThrough, stolenThrough } from './explain/utxo/stolen-through.ts';
export { createTaintMarks, type TaintMarks } from './explain/utxo/taint-marks.ts';
export type {
  ExplainedInput,
  ExplainedOutput,
  OutputData,
  OutputMark,
  PolicyTaint,
  TaintByPolicy,
  UtxoExplanation,
} from './explain/utxo/utxo-explanation.ts';
export { readingOfEsplora, readingOfFact, type UtxoReading } from './explain/utxo/utxo-reading.ts';
export { type AddressSet, createAddressSet } from './follow/address-set.ts';
export type { FollowerOptions } from './follow/create-follower.ts';
export type { Follower, FollowOutcome, FollowTarget } from './follow/follower.ts';
export type { Jobs } from './jobs.ts';
export { noWayHint } from './no-way-hint.ts';
export { readPricesCsv } from './prices-csv.ts';
export { seedChain, seedChains } from './seed-chains.ts';
export { parseSeed, type SeedDefaults } from './seed-input.ts';
export { type ListedSeeds, readSeedList, type SeedList } from './seed-list.ts';
export { isTransactionSeed, saysChain } from './seed-text.ts';
export { createSourceOpener, type SourceOpener, type SourceOpenerOptions } from './sources.ts';
export type { Sealer } from './stored-case.ts';
export { traceResultSchema } from './trace-result-schema.ts';
export type { Tracer } from './tracer.ts';
export * from './types.ts';
