import {
  type BridgeReader,
  createBridgeReader,
  type Located,
  PROTOCOLS,
  type ProtocolAdapter,
} from '@fundtrail/bridges';
import { type Clock, dayOf, type FactSpace } from '@fundtrail/core';
import type { BridgeStore, ProtocolAccount } from '@fundtrail/store';

/** What other processes learned or imported is taken up after so long. */
const TAKEN_UP_MS = 300_000;

/** Accounts of protocols that were learned, per fact space, and readers of transactions that know them. */
export type KnownAccounts = {
  reader(space: FactSpace): Promise<BridgeReader>;
  /** Stores what is not known yet, or only from a later time on; the next reader knows it. Returns what was new. */
  learn(space: FactSpace, accounts: readonly ProtocolAccount[]): Promise<readonly ProtocolAccount[]>;
  /** Those that came to be known, here or in another process, since this was last asked. */
  takeLearned(space: FactSpace): readonly ProtocolAccount[];
};

type Known = {
  readonly reader: BridgeReader;
  readonly accounts: ReadonlyMap<string, ProtocolAccount>;
};

export function createKnownAccounts(deps: {
  readonly store: Pick<BridgeStore, 'accounts'>;
  readonly adapters: readonly ProtocolAdapter[];
  readonly clock: Pick<Clock, 'now'>;
}): KnownAccounts {
  const { store, adapters, clock } = deps;
  const spaces = new Map<FactSpace, { readonly at: number; readonly known: Promise<Known> }>();

  const read = async (space: FactSpace): Promise<Known> => {
    const all = await store.accounts.all(space);
    return {
      reader: readerWith(all, adapters),
      accounts: new Map(all.map((one) => [nameOf(one), one])),
    };
  };
  const learned = new Map<FactSpace, ProtocolAccount[]>();
  const last = new Map<FactSpace, Known['accounts']>();

  const noteLearned = (space: FactSpace, { accounts }: Known): void => {
    const before = last.get(space);
    last.set(space, accounts);
    if (before === undefined) return;
    const fresh = [...accounts.values()].filter((one) => isNews(before.get(nameOf(one)), one));
    if (fresh.length > 0) learned.set(space, [...(learned.get(space) ?? []), ...fresh]);
  };
  const knownIn = (space: FactSpace): Promise<Known> => {
    const before = spaces.get(space);
    if (before !== undefined && clock.now() - before.at < TAKEN_UP_MS) return before.known;
    const known = read(space).then((fresh) => {
      noteLearned(space, fresh);
      return fresh;
    });
    spaces.set(space, { at: clock.now(), known });
    known.catch(() => spaces.delete(space));
    return known;
  };

  return {
    reader: async (space) => (await knownIn(space)).reader,
    learn: async (space, accounts) => {
      if (accounts.length === 0) return [];
      const { accounts: before } = await knownIn(space);
      const fresh = accounts.filter((one) => isNews(before.get(nameOf(one)), one));
      if (fresh.length === 0) return [];
      await store.accounts.learn(space, earliest(fresh));
      spaces.delete(space);
      return fresh;
    },
    takeLearned: (space) => {
      const taken = learned.get(space) ?? [];
      learned.delete(space);
      return taken;
    },
  };
}

/** A reader that knows these accounts beside those of its protocols' contracts; accounts of other protocols are none to it. */
export function readerWith(
  accounts: readonly ProtocolAccount[],
  adapters: readonly ProtocolAdapter[] = PROTOCOLS,
): BridgeReader {
  const names = new Set(adapters.map(({ protocol }) => protocol));
  return createBridgeReader(
    accounts.flatMap((one) => (names.has(one.protocol) ? locatedOf(one) : [])),
    adapters,
  );
}

function isNews(known: ProtocolAccount | undefined, told: ProtocolAccount): boolean {
  if (known === undefined) return true;
  if (known.until !== undefined && (told.until === undefined || told.until > known.until)) return true;
  return known.from !== undefined && (told.from === undefined || told.from < known.from);
}

/** One of each: the store takes the last that is told of one. */
function earliest(accounts: readonly ProtocolAccount[]): readonly ProtocolAccount[] {
  const since = ({ from = 0 }: ProtocolAccount): number => from;
  return accounts.toSorted((a, b) => since(b) - since(a));
}

function nameOf({ protocol, chain, address, role }: ProtocolAccount): string {
  return [protocol, chain, address, role].join(' ');
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
