import type { SourceMemory } from '@fundtrail/core';
import type { Database } from '../database.ts';

/** What was found out about sources, for all hosts: the last word on a trait counts. */
export function createSourceMemory({ pool }: Pick<Database, 'pool'>): SourceMemory {
  return {
    get: async (source) => {
      const { rows } = await pool.query<{ trait: string; value: string }>(READ, [source]);
      return new Map(rows.map(({ trait, value }) => [trait, value]));
    },
    set: async (source, trait, value) => {
      await pool.query(WRITE, [source, trait, value]);
    },
  };
}

const READ = '/* sources: read traits */ select trait, value from facts.source_traits where source = $1 order by trait';

const WRITE = `/* sources: write a trait */
insert into facts.source_traits as t (source, trait, value) values ($1, $2, $3)
on conflict (source, trait) do update set value = excluded.value, seen_at = now()`;
