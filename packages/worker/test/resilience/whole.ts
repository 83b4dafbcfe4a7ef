import type { Database } from '@fundtrail/store';

/**
 * What is wrong with a case's derived tables as they stand at one moment; empty when they are one whole: every sum closes,
 * the ledger's rows add up to the totals, and every flow ends at an account that is there.
 */
export async function findTears({ pool }: Database, caseId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ tear: string }>(TEARS, [caseId]);
  return rows.map((row) => row.tear);
}

/** One statement sees one state of the database. */
const TEARS = `
with closing as (
  select policy, asset, sum(amount) filter (where measure = 'stolen') as stolen, sum(amount) filter (where measure = 'origin') as accounted
  from derived.totals where case_id = $1 and measure in ('stolen', 'origin') group by policy, asset
), resting as (
  select l.policy, u.asset, sum(l.origin_resting[u.unit + 1]) as rows
  from derived.ledger l join derived.accounts a using (case_id, chain_id, address, asset)
    join derived.units u using (case_id)
  where l.case_id = $1 and (a.terminal_kind is null or a.terminal_kind = 'resting') group by l.policy, u.asset
)
select format('%s %s: %s stolen, %s accounted for', policy, asset, stolen, accounted) as tear
from closing where stolen is distinct from accounted
union all
select format('%s %s: %s rest by rows, %s by totals', r.policy, r.asset, r.rows, t.amount)
from resting r left join derived.totals t
  on t.case_id = $1 and t.measure = 'origin' and t.kind = 'resting' and t.policy = r.policy and t.asset = r.asset
where r.rows is distinct from t.amount
union all
select format('flow %s/%s ends nowhere', encode(f.tx_hash, 'hex'), f.flow_index)
from derived.flows f left join derived.accounts a
  on a.case_id = f.case_id and a.chain_id = f.chain_id and a.address = f.to_address and a.asset = f.asset
where f.case_id = $1 and a.case_id is null`;
