import { type AccountId, type AssetRef, accountId, splitAccountId } from '@fundtrail/core';
import { sql } from 'kysely';
import { addressBytes, addressFromBytes, assetBytes, assetFromBytes } from '../bytes.ts';
import type { Keys } from '../keys.ts';
import type { Executor } from './case-rows.ts';

/** A balance that a case wants to know: what an account held of an asset at the end of a block. */
export type BalanceItem = { readonly account: AccountId; readonly asset: AssetRef; readonly block: number };

export type WantedBalance = BalanceItem & {
  readonly wave: number;
  readonly state: 'wanted' | 'covered' | 'unavailable';
  readonly reason: string | null;
};

/** Balances that cases want to know. */
export type CaseBalances = {
  /** Balances that the case wants to know, also again; one that nobody tells stays so. */
  wantBalances(trx: Executor, caseId: string, wave: number, items: readonly BalanceItem[]): Promise<void>;
  balances(caseId: string): Promise<readonly WantedBalance[]>;
  setBalance(caseId: string, item: BalanceItem, outcome: Pick<WantedBalance, 'state' | 'reason'>): Promise<void>;
};

export function createCaseBalances(db: Executor, keys: Keys): CaseBalances {
  return {
    wantBalances: (trx, caseId, wave, items) => wantCaseBalances(trx, keys, caseId, wave, items),
    balances: (caseId) => readCaseBalances(db, caseId),
    setBalance: (caseId, item, outcome) => setCaseBalance(db, caseId, item, outcome),
  };
}

/** All balances a case wanted, in a fixed order. */
async function readCaseBalances(db: Executor, caseId: string): Promise<readonly WantedBalance[]> {
  const { rows } = await sql<{
    chain: string;
    address: Buffer;
    asset: Buffer;
    block: number;
    wave: number;
    state: WantedBalance['state'];
    reason: string | null;
  }>`
    select ch.caip2 as chain, b.address, b.asset, b.block, b.wave, b.state, b.reason
    from cases.balances b join facts.chains ch on ch.id = b.chain_id
    where b.case_id = ${caseId} order by b.wave, ch.caip2, b.address, b.asset, b.block`.execute(db);
  return rows.map(({ chain, address, asset, ...rest }) => ({
    account: accountId(chain, addressFromBytes(address)),
    asset: assetFromBytes(asset),
    ...rest,
  }));
}

/** Puts balances before the case: also those that were told and have been taken back since; what nobody tells stays so. */
async function wantCaseBalances(
  trx: Executor,
  keys: Keys,
  caseId: string,
  wave: number,
  items: readonly BalanceItem[],
): Promise<void> {
  if (items.length === 0) return;
  const parts = items.map((item) => splitAccountId(item.account));
  await keys.chainKeys(parts.map((part) => part.chain));
  await sql`
    insert into cases.balances (case_id, chain_id, address, asset, block, wave, state)
    select ${caseId}, ch.id, n.address, n.asset, n.block, ${wave}, 'wanted'
    from unnest(${parts.map((part) => part.chain)}::text[], ${parts.map((part) => addressBytes(part.address))}::bytea[],
      ${items.map((item) => assetBytes(item.asset))}::bytea[], ${items.map((item) => item.block)}::bigint[]) as n (chain, address, asset, block)
    join facts.chains ch on ch.caip2 = n.chain
    on conflict (case_id, chain_id, address, asset, block) do update set state = 'wanted', reason = null
    where cases.balances.state = 'covered'`.execute(trx);
}

async function setCaseBalance(
  db: Executor,
  caseId: string,
  item: BalanceItem,
  outcome: Pick<WantedBalance, 'state' | 'reason'>,
): Promise<void> {
  const { chain, address } = splitAccountId(item.account);
  await sql`
    update cases.balances b set state = ${outcome.state}, reason = ${outcome.reason}
    from facts.chains ch
    where b.case_id = ${caseId} and ch.caip2 = ${chain} and b.chain_id = ch.id and b.address = ${addressBytes(address)}
      and b.asset = ${assetBytes(item.asset)} and b.block = ${item.block}`.execute(db);
}
