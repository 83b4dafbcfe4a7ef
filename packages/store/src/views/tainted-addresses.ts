import { COMMON_COLUMNS, caip10, caip19, contract, hex, ORIGIN_UNITS, units } from './parts.ts';
import type { View } from './views.ts';

export const TAINTED_ADDRESSES: View = {
  name: 'tainted_addresses',
  comment:
    'Every account and asset that ever received tainted value in a case; one row per policy. Amounts are whole numbers in base units (wei and the like).',
  query: `
    select a.case_id,
      l.policy,
      l.policy = k.policies[1] as lead,
      c.caip2 as chain,
      ${hex('a.address')} as address,
      ${caip10('a.address')} as account,
      ${contract('a.asset')} as asset_address,
      ${caip19('a.asset')} as asset,
      a.hops,
      a.first_block,
      to_timestamp(a.first_time) as first_time,
      ${hex('a.first_tx')} as first_tx,
      l.received::numeric(78,0) as received,
      l.resting::numeric(78,0) as resting,
      ${units('a.case_id')} as origin_units,
      l.origin_received,
      l.origin_resting,
      nullif(a.terminal_kind, 'resting') as terminal_kind,
      a.terminal_entity,
      a.terminal_reason,
      a.gap::numeric(78,0) as gap
    from derived.accounts a
    join derived.ledger l using (case_id, chain_id, address, asset)
    join cases.cases k on k.id = a.case_id
    join facts.chains c on c.id = a.chain_id`,
  columns: {
    ...COMMON_COLUMNS,
    address: 'Address, lower-case hex with 0x',
    account: 'The same as CAIP-10 id',
    asset_address: "Contract of the token, lower-case hex with 0x; null for the chain's native asset",
    asset: 'The asset as CAIP-19 id',
    hops: 'Fewest flows between a seed and this account',
    first_block: 'Block in which it first received tainted value',
    first_time: 'Time of that block',
    first_tx: 'Transaction in which it first received tainted value',
    received: 'Tainted base units received, cumulative; under poison: all of every tainted receipt',
    resting: 'Tainted base units still held; 0 where a service absorbed them; under poison: the flagged balance',
    origin_units: ORIGIN_UNITS,
    origin_received: 'What was received, counted in what was stolen; see origin_units',
    origin_resting: 'What still rests, counted in what was stolen; see origin_units',
    terminal_kind:
      'Why the trail ends here (exchange, mixer, budget, unavailable, dispersed …); null while the account is followed',
    terminal_entity: 'Whose account it is, where a label tells',
    terminal_reason: 'The reason in words',
    gap: 'Base units that it paid out beyond what was seen coming in; null where nothing was missing',
  },
};
