// What commands need of the packages below: the command line stands on worker, api and client alone.
export { EVENT_TYPES } from '@fundtrail/alerts';
export { importLabels, readLabelsCsv } from '@fundtrail/attribution';
export { type ListedProtocol, listProtocols } from '@fundtrail/bridges';
export { rebuildDerived } from '@fundtrail/store';
export {
  caseName,
  configuredSource,
  createTaintMarks,
  DEFAULT_LIMITS,
  DEFAULT_UTXO_HOPS,
  defaultLimits,
  isTransactionSeed,
  noWayHint,
  parseSeed,
  readAccountsCsv,
  readingOfFact,
  readPricesCsv,
  readSeedList,
  rejectDuplicateSeeds,
  saysChain,
  seedChains,
  sourceVariables,
  stolenThrough,
} from '@fundtrail/tracer';
export type { RuntimeMode } from './backend.ts';
export { type Configuration, readConfiguration } from './configuration/read-configuration.ts';
export { defaultDataDirectory, keyFileIn } from './data-directory.ts';
export { onlyChainOf } from './dataset-chain.ts';
export type { Finding, FindingStatus } from './doctor/finding.ts';
export { type DoctorOptions, runDoctor } from './doctor/run-doctor.ts';
export { type Environment, readEnvironment } from './environment.ts';
export {
  type EnvironmentName,
  type EnvironmentReader,
  type EnvironmentVariable,
  environmentTable,
} from './environment-table.ts';
export { createExplaining, type Explaining } from './explaining.ts';
export { migrateDatabase } from './migrate-database.ts';
export { parseRoles, ROLES, type Role } from './roles.ts';
export { type NetworkSource, type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts';
