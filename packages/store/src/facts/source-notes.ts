import type { ChainId, FactSpace } from '@fundtrail/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';

/** How far a source could see when it was last asked. */
export type Head = { readonly block: number; readonly time: number; readonly seenAt: Date };

/** Notes that a source does not offer a question at all. */
export async function writeSourceGap(
  { db }: Database,
  keys: Keys,
  space: FactSpace,
  gap: { readonly source: string; readonly question: string; readonly reason: string },
): Promise<void> {
  await db
    .insertInto('facts.source_gaps')
    .values({ space_id: await keys.spaceKey(space), ...gap })
    .onConflict((conflict) =>
      conflict.columns(['space_id', 'source', 'question']).doUpdateSet({ reason: gap.reason, seen_at: sql`now()` }),
    )
    .execute();
}

/** Questions that a source does not offer, with the reason it gave. */
export async function sourceGaps(
  { db }: Database,
  keys: Keys,
  space: FactSpace,
  source: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('facts.source_gaps')
    .select(['question', 'reason'])
    .where('space_id', '=', await keys.spaceKey(space))
    .where('source', '=', source)
    .orderBy('question')
    .execute();
  return new Map(rows.map((row) => [row.question, row.reason]));
}

/** Notes the head of a chain as a source sees it. It only moves forward. */
export async function writeHead(
  { db }: Database,
  keys: Keys,
  space: FactSpace,
  source: string,
  chain: ChainId,
  head: { readonly block: number; readonly time: number },
): Promise<void> {
  await db
    .insertInto('facts.heads')
    .values({
      space_id: await keys.spaceKey(space),
      source,
      chain_id: await keys.chainKey(chain),
      block: head.block,
      time: head.time,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['space_id', 'source', 'chain_id'])
        .doUpdateSet({ block: head.block, time: head.time, seen_at: sql`now()` })
        .where('facts.heads.block', '<=', head.block),
    )
    .execute();
}

export async function headOf(
  { db }: Database,
  keys: Keys,
  space: FactSpace,
  source: string,
  chain: ChainId,
): Promise<Head | undefined> {
  const row = await db
    .selectFrom('facts.heads')
    .select(['block', 'time', 'seen_at'])
    .where('space_id', '=', await keys.spaceKey(space))
    .where('source', '=', source)
    .where('chain_id', '=', await keys.chainKey(chain))
    .executeTakeFirst();
  return row === undefined ? undefined : { block: row.block, time: row.time, seenAt: row.seen_at };
}
