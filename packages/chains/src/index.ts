export { createEsploraSource, type EsploraOptions, type EsploraSource } from './bitcoin/esplora/source.ts';
export {
  type EsploraBlock,
  type EsploraTransaction,
  esploraTransaction,
  readEsploraTransaction,
} from './bitcoin/esplora/transaction.ts';
export { type EsploraRecord, readEsploraTransactions } from './bitcoin/esplora/transactions.ts';
export type { CoreProbeReport } from './bitcoin/rpc/probe.ts';
export { type CoreSource, type CoreSourceOptions, createCoreSource } from './bitcoin/rpc/source.ts';
export { type UtxoInput, type UtxoOutput, type UtxoTransaction, utxoFact } from './bitcoin/utxo-fact.ts';
export type { Dataset, DatasetReport, Skipped } from './dataset/dataset.ts';
export { type OpenDatasetOptions, openDataset } from './dataset/open-dataset.ts';
export { gapReason } from './evm/explorer/gaps.ts';
export { createExplorerSource, type ExplorerOptions, type ExplorerSource } from './evm/explorer/source.ts';
export { type RecordOptions, readRecord } from './evm/record/record.ts';
export { type RecordsOptions, readRecords } from './evm/record/records.ts';
export type { ProbeReport, TraceSkill } from './evm/rpc/probe-report.ts';
export { createRpcSource, type RpcSource, type RpcSourceOptions } from './evm/rpc/source.ts';
export type { TraceMode } from './evm/rpc/tracer.ts';
export { openPool, type PoolDeps } from './pool/open-pool.ts';
export { type GapStore, openProvider, type ProviderDeps } from './pool/open-provider.ts';
export { createPool, type PoolOptions } from './pool/pool.ts';
export { createProtocolApi, type ProtocolApi } from './protocol-api/protocol-api.ts';
export { type Probed, probed } from './transport/probed.ts';
export { reasonOf } from './transport/reason.ts';
