import type { AccountRules, Located, ProtocolAdapter } from '@fundtrail/bridges';
import { type Clock, dayOf, type FactSpace, SourceError } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';
import type { KnownAccounts } from './known-accounts.ts';
import type { ToldAnswer } from './link-deps.ts';

/** Vaults change every few days; what is not there yet is there an hour later. */
const ASKED_EVERY_MS = 3_600_000;

/** Asks a protocol which accounts are its own, at most once an hour per process and space; returns those that were not known. */
export type AskAccounts = (space: FactSpace, adapter: ProtocolAdapter) => Promise<readonly ProtocolAccount[]>;

export function createAskAccounts(deps: {
  readonly known: KnownAccounts;
  readonly clock: Pick<Clock, 'now'>;
  ask(api: Pick<AccountRules, 'name' | 'baseUrl'>, path: string): Promise<ToldAnswer | undefined>;
}): AskAccounts {
  const { known, clock, ask } = deps;
  const asked = new Map<string, number>();
  return async (space, adapter) => {
    const { protocol, accountRules = [] } = adapter;
    const now = clock.now();
    const name = `${space} ${protocol}`;
    if (accountRules.length === 0 || now - (asked.get(name) ?? Number.NEGATIVE_INFINITY) < ASKED_EVERY_MS) return [];
    asked.set(name, now);
    const fresh: ProtocolAccount[] = [];
    for (const rules of accountRules) {
      const located = await accountsOf(rules, now);
      fresh.push(
        ...(await known.learn(
          space,
          located.map((one) => accountOf(one, now)),
        )),
      );
    }
    return fresh;
  };

  async function accountsOf(rules: AccountRules, now: number): Promise<readonly Located[]> {
    const path = rules.path();
    if (path === undefined) return [];
    try {
      const told = await ask(rules, path);
      return told === undefined ? [] : rules.read(told.body, { asOf: dayOf(now / 1000) });
    } catch (error) {
      // What is known without it is looked for all the same; it is asked again in an hour.
      if (error instanceof SourceError) return [];
      throw error;
    }
  }
}

/** Since when is not told, and nobody else ever has the key of a vault: from ever. */
function accountOf({ protocol, chain, address, role, source }: Located, now: number): ProtocolAccount {
  return {
    protocol,
    chain,
    address,
    role,
    source: `${source}, ${dayOf(now / 1000)}`,
    from: undefined,
    until: undefined,
  };
}
