import type { Account, FactSpace } from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, maybeArray, plainArray, textArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';

/** An account of a protocol, on a chain that can be traced, that was learned of: a vault that comes and goes. */
export type ProtocolAccount = Account & {
  readonly protocol: string;
  /** What it is to the protocol, as rules name it (`Vault`). */
  readonly role: string;
  /** Who told it. */
  readonly source: string;
  /** Unix seconds. Undefined: since when is not known. */
  readonly from: number | undefined;
  /** Unix seconds, the last one in use. Undefined: still in use when it was last heard of. */
  readonly until: number | undefined;
};

export type ProtocolAccountStore = {
  /**
   * One that is known is known from the earliest time that was told on, from ever where one did not tell since when; until what the latest
   * told says, by its source.
   */
  learn(space: FactSpace, accounts: readonly ProtocolAccount[]): Promise<void>;
  /** All, or those in use at a time (unix seconds), by protocol, chain, address and role. */
  all(space: FactSpace, at?: number): Promise<readonly ProtocolAccount[]>;
};

export function createProtocolAccountStore({ pool }: Pick<Database, 'pool'>, keys: Keys): ProtocolAccountStore {
  return {
    learn: async (space, accounts) => {
      if (accounts.length === 0) return;
      const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
      const once = [...new Map(accounts.map((one) => [idOf(one), one])).values()];
      await pool.query(LEARN, [
        await keys.spaceKey(space),
        textArray(once.map(({ protocol }) => protocol)),
        plainArray(once.map(({ chain }) => chainKeys.get(chain) ?? 0)),
        bytesArray(once.map(({ address }) => address)),
        textArray(once.map(({ role }) => role)),
        textArray(once.map(({ source }) => source)),
        maybeArray(once.map(({ from }) => from)),
        maybeArray(once.map(({ until }) => until)),
      ]);
    },
    all: async (space, at) => {
      const { rows } = await pool.query<AccountRecord>(ALL, [await keys.spaceKey(space), at ?? null]);
      return rows.map((row) => ({
        protocol: row.protocol,
        chain: row.chain,
        address: addressFromBytes(row.address),
        role: row.role,
        source: row.source,
        from: row.from_time ?? undefined,
        until: row.until_time ?? undefined,
      }));
    },
  };
}

function idOf({ protocol, chain, address, role }: ProtocolAccount): string {
  return [protocol, chain, address, role].join(' ');
}

type AccountRecord = {
  protocol: string;
  chain: string;
  address: Buffer;
  role: string;
  source: string;
  from_time: number | null;
  until_time: number | null;
};

const EARLIEST =
  'case when a.from_time is null or excluded.from_time is null then null else least(a.from_time, excluded.from_time) end';

const LEARN = `/* bridges: learn accounts of protocols */
insert into facts.protocol_accounts as a (space_id, protocol, chain_id, address, role, source, from_time, until_time)
select $1::smallint, n.* from unnest($2::text[], $3::smallint[], $4::bytea[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
  as n (protocol, chain_id, address, role, source, from_time, until_time)
order by n.protocol, n.chain_id, n.address, n.role
on conflict (space_id, protocol, chain_id, address, role) do update set
  source = excluded.source, from_time = ${EARLIEST}, until_time = excluded.until_time
where (a.source, a.from_time, a.until_time) is distinct from (excluded.source, ${EARLIEST}, excluded.until_time)`;

const ALL = `/* bridges: accounts of protocols */
select a.protocol, c.caip2 as chain, a.address, a.role, a.source, a.from_time, a.until_time
from facts.protocol_accounts a join facts.chains c on c.id = a.chain_id
where a.space_id = $1::smallint
  and ($2::bigint is null or (coalesce(a.from_time <= $2, true) and coalesce(a.until_time >= $2, true)))
order by a.protocol collate "C", c.caip2 collate "C", a.address, a.role collate "C"`;
