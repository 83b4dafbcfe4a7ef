import { TOTAL_KINDS } from '@fundtrail/core';
import { COMMON_COLUMNS } from './parts.ts';
import type { View } from './views.ts';

const sumOf = (kind: string) =>
  `coalesce(sum(t.amount) filter (where t.measure = 'origin' and t.kind = '${kind}'), 0)::numeric(78,0)`;
const STOLEN = "coalesce(sum(t.amount) filter (where t.measure = 'stolen'), 0)::numeric(78,0)";

/** One column per kind of total, named like the kind. */
const KIND_COLUMNS: Readonly<Record<(typeof TOTAL_KINDS)[number], string>> = {
  resting: 'Stolen base units that rest on accounts that are followed',
  fee: 'Stolen base units paid for transactions',
  dispersed: 'Stolen base units that went below the floor',
  exchange: 'Stolen base units received by exchanges',
  mixer: 'Stolen base units received by mixers',
  bridge_pending: 'Stolen base units that entered a bridge and were not found on the other side',
  hub: 'Stolen base units received by accounts too busy to be one person',
  contract: 'Stolen base units locked in contracts',
  burn: 'Stolen base units destroyed',
  budget: "Stolen base units beyond the case's limits",
  unavailable: 'Stolen base units on accounts of which the source could not tell',
};

export const CASE_SUMMARY: View = {
  name: 'case_summary',
  comment:
    'Where the stolen value of each case is now: one row per policy and stolen asset. Every amount is counted in base units of that asset as stolen, whatever it was changed into since.',
  query: `
    select k.id as case_id,
      k.name,
      k.reference,
      k.status,
      k.status_reason,
      p.policy,
      p.place = 1 as lead,
      u.asset as unit,
      ${STOLEN} as stolen,
      ${TOTAL_KINDS.map((kind) => `${sumOf(kind)} as ${kind}`).join(',\n      ')},
      (${STOLEN} - coalesce(sum(t.amount) filter (where t.measure = 'origin'), 0))::numeric(78,0) as difference,
      (select count(distinct (a.chain_id, a.address)) from derived.accounts a where a.case_id = k.id) as tainted_accounts,
      k.created_at,
      k.finished_at
    from cases.cases k
    cross join lateral unnest(k.policies) with ordinality as p (policy, place)
    join derived.units u on u.case_id = k.id
    left join derived.totals t
      on t.case_id = k.id and t.policy = p.policy and t.asset = u.asset and t.measure in ('stolen', 'origin')
    group by k.id, p.policy, p.place, u.unit, u.asset`,
  columns: {
    ...columnsBut('chain'),
    name: 'Name of the case',
    reference: 'Reference of whoever ordered it',
    status: 'open, running, following, paused, done, cancelled or failed',
    status_reason: 'Why it is paused or failed',
    unit: 'CAIP-19 id of the stolen asset that the amounts of this row are counted in',
    stolen: 'Base units stolen',
    ...KIND_COLUMNS,
    difference: 'stolen minus the sum of the kinds: 0 for every policy but poison, which conserves nothing',
    tainted_accounts: 'Accounts that ever received tainted value in the case',
    created_at: 'When the case was made',
    finished_at: 'When tracing last came to its end',
  },
};

function columnsBut(left: keyof typeof COMMON_COLUMNS): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(COMMON_COLUMNS).filter(([name]) => name !== left));
}
