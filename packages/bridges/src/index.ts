export type {
  AccountRules,
  ApiAnswer,
  ApiFinding,
  ApiRules,
  ContractRow,
  Delays,
  ProtocolAdapter,
  Search,
} from './adapter.ts';
export { type BridgeReader, createBridgeReader } from './bridge-reader.ts';
export {
  type Candidate,
  type CandidateRules,
  DEFAULT_RULES,
  findCandidates,
  type TimedLeg,
} from './heuristic/find-candidates.ts';
export { byTime, joinLegs, MOST_SKEW_SECONDS } from './link/join-legs.ts';
export type { Link, LinkArrival, PlacedLeg, RefusedLeg, Share } from './link/link.ts';
export { type ListedProtocol, listApis, listProtocols } from './list-protocols.ts';
export { protocolLabels } from './protocol-labels.ts';
export type { Located } from './read/rule-index.ts';
export { PROTOCOLS } from './registry.ts';
