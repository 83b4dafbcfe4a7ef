export type { Cases } from './cases.ts';
export { type CsvColumns, type CsvRow, readCsvRows } from './csv-rows.ts';
export { readPricesCsv } from './prices-csv.ts';
export {
  isTransactionSeed,
  parseSeed,
  readSeedsCsv,
  rejectDuplicateSeeds,
  type SeedDefaults,
  seedKey,
} from './seed-input.ts';
export { traceResultSchema } from './trace-result-schema.ts';
export type { Tracer } from './tracer.ts';
export * from './types.ts';
