import { COMMON_COLUMNS, ORIGIN_UNITS, units } from './parts.ts';
import type { View } from './views.ts';

type Side = 'source' | 'destination';

/** A transaction as it is written on its chain, out of its stored form. */
const tx = (side: Side) =>
  `case when x.${side}_chain like 'bip122:%' then substr(x.${side}_tx, 3) else x.${side}_tx end`;

/** Of chains that are not known here nothing says how their native asset is named in CAIP-19: then the asset stands as it is. */
const asset = (side: Side, chain: string) => `case
        when x.${side}_asset = 'native' then coalesce(x.${side}_chain || '/slip44:' || ${chain}.slip44, 'native')
        when x.${side}_asset like '0x%' then x.${side}_chain || '/erc20:' || x.${side}_asset
        else x.${side}_asset end`;

const sideColumns = (side: Side, chain: string) => `
      x.${side}_chain,
      ${tx(side)} as ${side}_tx,
      coalesce(x.${side}_owner, x.${side}_account) as ${side}_address,
      x.${side}_chain || ':' || coalesce(x.${side}_owner, x.${side}_account) as ${side}_account,
      ${asset(side, chain)} as ${side}_asset,
      x.${side}_amount::numeric(78,0) as ${side}_amount`;

const { chain: _chain, ...COMMON } = COMMON_COLUMNS;

export const TAINTED_CROSSINGS: View = {
  name: 'tainted_crossings',
  comment:
    'Tainted value that left a chain through a bridge, and where it arrived, came back, or is awaited: one row per arrival (one while there is none) and policy. Amounts are whole numbers in base units.',
  query: `
    select x.case_id,
      p.policy,
      p.place = 1 as lead,
      x.protocol,
      x.key,
      x.ordinal,
      encode(sha256(convert_to(x.protocol || ':' || x.key, 'UTF8')), 'hex') as link,
      x.proof,
      x.grade,
      x.confidence,
      x.state,${sideColumns('source', 's')},${sideColumns('destination', 'd')},
      x.tainted[p.place::integer] as tainted,
      u.units as origin_units,
      x.origin[(p.place::integer - 1) * cardinality(u.units) + 1 : p.place::integer * cardinality(u.units)] as origin,
      to_timestamp(x.first_time) as first_time,
      case when x.state = 'pending' then extract(epoch from now())::bigint - x.first_time end as age_seconds,
      x.reason,
      x.notes
    from derived.crossings x
    join cases.cases k on k.id = x.case_id
    cross join lateral unnest(k.policies) with ordinality as p (policy, place)
    left join facts.chains s on s.caip2 = x.source_chain
    left join facts.chains d on d.caip2 = x.destination_chain
    cross join lateral (select coalesce(${units('x.case_id')}, '{}') as units) u`,
  columns: {
    ...COMMON,
    protocol: 'Name of the bridge protocol',
    key: 'What both sides hold of the movement, unique within the protocol',
    ordinal: 'Place among the arrivals of the movement, from 0',
    link: 'Names the movement: the digest in its transit-<link> and arrival-<link>',
    proof:
      'How the sides are joined: K by a key that both hold, D derived from the source alone, A by an answer of the protocol, H by a heuristic',
    grade: 'on_chain, protocol_linked or heuristic',
    confidence: '0 to 100',
    state: 'pending, arrived, refunded, or refused where its key was used twice',
    source_chain: 'CAIP-2 id of the chain that it left',
    source_tx: 'Transaction in which it left',
    source_address:
      'Who sent it: lower-case hex with 0x, on UTXO chains as it is written there; null where it is not known',
    source_account: 'The same as CAIP-10 id',
    source_asset: 'What left, as CAIP-19 id',
    source_amount: 'Base units of it',
    destination_chain: 'Chain on which it arrived or came back; null while nothing is known to have',
    destination_tx: 'Transaction in which it arrived or came back',
    destination_address: 'Who got it: as source_address; on other chains as it is written there',
    destination_account: 'The same as CAIP-10 id',
    destination_asset: 'What arrived, as CAIP-19 id',
    destination_amount: 'Base units of it',
    tainted: 'Tainted base units: of what arrived or came back; while pending, of what left',
    origin_units: ORIGIN_UNITS,
    origin: 'The tainted part counted in what was stolen; see origin_units',
    first_time: 'Time of the block in which it left',
    age_seconds: 'Seconds since then, while it is pending',
    reason: 'Why it is pending or refused, in words',
    notes: 'Where key and amounts, accounts or assets disagree, and what else a reader should know',
  },
};
