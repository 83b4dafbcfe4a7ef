export type { ApiAnswer, ApiFinding, ApiRules, ContractRow, ProtocolAdapter, Search } from './adapter.ts';
export { type BridgeReader, createBridgeReader } from './bridge-reader.ts';
export type { Located } from './read/rule-index.ts';
export { PROTOCOLS } from './registry.ts';
