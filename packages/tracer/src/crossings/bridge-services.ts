import { type ApiRules, type BridgeReader, PROTOCOLS, type ProtocolAdapter } from '@fundtrail/bridges';
import { type Clock, createSystemClock, type FactSpace, isUtxo, type TransactionFact } from '@fundtrail/core';
import type { BridgeEntry, BridgeStore, FactStore, ProtocolAccount } from '@fundtrail/store';
import { storeTold } from '../acquire/coins/store-told.ts';
import { type AskAccounts, createAskAccounts } from './ask-accounts.ts';
import { checkClaims } from './check-claims.ts';
import { createKnownAccounts } from './known-accounts.ts';
import { accountsShown } from './learn-accounts.ts';
import type { ToldAnswer } from './link-deps.ts';

/** What the case loop does with cross-chain movements; one per process. */
export type BridgeServices = {
  readonly store: BridgeStore;
  adapterOf(protocol: string): ProtocolAdapter | undefined;
  /** Tells the legs of transactions, with the accounts of protocols that were learned so far in a space. */
  reader(space: FactSpace): Promise<BridgeReader>;
  /** Stores accounts of protocols that are not known yet; returns those. */
  learn(space: FactSpace, accounts: readonly ProtocolAccount[]): Promise<readonly ProtocolAccount[]>;
  /** Asks a protocol for its accounts, where the installation allows it and it was not asked within the hour. */
  readonly askAccounts: AskAccounts;
  /** Accounts that came to be known since this was last asked: what was stored of them before was read without knowing them. */
  takeLearned(space: FactSpace): readonly ProtocolAccount[];
  /** Asks an API of a protocol; undefined where the installation does not allow it. */
  ask(api: Pick<ApiRules, 'name' | 'baseUrl'>, path: string): Promise<ToldAnswer | undefined>;
};

export type BridgeServiceOptions = {
  readonly store: BridgeStore;
  readonly ask?: BridgeServices['ask'];
  readonly adapters?: readonly ProtocolAdapter[];
  /** The system's own when left out. */
  readonly clock?: Pick<Clock, 'now'>;
};

export function createBridgeServices(options: BridgeServiceOptions): BridgeServices {
  const { store, ask = async () => undefined, adapters = PROTOCOLS, clock = createSystemClock() } = options;
  const byName = new Map(adapters.map((adapter) => [adapter.protocol, adapter]));
  const known = createKnownAccounts({ store, adapters, clock });
  return {
    store,
    adapterOf: (protocol) => byName.get(protocol),
    reader: known.reader,
    learn: known.learn,
    askAccounts: createAskAccounts({ known, clock, ask }),
    takeLearned: known.takeLearned,
    ask,
  };
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
  const read = async (): Promise<readonly BridgeEntry[]> => {
    const reader = await bridges.reader(space);
    return readable.flatMap((fact) => {
      const legs = checkClaims(fact, reader.read(fact));
      return legs.length === 0 ? [] : { fact, legs };
    });
  };
  const entries = await read();
  const shown = entries.flatMap(({ fact, legs }) => accountsShown(fact, legs, bridges.adapterOf));
  return (await bridges.learn(space, shown)).length === 0 ? entries : read();
}

function parted(transactions: readonly TransactionFact[]): [TransactionFact[], TransactionFact[]] {
  const parts: [TransactionFact[], TransactionFact[]] = [[], []];
  for (const fact of transactions) parts[isUtxo(fact.chain) ? 0 : 1].push(fact);
  return parts;
}
