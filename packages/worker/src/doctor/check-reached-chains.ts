import { type ChainId, chainInfo, isUtxo, type Providers } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import { type Finding, findingsAbout } from './finding.ts';

type Reached = { readonly chain: ChainId; readonly cases: number; readonly accounts: number };

/** Chains that cases have reached and could not read, for which nothing is configured. */
export async function checkReachedChains(
  { pool }: Database,
  providers: Pick<Providers, 'poolOf'>,
): Promise<readonly Finding[]> {
  const { rows: tables } = await pool.query("select where to_regclass('cases.accounts') is not null");
  // An embedded server may not have been used yet.
  if (tables.length === 0) return [];
  const { rows } = await pool.query<Reached>(`
    select ch.caip2 as chain, count(distinct c.id)::integer as cases, count(*)::integer as accounts
    from cases.cases c
    join cases.accounts a on a.case_id = c.id and a.state = 'unavailable'
    join facts.chains ch on ch.id = a.chain_id
    where c.status <> 'cancelled' and c.source ? 'chain' and c.source ->> 'chain' <> ch.caip2
    group by ch.caip2 order by ch.caip2`);
  return rows
    .filter(({ chain }) => providers.poolOf(chain) === undefined)
    .map(({ chain, cases, accounts }) =>
      findingsAbout(chain).warn(
        'reached',
        `${cases === 1 ? 'a case has' : `${cases} cases have`} reached ${chainInfo(chain).name}, for which nothing is configured`,
        {
          consequence: `What ${accounts === 1 ? 'an account' : `${accounts} accounts`} there received is followed no further.`,
          remedy: `Set ${isUtxo(chain) ? 'FUNDTRAIL_ESPLORA_URL' : 'FUNDTRAIL_EXPLORER_URL'} or FUNDTRAIL_RPC_URL for it, then run fundtrail case resume.`,
        },
      ),
    );
}
