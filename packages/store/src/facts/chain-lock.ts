import type pg from 'pg';

/** First half of the advisory lock's key; the second is space and chain. */
const LOCK = 0x66616b74;

/**
 * Until the transaction ends, nobody takes facts of these chains back: a leg that is written joins a transaction that is
 * there. Writers do not wait for each other.
 */
export async function shareChains(client: pg.PoolClient, space: number, chains: Iterable<number>): Promise<void> {
  const keys = [...new Set(chains)].sort((a, b) => a - b).map((chain) => keyOf(space, chain));
  await client.query(
    '/* facts: share chains */ select pg_advisory_xact_lock_shared($1, k) from unnest($2::integer[]) k',
    [LOCK, keys],
  );
}

/** Until the transaction ends, nobody else writes or takes back facts of this chain. */
export async function holdChain(client: pg.PoolClient, space: number, chain: number): Promise<void> {
  await client.query('/* facts: hold a chain */ select pg_advisory_xact_lock($1, $2)', [LOCK, keyOf(space, chain)]);
}

/** Both are positive smallints. */
function keyOf(space: number, chain: number): number {
  return space * 0x8000 + chain;
}
