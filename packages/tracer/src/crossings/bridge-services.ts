import {
  type ApiRules,
  type BridgeReader,
  createBridgeReader,
  type Located,
  PROTOCOLS,
  type ProtocolAdapter,
} from '@fundtrail/bridges';
import { type FactSpace, isUtxo, type TransactionFact } from '@fundtrail/core';
import type { BridgeEntry, BridgeStore, FactStore, ProtocolAccount } from '@fundtrail/store';
import { storeTold } from '../acquire/coins/store-told.ts';
import { checkClaims } from './check-claims.ts';
import type { ToldAnswer } from './link-deps.ts';

/** What the case loop does with cross-chain movements; one per process. */
export type BridgeServices = {
  readonly store: BridgeStore;
  adapterOf(protocol: string): ProtocolAdapter | undefined;
  /** Tells the legs of transactions, with the accounts of protocols that were learned so far in a space. */
  reader(space: FactSpace): Promise<BridgeReader>;
  /** Has accounts that were learned since taken up. */
  forget(space: FactSpace): void;
  /** Asks an API of a protocol; undefined where the installation does not allow it. */
  ask(api: ApiRules, path: string): Promise<ToldAnswer | undefined>;
};

export type BridgeServiceOptions = {
  readonly store: BridgeStore;
  readonly ask?: BridgeServices['ask'];
  readonly adapters?: readonly ProtocolAdapter[];
};

export function createBridgeServices({ store, ask, adapters = PROTOCOLS }: BridgeServiceOptions): BridgeServices {
  const byName = new Map(adapters.map((adapter) => [adapter.protocol, adapter]));
  const readers = new Map<FactSpace, Promise<BridgeReader>>();
  return {
    store,
    adapterOf: (protocol) => byName.get(protocol),
    reader: (space) => {
      const known = readers.get(space);
      if (known !== undefined) return known;
      const made = store.accounts.all(space).then((accounts) =>
        createBridgeReader(
          accounts.flatMap((one) => (byName.has(one.protocol) ? locatedOf(one) : [])),
          adapters,
        ),
      );
      readers.set(space, made);
      made.catch(() => readers.delete(space));
      return made;
    },
    forget: (space) => void readers.delete(space),
    ask: ask ?? (async () => undefined),
  };
}

function locatedOf({ protocol, chain, address, role, source, from, until }: ProtocolAccount): Located {
  return {
    protocol,
    chain,
    address,
    role,
    source,
    asOf: dayOf(from ?? until ?? 0),
    ...(from === undefined ? {} : { from: dayOf(from) }),
    ...(until === undefined ? {} : { until: dayOf(until) }),
  };
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/**
 * Stores transactions with what they are to cross-chain movements: whoever stores facts of a network does it by this. On account chains
 * only those that were read with their calls and logs say it. Claims that no movement bears out are stored as faults.
 */
export async function storeFacts(
  { facts, bridges }: { readonly facts: FactStore; readonly bridges: BridgeServices },
  space: FactSpace,
  transactions: readonly TransactionFact[],
): Promise<void> {
  const [coins, accounts] = parted(transactions);
  if (coins.length > 0) await storeTold(facts, space, coins);
  if (accounts.length > 0) await facts.writeTransactions(space, accounts);
  const entries = await crossingEntries(bridges, space, transactions);
  if (entries.length > 0) await bridges.store.write(space, entries);
}

/** What transactions are to cross-chain movements, of those that are anything to one. */
export async function crossingEntries(
  bridges: BridgeServices,
  space: FactSpace,
  transactions: readonly TransactionFact[],
): Promise<readonly BridgeEntry[]> {
  const readable = transactions.filter((fact) => isUtxo(fact.chain) || fact.receipt !== undefined);
  if (readable.length === 0) return [];
  const reader = await bridges.reader(space);
  return readable.flatMap((fact) => {
    const legs = checkClaims(fact, reader.read(fact));
    return legs.length === 0 ? [] : { fact, legs };
  });
}

function parted(transactions: readonly TransactionFact[]): [TransactionFact[], TransactionFact[]] {
  const parts: [TransactionFact[], TransactionFact[]] = [[], []];
  for (const fact of transactions) parts[isUtxo(fact.chain) ? 0 : 1].push(fact);
  return parts;
}
