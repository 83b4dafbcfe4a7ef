import type { ChainName, FactSpace } from '@fundtrail/core';
import type { Database } from '../database.ts';
import { maybeArray, textArray } from '../facts/array-literal.ts';
import type { Keys } from '../keys.ts';
import { storable } from '../storable.ts';
import type { LinkRef } from './read-legs.ts';

/**
 * `waiting`: asked for again when it is due. `found`: the other side is stored; when it is taken back, it is waited for anew.
 * `gave_up`, `unavailable` (nothing can be asked on that chain): not asked for again until somebody sets it to waiting.
 */
export type SearchState = 'waiting' | 'found' | 'gave_up' | 'unavailable';

/** A movement whose other side is sought. */
export type NewSearch = LinkRef & {
  readonly side: 'source' | 'destination';
  /** Where it is sought, as far as that is known. */
  readonly chain: ChainName | undefined;
  readonly firstAsked: Date;
  readonly nextAskAt: Date;
};

export type LinkSearch = NewSearch & {
  readonly state: SearchState;
  /** How often it was claimed. */
  readonly attempts: number;
  readonly searchedToBlock: number | undefined;
  readonly reason: string | undefined;
};

/** What asking came to. Left out: as it was. */
export type SearchOutcome = LinkRef & {
  readonly state: SearchState;
  /** As it was claimed: where it was claimed again since, or reopened, the outcome is too late and dropped. Left out: whatever it is. */
  readonly attempts?: number;
  readonly nextAskAt?: Date;
  /** Last final block that was looked through: what can be taken back is to be looked through again. */
  readonly searchedToBlock?: number;
  /** Of the state; none when left out. */
  readonly reason?: string;
};

/** What was asked for of the other sides of movements. Times are the caller's clock. */
export type SearchStore = {
  /** Begins searches. One that is known stays as it is: what was found or given up is not asked for again. */
  put(space: FactSpace, searches: readonly NewSearch[]): Promise<void>;
  /** Those of some movements, by protocol and key. */
  of(space: FactSpace, links: readonly LinkRef[]): Promise<readonly LinkSearch[]>;
  /** Waiting ones that are due, the longest due first; takes none. */
  due(space: FactSpace, now: Date, limit: number): Promise<readonly LinkSearch[]>;
  /** When the next one is due; undefined while nothing waits. */
  nextDue(space: FactSpace): Promise<Date | undefined>;
  /**
   * Takes due ones, the longest due first: each counts an attempt and is due again after the lease, in case its taker dies. No two
   * take the same.
   */
  claim(
    space: FactSpace,
    take: { readonly now: Date; readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly LinkSearch[]>;
  /** Stores outcomes; of a movement that is not sought, nothing. */
  set(space: FactSpace, outcomes: readonly SearchOutcome[]): Promise<void>;
};

export function createSearchStore({ pool }: Pick<Database, 'pool'>, keys: Keys): SearchStore {
  const read = async (statement: string, parameters: readonly unknown[]): Promise<readonly LinkSearch[]> => {
    const { rows } = await pool.query<SearchRecord>(statement, [...parameters]);
    return rows.map(searchOf);
  };
  return {
    put: async (space, searches) => {
      if (searches.length === 0) return;
      await pool.query(PUT, [
        await keys.spaceKey(space),
        ...linkColumns(searches),
        textArray(searches.map(({ side }) => side)),
        textArray(searches.map(({ chain }) => chain)),
        timesArray(searches.map(({ firstAsked }) => firstAsked)),
        timesArray(searches.map(({ nextAskAt }) => nextAskAt)),
      ]);
    },
    of: async (space, links) =>
      links.length === 0 ? [] : await read(OF, [await keys.spaceKey(space), ...linkColumns(links)]),
    due: async (space, now, limit) => await read(DUE, [await keys.spaceKey(space), now, limit]),
    nextDue: async (space) => {
      const { rows } = await pool.query<{ next: Date | null }>(NEXT_DUE, [await keys.spaceKey(space)]);
      return rows[0]?.next ?? undefined;
    },
    claim: async (space, { now, limit, leaseMs }) =>
      await read(CLAIM, [await keys.spaceKey(space), now, limit, new Date(now.getTime() + leaseMs)]),
    set: async (space, outcomes) => {
      if (outcomes.length === 0) return;
      // Of several outcomes of one movement the last.
      const once = [...new Map(outcomes.map((one) => [JSON.stringify([one.protocol, one.key]), one])).values()];
      await pool.query(SET, [
        await keys.spaceKey(space),
        ...linkColumns(once),
        textArray(once.map(({ state }) => state)),
        maybeArray(once.map(({ attempts }) => attempts)),
        timesArray(once.map(({ nextAskAt }) => nextAskAt)),
        maybeArray(once.map(({ searchedToBlock }) => searchedToBlock)),
        textArray(once.map(({ reason }) => (reason === undefined ? undefined : storable(reason)))),
      ]);
    },
  };
}

function linkColumns(links: readonly LinkRef[]): readonly string[] {
  return [textArray(links.map(({ protocol }) => protocol)), textArray(links.map(({ key }) => storable(key)))];
}

function timesArray(times: readonly (Date | undefined)[]): string {
  return textArray(times.map((time) => time?.toISOString()));
}

type SearchRecord = {
  protocol: string;
  key: string;
  side: NewSearch['side'];
  chain: string | null;
  state: SearchState;
  attempts: number;
  first_asked: Date;
  next_ask_at: Date;
  searched_to_block: number | null;
  reason: string | null;
};

function searchOf(row: SearchRecord): LinkSearch {
  return {
    protocol: row.protocol,
    key: row.key,
    side: row.side,
    chain: row.chain ?? undefined,
    state: row.state,
    attempts: row.attempts,
    firstAsked: row.first_asked,
    nextAskAt: row.next_ask_at,
    searchedToBlock: row.searched_to_block ?? undefined,
    reason: row.reason ?? undefined,
  };
}

const COLUMNS =
  's.protocol, s.key, s.side, s.chain, s.state, s.attempts, s.first_asked, s.next_ask_at, s.searched_to_block, s.reason';

const PUT = `/* bridges: put searches */
insert into facts.link_searches (space_id, protocol, key, side, chain, state, first_asked, next_ask_at)
select $1::smallint, n.protocol, n.key, n.side, n.chain, 'waiting', n.first_asked, n.next_ask_at
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
  as n (protocol, key, side, chain, first_asked, next_ask_at)
order by n.protocol, n.key on conflict do nothing`;

const OF = `/* bridges: searches of movements */
select ${COLUMNS} from (select distinct * from unnest($2::text[], $3::text[]) as n (protocol, key)) n
join facts.link_searches s on s.space_id = $1::smallint and s.protocol = n.protocol and s.key = n.key
order by s.protocol collate "C", s.key collate "C"`;

const DUE_ROWS = `from facts.link_searches s
  where s.space_id = $1::smallint and s.state = 'waiting' and s.next_ask_at <= $2::timestamptz
  order by s.next_ask_at, s.protocol, s.key limit $3::integer`;

const DUE = `/* bridges: searches that are due */ select ${COLUMNS} ${DUE_ROWS}`;

const NEXT_DUE = `/* bridges: when a search is due */
select min(next_ask_at) as next from facts.link_searches where space_id = $1::smallint and state = 'waiting'`;

const CLAIM = `/* bridges: claim searches */
with due as materialized (select s.protocol, s.key, s.next_ask_at ${DUE_ROWS} for update skip locked),
claimed as (
  update facts.link_searches s set attempts = s.attempts + 1, next_ask_at = $4::timestamptz
  from due d where s.space_id = $1::smallint and s.protocol = d.protocol and s.key = d.key
  returning s.*, d.next_ask_at as due_at
)
select ${COLUMNS} from claimed s order by s.due_at, s.protocol, s.key`;

const SET = `/* bridges: set searches */
update facts.link_searches s set state = n.state, reason = n.reason,
  next_ask_at = coalesce(n.next_ask_at, s.next_ask_at), searched_to_block = coalesce(n.searched_to_block, s.searched_to_block)
from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[], $7::bigint[], $8::text[])
  as n (protocol, key, state, attempts, next_ask_at, searched_to_block, reason)
where s.space_id = $1::smallint and s.protocol = n.protocol and s.key = n.key and (n.attempts is null or n.attempts = s.attempts)`;
