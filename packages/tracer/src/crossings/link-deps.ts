import type { ApiRules, BridgeReader, Candidate, PlacedLeg, ProtocolAdapter } from '@fundtrail/bridges';
import type { BridgeLeg, ChainId, Hash, Source, TransactionFact } from '@fundtrail/core';
import type { LinkKey } from '@fundtrail/store';

/** An answer of a protocol's own API, as it came. */
export type ToldAnswer = {
  readonly api: string;
  readonly url: string;
  readonly raw: string;
  readonly sha256: string;
  readonly body: unknown;
};

/** What looking for the other side of movements needs. */
export type LinkDeps = {
  adapterOf(protocol: string): ProtocolAdapter | undefined;
  /** The source of a chain; undefined where none is configured. */
  sourceFor(chain: ChainId): Promise<Source | undefined>;
  /** Asks an API of a protocol; undefined where the installation has not allowed it. */
  ask(api: ApiRules, path: string): Promise<ToldAnswer | undefined>;
  reader(): Promise<BridgeReader>;
  /** Has the accounts of a protocol learned, and what is stored of them read again. */
  learnAccounts(adapter: ProtocolAdapter): Promise<void>;
  legsOf(link: LinkKey): Promise<readonly PlacedLeg[]>;
  /** Legs of one transaction. */
  legsIn(chain: ChainId, hash: Hash): Promise<readonly PlacedLeg[]>;
  /** Stores transactions with what they are to movements. */
  keep(facts: readonly TransactionFact[]): Promise<void>;
  /** Stores a leg that an answer vouches for, and the answer. */
  keepTold(fact: TransactionFact, leg: BridgeLeg, answer: ToldAnswer): Promise<void>;
  /** Stores guesses of what the other side of a leg is, in place of earlier ones. */
  keepCandidates(source: BridgeLeg, candidates: readonly Candidate[]): Promise<void>;
  /** Whether a transaction is stored with its receipt, so that it need not be asked for again. */
  isStored(chain: ChainId, hash: Hash): Promise<boolean>;
  readonly signal: AbortSignal;
};
