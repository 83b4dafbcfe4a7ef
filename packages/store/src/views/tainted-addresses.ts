import { address, COMMON_COLUMNS, caip10, caip19, contract, hash, ORIGIN_UNITS, units } from './parts.ts';
import type { View } from './views.ts';

/** What holds taint by itself, and its amounts. */
const ACCOUNTS = `select a.*, l.policy, l.received, l.resting, l.origin_received, l.origin_resting
  from derived.accounts a join derived.ledger l using (case_id, chain_id, address, asset)
  where a.owner is null`;

/** Coins, summed over their address. Where some are followed the address is; else the kind that came first counts. */
const OWNERS = `select a.case_id, a.chain_id, (array_agg(a.address order by a.first_block, a.address))[1] as address, a.asset, min(a.hops) as hops,
    min(a.first_block) as first_block, min(a.first_time) as first_time,
    (array_agg(a.first_tx order by a.first_block, a.address))[1] as first_tx,
    case when bool_or(coalesce(a.terminal_kind, 'resting') = 'resting') then null
      else (array_agg(a.terminal_kind order by a.first_block, a.address))[1] end as terminal_kind,
    (array_agg(a.terminal_entity order by a.first_block, a.address))[1] as terminal_entity,
    (array_agg(a.terminal_reason order by a.first_block, a.address))[1] as terminal_reason,
    null::base_units as gap, a.owner, null::bytea as spent_by,
    l.policy, sum(l.received) as received, sum(l.resting) as resting,
    facts.sum_arrays(l.origin_received) as origin_received, facts.sum_arrays(l.origin_resting) as origin_resting
  from derived.accounts a join derived.ledger l using (case_id, chain_id, address, asset)
  where a.owner is not null
  group by a.case_id, a.chain_id, a.owner, a.asset, l.policy`;

function account(rows: string): string {
  return `
    select a.case_id,
      a.policy,
      a.policy = k.policies[1] as lead,
      c.caip2 as chain,
      ${address('a.address', 'a.owner')} as address,
      ${caip10('a.address', 'a.owner')} as account,
      ${contract('a.asset')} as asset_address,
      ${caip19('a.asset')} as asset,
      a.hops,
      a.first_block,
      to_timestamp(a.first_time) as first_time,
      ${hash('a.first_tx')} as first_tx,
      a.received::numeric(78,0) as received,
      a.resting::numeric(78,0) as resting,
      ${units('a.case_id')} as origin_units,
      a.origin_received,
      a.origin_resting,
      nullif(a.terminal_kind, 'resting') as terminal_kind,
      a.terminal_entity,
      a.terminal_reason,
      a.gap::numeric(78,0) as gap
    from (${rows}) a
    join cases.cases k on k.id = a.case_id
    join facts.chains c on c.id = a.chain_id`;
}

export const TAINTED_ADDRESSES: View = {
  name: 'tainted_addresses',
  comment:
    'Every account and asset that ever received tainted value in a case; one row per policy. On UTXO chains an account is an address, summed over its outputs; tainted_outputs has each. Amounts are whole numbers in base units (wei, satoshi).',
  query: `${account(ACCOUNTS)} union all ${account(OWNERS)}`,
  columns: {
    ...COMMON_COLUMNS,
    address: 'Address: lower-case hex with 0x, on UTXO chains as it is written there',
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
