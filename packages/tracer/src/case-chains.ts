import { type ChainId, chainInfo, formatHash, splitAccountId } from '@fundtrail/core';
import { type CaseRow, type Database, type Pending, pendingOfCase } from '@fundtrail/store';
import { sql } from 'kysely';
import { shownOutput } from './shown-party.ts';
import { ownChain } from './source-for.ts';
import type { CaseChainView, FollowingView, PendingView } from './types.ts';

/** How a case stands on each of its chains: those of its seeds, and those on which it came to open something. */
export async function viewChains(database: Database, row: CaseRow): Promise<readonly CaseChainView[]> {
  const { rows } = await sql<{ chain: ChainId; state: string | null; accounts: number }>`/* cases: chains and states */
    select ch.caip2 as chain, a.state, a.accounts from (
      select chain_id, state, count(*)::integer as accounts from cases.accounts where case_id = ${row.id} group by chain_id, state
      union all select distinct chain_id, null, 0 from cases.seeds where case_id = ${row.id}) a
    join facts.chains ch on ch.id = a.chain_id order by ch.caip2 collate "C"`.execute(database.db);
  const following = row.follow ? await followingOf(database, row) : [];
  return [...Map.groupBy(rows, ({ chain }) => chain)].map(([chain, states]) => {
    const inState = (wanted: string): number => states.find(({ state }) => state === wanted)?.accounts ?? 0;
    return {
      chain,
      name: chainInfo(chain).name,
      accounts_waiting: inState('wanted'),
      accounts_covered: inState('covered'),
      accounts_unavailable: inState('unavailable'),
      following: following.find((view) => view.chain === chain) ?? null,
    };
  });
}

/** Chains that are followed for a case: its own by its source, others by whichever source its accounts are watched, the last heard first. */
async function followingOf(database: Database, row: CaseRow): Promise<readonly FollowingView[]> {
  const { rows } = await sql<Omit<FollowingView, 'pending'>>`/* cases: how far its chains are followed */
    select c.caip2 as chain, f.block as followed_block, greatest(f.head, f.block) as head,
      greatest(f.head - f.block, 0) as lag, f.finalized, f.halted, 'internal' = any(f.kinds) or c.caip2 like 'bip122:%' as internal
    from facts.follows f join facts.chains c on c.id = f.chain_id
    where f.block is not null and case when c.caip2 = ${ownChain(row) ?? ''} then f.source = ${String(row.source.id)}
      else exists (
        select from cases.accounts a
        join facts.watches w on w.chain_id = a.chain_id and w.address = a.address and w.source = f.source
        where a.case_id = ${row.id} and a.chain_id = f.chain_id and a.state in ('wanted', 'covered')) end
    order by f.seen_at desc`.execute(database.db);
  const pending = await pendingOfCase(database, row.id);
  return rows.map((followed) => ({
    ...followed,
    pending: pending.filter(({ coin }) => splitAccountId(coin).chain === followed.chain).map(viewPending),
  }));
}

function viewPending({ coin, tx, firstSeenAt }: Pending): PendingView {
  const { chain } = splitAccountId(coin);
  return { output: shownOutput(coin) ?? coin, tx: formatHash(tx, chain), first_seen_at: firstSeenAt.toISOString() };
}
