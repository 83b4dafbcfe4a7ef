export { type Attribution, createAttribution, type LabelStop } from './attribution.ts';
export { normalizeCategory } from './categories.ts';
export {
  DEFAULT_LABEL_SET,
  type ImportLabelsOptions,
  importLabels,
  type LabelImports,
} from './import-labels.ts';
export { type LabelsCsvOptions, readLabelsCsv } from './labels-csv.ts';
export { type LabelSets, loadAttribution } from './load-attribution.ts';
export { mergeLabels } from './merge-labels.ts';
export { createProtocols, type Protocols } from './protocols/protocols.ts';
export { wrappedNative } from './protocols/wrapped-native.ts';
export type { ChangeContext } from './utxo/change/change-context.ts';
export { type Change, readChange } from './utxo/change/read-change.ts';
export {
  type ClusterKnowledge,
  type ClusterProof,
  clusterInputs,
  type InputClusters,
  type OwnerCluster,
  type RefusedUnion,
} from './utxo/cluster-inputs.ts';
export type { Candidate, CoinJoin, CoinJoinKnowledge, CoinJoinScheme } from './utxo/coinjoin/coin-join.ts';
export { findCoinJoin } from './utxo/coinjoin/find-coin-join.ts';
export { findTx0, type Tx0 } from './utxo/coinjoin/find-tx0.ts';
export { describeUtxoTransaction, type UtxoDescription } from './utxo/describe-utxo-transaction.ts';
export { type KindOfTransaction, kindOfTransaction, type TransactionKind } from './utxo/kind-of-transaction.ts';
export { type Peel, type PeelChain, readPeelChains } from './utxo/read-peel-chains.ts';
