/** SQL over a watch `w`: the placement `p` that took it up; none for one that was not taken up yet. */
export const PLACED = `cross join lateral (
    select n.since_block from facts.placements n
    where n.chain_id = w.chain_id and n.source = w.source and n.up_to_seq >= w.seq order by n.up_to_seq limit 1) p`;

/** SQL over a placement `p` and its follow `f`: the blocks that were read and matched against the watch. */
export const FOLLOWED = "int8multirange(int8range(p.since_block, f.block, '[]'))";

/** SQL: the first of them that was not final when the source was last heard; null where all were. */
export const FOLLOWED_PROVISIONAL =
  'case when coalesce(f.finalized, -1) < f.block then greatest(f.finalized + 1, p.since_block) end';

/**
 * SQL: all that is known of an account `a (space_id, chain_id, address)` from the sources of a text[], or from any, as rows `v (source,
 * kind, complete, provisional_from, lacks_status, lacks_from, lacks_to, lacks_reason)`: what was asked and answered, and what
 * following read since it matches blocks against the account. Both may tell of one source and kind; see `JOINED`.
 *
 * One look-up per account in both, said so that the planner has no other choice: a join would read a million watches.
 */
export function knownOf(sources?: string): string {
  const from = (source: string): string => (sources === undefined ? 'true' : `${source} = any(${sources})`);
  return `cross join lateral (
  select c.source, c.kind, c.complete, c.provisional_from, c.lacks_status, c.lacks_from, c.lacks_to, c.lacks_reason
  from facts.coverage c
  where c.space_id = a.space_id and c.chain_id = a.chain_id and c.address = a.address and ${from('c.source')}
  union all
  select f.source, k.kind, ${FOLLOWED}, ${FOLLOWED_PROVISIONAL}, null, null, null, null
  from facts.watches w
  join facts.follows f on f.chain_id = w.chain_id and f.source = w.source
  ${PLACED}
  cross join lateral unnest(f.kinds) as k (kind)
  where w.chain_id = a.chain_id and w.address = a.address and ${from('w.source')} and p.since_block <= f.block
    and a.space_id = (select id from facts.spaces where name = 'live')
  offset 0) v`;
}

/** SQL over a group of rows `v`: blocks of which everything is stored. */
export const JOINED = 'range_agg(v.complete)';

/** SQL over a group of rows `v`: the first of those blocks that none of the rows told as final; null where there is none. */
export const JOINED_PROVISIONAL = `lower(${JOINED} - range_agg(v.complete * ${upTo('v.provisional_from')}))`;

/** SQL: all blocks before one; all there are where it is null. */
export function upTo(block: string): string {
  return `int8multirange(int8range(null, ${block}))`;
}
