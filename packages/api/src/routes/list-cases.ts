import { InputError, NotFoundError } from '@fundtrail/core';
import type { Cases, CaseView } from '@fundtrail/tracer';

export type CasePage = { readonly items: readonly CaseView[]; readonly next_cursor: string | null };

const CURSOR = /^[0-9a-z]{1,32}$/;

/** Cases, oldest first; the cursor is the id of the last one of the page before. @throws InputError for another cursor */
export async function listCases(
  cases: Cases,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<CasePage> {
  if (cursor !== undefined) await checkCursor(cases, cursor);
  const found = await cases.list({ limit: limit + 1, ...(cursor === undefined ? {} : { after: cursor }) });
  const items = found.slice(0, limit);
  return { items, next_cursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

async function checkCursor(cases: Cases, cursor: string): Promise<void> {
  const fault = new InputError(
    'the cursor is not one of ours',
    { field: 'cursor' },
    { remedy: 'Use next_cursor of the page before, as it is.' },
  );
  if (!CURSOR.test(cursor)) throw fault;
  try {
    await cases.show(cursor);
  } catch (error) {
    throw error instanceof NotFoundError ? fault : error;
  }
}
