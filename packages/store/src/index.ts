export type { AnswerStore, ProtocolAnswer } from './bridges/answers.ts';
export { type BridgeStore, createBridgeStore } from './bridges/bridge-store.ts';
export type { CandidateStore, LegRef, LinkCandidate } from './bridges/candidates.ts';
export type { ProtocolAccount, ProtocolAccountStore } from './bridges/protocol-accounts.ts';
export type { StoredBridgeLeg } from './bridges/read-legs.ts';
export type { StoredReceipt } from './bridges/receipts.ts';
export type { BridgeEntry, TransactionRef } from './bridges/write-legs.ts';
export * from './bytes.ts';
export type { BalanceItem, WantedBalance } from './cases/case-balances.ts';
export { type CaseUnseen, type KindStanding, readCaseCoverage, readCaseUnseen } from './cases/case-coverage.ts';
export type { LinkKey, LinkOutcome, LinkState, WantedLink } from './cases/case-links.ts';
export type {
  AccountState,
  CaseRow,
  CaseStatus,
  Executor,
  NewCase,
  OpenAccount,
  SeedRow,
  TransactionState,
  WholeTransaction,
} from './cases/case-rows.ts';
export { type CaseStore, createCaseStore } from './cases/case-store.ts';
export * from './cases/derived-rows.ts';
export { readCrossings } from './cases/read-crossings.ts';
export * from './cases/read-derived.ts';
export * from './cases/write-derived.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export { rebuildDerived } from './derived/rebuild.ts';
export { embeddedClusterIn } from './embedded/layout.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded/server.ts';
export { ContradictionError, StoreError } from './errors.ts';
export type { ContractFact } from './facts/contracts.ts';
export type { CopyCounts } from './facts/copy-transactions.ts';
export type { FactCounts } from './facts/counts.ts';
export type { DatasetRecord } from './facts/datasets.ts';
export { createDisputes, type DisputeStore, type RecordedDispute } from './facts/disputes.ts';
export { createFactStore, type FactStore } from './facts/fact-store.ts';
export type { NetBalance, NetBalanceRequest } from './facts/net-balances.ts';
export type { NftFact } from './facts/nft-transfers.ts';
export type { Orphan, Orphaned } from './facts/orphans.ts';
export type { ReadRequest } from './facts/read-transactions.ts';
export type { Retold } from './facts/reconcile.ts';
export { createSourceMemory } from './facts/source-memory.ts';
export type { Head } from './facts/source-notes.ts';
export type { Spender } from './facts/spenders.ts';
export { createFollowStore, type FollowStore } from './follow/follow-store.ts';
export { type Pending, pendingOfCase } from './follow/pending.ts';
export type {
  Advanced,
  FollowKey,
  FollowState,
  FollowStep,
  Lead,
  Watch,
} from './follow/types.ts';
export { createKeys, type Keys } from './keys.ts';
export { createLabelStore, type LabelImport, type LabelStore } from './labels/label-store.ts';
export { createAnswerCache } from './limits/answer-cache.ts';
export { createLimiter } from './limits/limiter.ts';
export { type MigrationState, migrate, migrationState } from './migrate.ts';
export type { Schema } from './schema/schema.ts';
export { READ_ONLY_ROLE } from './views/views.ts';
