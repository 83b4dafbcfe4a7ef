import { address, COMMON_COLUMNS, caip10, caip19, ORIGIN_UNITS, units } from './parts.ts';
import type { View } from './views.ts';

/** Kinds that swallow what they receive; on accounts of the other kinds it rests. */
const ABSORBED = "a.terminal_kind in ('exchange', 'mixer', 'bridge_pending', 'hub', 'burn')";

export const TERMINALS: View = {
  name: 'terminals',
  comment:
    'Where the trail of a case ends, always with a reason: one row per account (on UTXO chains: output) and asset at which tainted value ended or rests, and per asset for fees and for what was dispersed; one row per policy. Amounts are whole numbers in base units.',
  query: `
    select a.case_id,
      l.policy,
      l.policy = k.policies[1] as lead,
      coalesce(a.terminal_kind, 'resting') as kind,
      a.terminal_entity as entity,
      a.terminal_reason as reason,
      c.caip2 as chain,
      ${address('a.address', 'a.owner')} as address,
      ${caip10('a.address', 'a.owner')} as account,
      ${caip19('a.asset')} as asset,
      (case when ${ABSORBED} then l.received else l.resting end)::numeric(78,0) as tainted,
      ${units('a.case_id')} as origin_units,
      case when ${ABSORBED} then l.origin_received else l.origin_resting end as origin,
      a.hops,
      to_timestamp(a.first_time) as first_time
    from derived.accounts a
    join derived.ledger l using (case_id, chain_id, address, asset)
    join cases.cases k on k.id = a.case_id
    join facts.chains c on c.id = a.chain_id
    where a.terminal_kind is distinct from 'dispersed' and case when ${ABSORBED} then l.received else l.resting end > 0
    union all
    select t.case_id, t.policy, t.policy = k.policies[1], t.kind, null, null, split_part(t.asset, '/', 1), null, null,
      t.asset, t.amount, null, null, null, null
    from derived.totals t
    join cases.cases k on k.id = t.case_id
    where t.measure = 'tainted' and t.kind in ('fee', 'dispersed') and t.amount > 0`,
  columns: {
    ...COMMON_COLUMNS,
    kind: 'exchange, mixer, bridge_pending, hub, contract, burn, budget, unavailable, resting, fee or dispersed',
    entity: 'Whose account it is, where a label tells',
    reason: 'Why the trail ends here, in words',
    chain: 'CAIP-2 id of the chain',
    address:
      'Address: lower-case hex with 0x, on UTXO chains as it is written there; null for fee and dispersed, which are sums',
    account: 'The same as CAIP-10 id',
    asset: 'The asset as CAIP-19 id',
    tainted: 'Tainted base units that ended here',
    origin_units: `${ORIGIN_UNITS}; null for fee and dispersed, whose origin case_summary has`,
    origin: 'The same counted in what was stolen; see origin_units',
    hops: 'Fewest flows between a seed and this account',
    first_time: 'Time of the block in which it first received tainted value',
  },
};
