import { type AccountId, accountId, type ChainId, splitAccountId } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressBytes, addressFromBytes } from '../bytes.ts';
import type { Keys } from '../keys.ts';
import type { AccountState, Executor, OpenAccount } from './case-rows.ts';

/** Open sets of cases: accounts whose histories they want, and how far each is. */
export type CaseAccounts = {
  /** The open set, or those of `among` that are in it; by wave, chain, address. */
  accounts(caseId: string, among?: readonly AccountId[]): Promise<readonly OpenAccount[]>;
  /** The chains on which cases have accounts that are read or are to be, by case. */
  openChains(caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly ChainId[]>>;
  /** Puts accounts into the open set; one that is in it already keeps its wave and state. */
  open(trx: Executor, caseId: string, accounts: readonly OpenAccount[]): Promise<void>;
  /** Asks again for accounts whose first taint turned out to be earlier than was known when they were opened. */
  openEarlier(
    trx: Executor,
    caseId: string,
    accounts: readonly { account: AccountId; firstBlock: number }[],
  ): Promise<void>;
  setAccounts(
    caseId: string,
    accounts: readonly { account: AccountId; state: AccountState; reason: string | null }[],
  ): Promise<void>;
};

export function createCaseAccounts(db: Executor, keys: Keys): CaseAccounts {
  return {
    accounts: async (caseId, among) => {
      const parts = among?.map(splitAccountId);
      const { rows } = await sql<{
        chain: string;
        address: Buffer;
        wave: number;
        state: AccountState;
        reason: string | null;
        first_block: number | null;
      }>`
        select ch.caip2 as chain, a.address, a.wave, a.state, a.reason, a.first_block
        from cases.accounts a join facts.chains ch on ch.id = a.chain_id
        where a.case_id = ${caseId} and (${parts === undefined}::boolean or (ch.caip2, a.address) in (
          select * from unnest(${(parts ?? []).map((part) => part.chain)}::text[], ${(parts ?? []).map((part) => addressBytes(part.address))}::bytea[])))
        order by a.wave, ch.caip2, a.address`.execute(db);
      return rows.map((row) => ({
        account: accountId(row.chain, addressFromBytes(row.address)),
        wave: row.wave,
        state: row.state,
        reason: row.reason,
        firstBlock: row.first_block,
      }));
    },

    openChains: async (caseIds) => {
      // One look per case and chain, said so that no plan goes through all accounts: this is asked every second.
      const { rows } = await sql<{ id: string; chain: ChainId }>`/* cases: chains */
        select n.id, ch.caip2 as chain
        from unnest(${[...caseIds]}::text[]) as n (id) cross join facts.chains ch
        cross join lateral (select from cases.accounts a
          where a.case_id = n.id and a.chain_id = ch.id and a.state in ('wanted', 'covered') limit 1) a
        order by n.id, ch.caip2`.execute(db);
      return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [id, own.map(({ chain }) => chain)]));
    },

    open: async (trx, caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await keys.chainKeys(parts.map((part) => part.chain));
      await sql`
        insert into cases.accounts (case_id, chain_id, address, wave, state, reason, first_block)
        select ${caseId}, ch.id, n.address, n.wave, n.state, n.reason, n.first_block
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.wave)}::integer[], ${accounts.map((entry) => entry.state)}::text[],
          ${accounts.map((entry) => entry.reason)}::text[], ${accounts.map((entry) => entry.firstBlock)}::bigint[])
          as n (chain, address, wave, state, reason, first_block)
        join facts.chains ch on ch.caip2 = n.chain
        on conflict do nothing`.execute(trx);
    },

    openEarlier: async (trx, caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await sql`
        update cases.accounts a set state = 'wanted', reason = null, first_block = n.first_block
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.firstBlock)}::bigint[]) as n (chain, address, first_block)
        join facts.chains ch on ch.caip2 = n.chain
        where a.case_id = ${caseId} and a.chain_id = ch.id and a.address = n.address and a.first_block > n.first_block`.execute(
        trx,
      );
    },

    setAccounts: async (caseId, accounts) => {
      if (accounts.length === 0) return;
      const parts = accounts.map((entry) => splitAccountId(entry.account));
      await sql`
        update cases.accounts a set state = n.state, reason = n.reason
        from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
          ${accounts.map((entry) => entry.state)}::text[], ${accounts.map((entry) => entry.reason)}::text[]) as n (chain, address, state, reason)
        join facts.chains ch on ch.caip2 = n.chain
        where a.case_id = ${caseId} and a.chain_id = ch.id and a.address = n.address`.execute(db);
    },
  };
}
