import type { AnswerCache } from '@fundtrail/core';
import type { Database } from '../database.ts';

/** Keeps answers that can never change, for all hosts and for good. The first answer stored under a key stays. */
export function createAnswerCache({ db }: Pick<Database, 'db'>): AnswerCache {
  return {
    get: async (key) => {
      const row = await db.selectFrom('ops.answers').select('body').where('key', '=', key).executeTakeFirst();
      return row?.body;
    },
    put: async (key, body) => {
      await db
        .insertInto('ops.answers')
        .values({ key, body })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
