import type { QueryExecutorProvider } from 'kysely';
import { createViews, FIRST_VIEWS } from '../views/views.ts';

/** What users may query: views in `public`, and a role that sees them and nothing else. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  await createViews(db, FIRST_VIEWS);
}
