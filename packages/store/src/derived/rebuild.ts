import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { createViews } from '../views/views.ts';
import { createDerived } from './tables.ts';

/** Drops everything derived, in all cases, and makes it anew and empty. The next replay of each case fills it from the facts. */
export async function rebuildDerived({ db }: Pick<Database, 'db'>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`drop schema derived cascade`.execute(transaction);
    await createDerived(transaction);
    await createViews(transaction);
  });
}
