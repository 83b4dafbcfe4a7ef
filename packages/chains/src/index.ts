export type { Dataset, DatasetReport, Skipped } from './dataset/dataset.ts';
export { type OpenDatasetOptions, openDataset } from './dataset/open-dataset.ts';
export { gapReason } from './evm/explorer/gaps.ts';
export { createExplorerSource, type ExplorerOptions } from './evm/explorer/source.ts';
export type { Probed, ProbeReport, TraceSkill } from './evm/rpc/probe-report.ts';
export { createRpcSource, type RpcSource, type RpcSourceOptions } from './evm/rpc/source.ts';
export type { TraceMode } from './evm/rpc/tracer.ts';
export { reasonOf } from './transport/reason.ts';
