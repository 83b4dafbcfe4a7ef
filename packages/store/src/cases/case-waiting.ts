import { type AccountId, type ChainId, splitAccountId } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressBytes, assetBytes, hashBytes } from '../bytes.ts';
import type { Executor } from './case-rows.ts';

/** What cases wait for: accounts, transactions, balances and the other sides of links whose facts are not there yet. */
export type CaseWaiting = {
  /** Whether some account, transaction, balance or link still waits for its facts. */
  waits(caseId: string): Promise<boolean>;
  /**
   * Those of some items (`eip155:1:0x…`, `tx:eip155:1:0x…`, `balance:eip155:1:0x…/<asset>@<block>`, `link:<protocol>:<key>`) that
   * still wait, in their order.
   */
  waitingAmong(caseId: string, items: readonly string[]): Promise<readonly string[]>;
};

export function createCaseWaiting(db: Executor): CaseWaiting {
  return {
    waits: async (caseId) => {
      const { rows } = await sql<{ waits: boolean }>`
        select exists (select from cases.accounts where case_id = ${caseId} and state = 'wanted')
          or exists (select from cases.transactions where case_id = ${caseId} and state = 'wanted')
          or exists (select from cases.balances where case_id = ${caseId} and state = 'wanted')
          or exists (select from cases.links where case_id = ${caseId} and state = 'wanted') as waits`.execute(db);
      return rows[0]?.waits ?? false;
    },

    waitingAmong: async (caseId, items) => {
      const links = items.flatMap((item) => linkOf(item) ?? []);
      const others = items.filter((item) => linkOf(item) === undefined);
      const known = Map.groupBy(others.map(partsOf), ({ kind }) => kind);
      const column = <T>(kind: Parts['kind'], read: (parts: Parts) => T): T[] => (known.get(kind) ?? []).map(read);
      const chains = (kind: Parts['kind']): ChainId[] => column(kind, ({ chain }) => chain);
      const names = (kind: Parts['kind']): string[] => column(kind, ({ item }) => item);
      const keys = (kind: Parts['kind']): Buffer[] => column(kind, ({ key }) => key);
      // By key, said so that no plan goes through all that waits: a case may wait for tens of thousands.
      const { rows } = await sql<{ item: string }>`/* cases: what of it waits */
        select n.item from unnest(${names('account')}::text[], ${chains('account')}::text[], ${keys('account')}::bytea[]) as n (item, chain, key)
        join facts.chains ch on ch.caip2 = n.chain
        cross join lateral (select from cases.accounts a
          where a.case_id = ${caseId} and a.chain_id = ch.id and a.address = n.key and a.state = 'wanted' offset 0) a
        union all
        select n.item from unnest(${names('tx')}::text[], ${chains('tx')}::text[], ${keys('tx')}::bytea[]) as n (item, chain, key)
        join facts.chains ch on ch.caip2 = n.chain
        cross join lateral (select from cases.transactions t
          where t.case_id = ${caseId} and t.chain_id = ch.id and t.tx_hash = n.key and t.state = 'wanted' offset 0) t
        union all
        select n.item from unnest(${names('balance')}::text[], ${chains('balance')}::text[], ${keys('balance')}::bytea[],
          ${column('balance', ({ asset }) => asset)}::bytea[], ${column('balance', ({ block }) => block)}::bigint[])
          as n (item, chain, key, asset, block)
        join facts.chains ch on ch.caip2 = n.chain
        cross join lateral (select from cases.balances b
          where b.case_id = ${caseId} and b.chain_id = ch.id and b.address = n.key and b.asset = n.asset and b.block = n.block
            and b.state = 'wanted' offset 0) b
        union all
        select n.item from unnest(${links.map(({ item }) => item)}::text[], ${links.map(({ protocol }) => protocol)}::text[],
          ${links.map(({ key }) => key)}::text[]) as n (item, protocol, key)
        join cases.links l on l.case_id = ${caseId} and l.protocol = n.protocol and l.key = n.key and l.state = 'wanted'`.execute(
        db,
      );
      const waiting = new Set(rows.map((row) => row.item));
      return items.filter((item) => waiting.has(item));
    },
  };
}

/** The key of an item: of a transaction its hash, else an address. */
type Parts = {
  readonly item: string;
  readonly kind: 'account' | 'tx' | 'balance';
  readonly chain: ChainId;
  readonly key: Buffer;
  readonly asset: Buffer;
  readonly block: number;
};

const LINK = /^link:(?<protocol>[^:]*):(?<key>.*)$/s;

function linkOf(item: string): { readonly item: string; readonly protocol: string; readonly key: string } | undefined {
  const { protocol, key } = LINK.exec(item)?.groups ?? {};
  return protocol === undefined || key === undefined ? undefined : { item, protocol, key };
}

const NO_ASSET = Buffer.alloc(0);
const BALANCE = /^balance:(?<account>.*)\/(?<asset>[^/]*)@(?<block>[0-9]+)$/;
const TRANSACTION = /^tx:(?<chain>.*):(?<hash>[^:]*)$/;

function partsOf(item: string): Parts {
  const balance = BALANCE.exec(item)?.groups;
  if (balance !== undefined) {
    const { account = '', asset = '', block } = balance;
    return { ...ofAccount(item, account), kind: 'balance', asset: assetBytes(asset), block: Number(block) };
  }
  const { chain, hash } = TRANSACTION.exec(item)?.groups ?? {};
  if (chain === undefined || hash === undefined) return ofAccount(item, item);
  return { item, kind: 'tx', chain, key: hashBytes(hash), asset: NO_ASSET, block: 0 };
}

function ofAccount(item: string, account: AccountId): Parts {
  const { chain, address } = splitAccountId(account);
  return { item, kind: 'account', chain, key: addressBytes(address), asset: NO_ASSET, block: 0 };
}
