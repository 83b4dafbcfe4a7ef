import { type ChainId, chainInfo, isTraceable, type Providers } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import { sourceVariables } from '@fundtrail/tracer';
import { type Finding, findingsAbout } from './finding.ts';

type Reached = {
  readonly chain: string;
  readonly cases: number;
  /** That could not be read. */
  readonly accounts: number;
  /** That went there, and of which nothing is known to have arrived. */
  readonly movements: number;
};

/** Chains that cases have reached and could not read, or to which money has left, and for which nothing is configured. */
export async function checkReachedChains(
  { pool }: Database,
  providers: Pick<Providers, 'poolOf'>,
): Promise<readonly Finding[]> {
  const { rows: tables } = await pool.query("select where to_regclass('cases.links') is not null");
  // An embedded server may not have been used yet.
  if (tables.length === 0) return [];
  const { rows } = await pool.query<Reached>(`
    select r.chain, count(distinct c.id)::integer as cases, count(r.address)::integer as accounts,
      count(distinct (c.id, r.protocol, r.key)) filter (where r.key is not null)::integer as movements
    from cases.cases c
    join (
      select a.case_id, ch.caip2 as chain, a.address, null as protocol, null as key
      from cases.accounts a join facts.chains ch on ch.id = a.chain_id where a.state = 'unavailable'
      union all
      select l.case_id, b.to_chain, null, l.protocol, l.key
      from cases.links l join cases.cases k on k.id = l.case_id
      join facts.bridge_legs b on b.space_id = k.space_id and b.protocol = l.protocol and b.key = l.key and b.side = 'source'
      where l.state in ('waiting', 'unavailable') and b.to_chain is not null) r on r.case_id = c.id
    where c.status <> 'cancelled' and c.source ? 'chain' and c.source ->> 'chain' <> r.chain
    group by r.chain order by r.chain`);
  return rows.flatMap((reached) => {
    const { chain } = reached;
    return isTraceable(chain) && providers.poolOf(chain) === undefined ? findingOf(chain, reached) : [];
  });
}

function findingOf(chain: ChainId, { cases, accounts, movements }: Reached): Finding {
  const { name } = chainInfo(chain);
  const consequences = [
    ...(accounts === 0
      ? []
      : [`What ${accounts === 1 ? 'an account' : `${accounts} accounts`} there received is followed no further.`]),
    ...(movements === 0
      ? []
      : [
          `Whether ${movements === 1 ? 'a movement' : `${movements} movements`} to there arrived is not looked for on the chain.`,
        ]),
  ];
  return findingsAbout(chain).warn(
    'reached',
    `${cases === 1 ? 'a case has' : `${cases} cases have`} reached ${name}, for which nothing is configured`,
    {
      consequence: consequences.join(' '),
      remedy: `Set ${sourceVariables(chain)} for it, then run fundtrail case resume.`,
    },
  );
}
