import { address, COMMON_COLUMNS, caip10, caip19, coinPlace, coinTx, hash, ORIGIN_UNITS, units } from './parts.ts';
import type { View } from './views.ts';

export const TAINTED_OUTPUTS: View = {
  name: 'tainted_outputs',
  comment:
    'Every output of a UTXO chain that ever received tainted value in a case; one row per policy. Amounts are whole numbers in base units (satoshi).',
  query: `
    select a.case_id,
      l.policy,
      l.policy = k.policies[1] as lead,
      c.caip2 as chain,
      ${coinTx('a.address')} as tx,
      ${coinPlace('a.address')} as output,
      ${address('a.address', 'a.owner')} as address,
      ${caip10('a.address', 'a.owner')} as account,
      ${caip19('a.asset')} as asset,
      a.hops,
      a.first_block as block,
      to_timestamp(a.first_time) as time,
      ${hash('a.spent_by')} as spent_by,
      l.received::numeric(78,0) as received,
      l.resting::numeric(78,0) as resting,
      ${units('a.case_id')} as origin_units,
      l.origin_received,
      l.origin_resting,
      nullif(a.terminal_kind, 'resting') as terminal_kind,
      a.terminal_entity,
      a.terminal_reason
    from derived.accounts a
    join derived.ledger l using (case_id, chain_id, address, asset)
    join cases.cases k on k.id = a.case_id
    join facts.chains c on c.id = a.chain_id
    where c.caip2 like 'bip122:%'`,
  columns: {
    ...COMMON_COLUMNS,
    tx: 'Transaction that made the output',
    output: 'Place of the output in it, from 0; null where a transaction swallowed tainted value whole (a CoinJoin)',
    address: 'Address that its script stands for',
    account: 'The same as CAIP-10 id',
    asset: 'The asset as CAIP-19 id',
    hops: 'Fewest transactions between a seed and this output',
    block: 'Block of the transaction',
    time: 'Time of that block',
    spent_by: 'Transaction that spent it; null while it is unspent as far as was read',
    received: 'Tainted base units in it; under poison all of it',
    resting: 'Tainted base units while it is unspent; 0 where a service absorbed them',
    origin_units: ORIGIN_UNITS,
    origin_received: 'What it received, counted in what was stolen; see origin_units',
    origin_resting: 'What still rests in it, counted in what was stolen; see origin_units',
    terminal_kind: 'Why the trail ends here (exchange, mixer, dispersed …); null while the output is followed',
    terminal_entity: 'Whose it is, where a label tells',
    terminal_reason: 'The reason in words',
  },
};
