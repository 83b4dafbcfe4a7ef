import { createHash, randomBytes } from 'node:crypto';
import { InputError, NotFoundError } from '@fundtrail/core';
import type { Database } from '@fundtrail/store';
import { sql } from 'kysely';

/** A key as listed: never the key itself, of which only a digest is stored. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
};

export type ApiKeys = {
  /** Makes a key; the returned `key` is shown this once and cannot be read again. @throws InputError without a name */
  create(name: string): Promise<{ readonly id: string; readonly key: string }>;
  list(): Promise<readonly ApiKey[]>;
  /** @throws NotFoundError */
  revoke(id: string): Promise<void>;
  /** The id of a valid key, or undefined. */
  verify(key: string): Promise<string | undefined>;
};

/** 32 random bytes: too many to guess, so a plain digest without salt is enough. */
const KEY_BYTES = 32;
const KEY_FORM = /^ftk_[A-Za-z0-9_-]{43}$/;

export function createApiKeys(database: Database): ApiKeys {
  const { db } = database;
  return {
    create: async (name) => {
      if (name.trim() === '')
        throw new InputError('a key needs a name', { field: 'name' }, { remedy: 'Say who or what will use it.' });
      const id = randomBytes(5).toString('hex');
      const key = `ftk_${randomBytes(KEY_BYTES).toString('base64url')}`;
      await sql`insert into ops.api_keys (id, name, hash) values (${id}, ${name.trim()}, ${digest(key)})`.execute(db);
      return { id, key };
    },

    list: async () => {
      const { rows } = await sql<{
        id: string;
        name: string;
        created_at: Date;
        last_used_at: Date | null;
        revoked_at: Date | null;
      }>`
        select id, name, created_at, last_used_at, revoked_at from ops.api_keys order by created_at, id`.execute(db);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        created_at: row.created_at.toISOString(),
        last_used_at: row.last_used_at?.toISOString() ?? null,
        revoked_at: row.revoked_at?.toISOString() ?? null,
      }));
    },

    revoke: async (id) => {
      const result =
        await sql`update ops.api_keys set revoked_at = coalesce(revoked_at, now()) where id = ${id}`.execute(db);
      if ((result.numAffectedRows ?? 0n) === 0n)
        throw new NotFoundError(`there is no key ${id}`, { remedy: 'See `fundtrail key list`.' });
    },

    verify: async (key) => {
      if (!KEY_FORM.test(key)) return undefined;
      // Used keys are noted once a minute: requests side by side would otherwise wait for each other's note.
      const { rows } = await sql<{ id: string }>`
        with known as (select id, last_used_at from ops.api_keys where hash = ${digest(key)} and revoked_at is null),
          noted as (
            update ops.api_keys set last_used_at = now()
            where id in (select id from known where last_used_at is null or last_used_at < now() - interval '1 minute'))
        select id from known`.execute(db);
      return rows[0]?.id;
    },
  };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
