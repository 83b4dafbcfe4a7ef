import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { AnswerCache } from '@fundtrail/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Below this, compressing saves no page. */
const PACKED_FROM_BYTES = 1_024;
/** As stored. Receipts and logs deflate to about a tenth: this is some 80 MB of them, more than any single answer that is worth keeping. */
const LARGEST_BYTES = 8 * 1024 * 1024;

const pack = promisify(deflate);
const unpack = promisify(inflate);

export type AnswerCacheOptions = {
  /** Largest body that is kept, in bytes as stored. */
  readonly largestBytes?: number;
};

/** Keeps answers in a table, compressed where they are large. One statement a look-up, one to keep. */
export function createAnswerCache({ db }: Pick<Database, 'db'>, options: AnswerCacheOptions = {}): AnswerCache {
  const largest = options.largestBytes ?? LARGEST_BYTES;
  return {
    get: async (key) => {
      const row = await db
        .selectFrom('ops.answers')
        .select(['body', 'packed'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return (row.packed ? await unpack(row.body) : row.body).toString('utf8');
    },
    put: async (key, text) => {
      const plain = Buffer.from(text, 'utf8');
      const packed = plain.byteLength >= PACKED_FROM_BYTES;
      const body = packed ? await pack(plain) : plain;
      if (body.byteLength > largest) return;
      await db
        .insertInto('ops.answers')
        .values({ key, body, packed })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ body, packed, stored_at: sql`now()` }))
        .execute();
    },
  };
}
