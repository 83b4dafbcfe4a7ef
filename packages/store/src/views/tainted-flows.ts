import {
  address,
  COMMON_COLUMNS,
  caip10,
  caip19,
  coinPlace,
  coinTx,
  contract,
  hash,
  ORIGIN_UNITS,
  units,
} from './parts.ts';
import type { View } from './views.ts';

export const TAINTED_FLOWS: View = {
  name: 'tainted_flows',
  comment:
    'Tainted value moved by one transaction from one account to another; one row per policy. Amounts are whole numbers in base units (wei, satoshi).',
  query: `
    select f.case_id,
      p.policy,
      p.place = 1 as lead,
      c.caip2 as chain,
      ${hash('f.tx_hash')} as tx,
      f.flow_index,
      f.block,
      f.tx_index,
      to_timestamp(f.time) as time,
      ${address('f.from_address', 'f.from_owner')} as from_address,
      ${caip10('f.from_address', 'f.from_owner')} as from_account,
      ${address('f.to_address', 'f.to_owner')} as to_address,
      ${caip10('f.to_address', 'f.to_owner')} as to_account,
      ${contract('f.asset')} as asset_address,
      ${caip19('f.asset')} as asset,
      f.amount::numeric(78,0) as amount,
      f.tainted[p.place::integer] as tainted,
      u.units as origin_units,
      f.origin[(p.place::integer - 1) * cardinality(u.units) + 1 : p.place::integer * cardinality(u.units)] as origin,
      f.legs,
      f.low_confidence,
      ${coinTx('f.from_address')} || ':' || ${coinPlace('f.from_address')} as from_output,
      ${coinTx('f.to_address')} || ':' || ${coinPlace('f.to_address')} as to_output
    from derived.flows f
    join cases.cases k on k.id = f.case_id
    cross join lateral unnest(k.policies) with ordinality as p (policy, place)
    join facts.chains c on c.id = f.chain_id
    cross join lateral (select coalesce(${units('f.case_id')}, '{}') as units) u`,
  columns: {
    ...COMMON_COLUMNS,
    tx: 'Hash of the transaction',
    flow_index: 'Place among the flows of the transaction, from 0',
    block: 'Block of the transaction',
    tx_index: 'Place of the transaction in its block',
    time: 'Time of the block',
    from_address: 'Payer: lower-case hex with 0x, on UTXO chains as it is written there',
    from_account: 'Payer as CAIP-10 id',
    to_address: 'Receiver: lower-case hex with 0x, on UTXO chains as it is written there',
    to_account: 'Receiver as CAIP-10 id',
    asset_address: "Contract of the token, lower-case hex with 0x; null for the chain's native asset",
    asset: 'The asset as CAIP-19 id',
    amount: 'Base units that moved, tainted or not',
    tainted: 'Tainted base units among them; 0 where only another policy sees taint',
    origin_units: ORIGIN_UNITS,
    origin: 'The tainted part counted in what was stolen; see origin_units',
    legs: 'Ids of the movements within the transaction that carried it',
    low_confidence: 'A conversion whose split lacked a price, or whose two sides differ much in worth',
    from_output: 'On UTXO chains the input that brought most of it, as <transaction>:<output>; legs has all of them',
    to_output:
      'On UTXO chains the output that received it, as <transaction>:<output>; null where a CoinJoin swallowed it',
  },
};
