import { type Account, type AccountId, accountId, type Label } from '@fundtrail/core';
import { addressFromBytes } from '../bytes.ts';
import type { Database } from '../database.ts';
import { bytesArray, plainArray, textArray } from '../facts/array-literal.ts';
import { createKeys } from '../keys.ts';
import { withTransaction } from '../transaction.ts';
import { allLabels } from './all-labels.ts';

export type LabelImport = { readonly inserted: number; readonly updated: number; readonly removed: number };

/** Labels, in named sets: `default`, or the sha256 of a file given for single cases. */
export type LabelStore = {
  /**
   * Brings labels into a set, all or nothing. A label is known by account, category and source: the same again changes
   * nothing, another entity or confidence replaces. `replace` also removes what the import does not have.
   */
  importSet(name: string, labels: readonly Label[], mode?: 'merge' | 'replace'): Promise<LabelImport>;
  /** What the sets say of these accounts, surest first; an account without a label is absent. */
  labelsOf(setIds: readonly number[], accounts: readonly Account[]): Promise<ReadonlyMap<AccountId, readonly Label[]>>;
  /** Everything the sets say, by account: for replays, which may look up any account. */
  allLabels(setIds: readonly number[]): Promise<ReadonlyMap<AccountId, readonly Label[]>>;
  /** Changes whenever one of the sets does. */
  version(setIds: readonly number[]): Promise<string>;
  /** The set's number; made on first use. */
  setId(name: string): Promise<number>;
};

const BATCH_ROWS = 1_000;

export function createLabelStore(database: Database): LabelStore {
  const { db, pool } = database;
  const keys = createKeys(database);

  const setId = async (name: string): Promise<number> => {
    const find = () => db.selectFrom('facts.label_sets').select('id').where('name', '=', name).executeTakeFirst();
    const known = await find();
    if (known !== undefined) return known.id;
    await db
      .insertInto('facts.label_sets')
      .values({ name })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await find())?.id ?? (await setId(name));
  };

  return {
    setId,
    version: async (setIds) => {
      const { rows } = await pool.query<{ version: string }>(VERSION, [plainArray(setIds)]);
      return rows[0]?.version ?? '';
    },
    allLabels: (setIds) => allLabels(database, setIds),
    importSet: async (name, labels, mode = 'merge') => {
      const set = await setId(name);
      const rows = onceEach(labels);
      const chainKeys = await keys.chainKeys(rows.map(({ chain }) => chain));
      const columnsOf = (batch: readonly Label[]): unknown[] => [
        set,
        plainArray(batch.map(({ chain }) => chainKeys.get(chain) ?? 0)),
        bytesArray(batch.map(({ address }) => address)),
        textArray(batch.map(({ category }) => category)),
        textArray(batch.map(({ source }) => source)),
      ];
      return await withTransaction(database, async (client) => {
        // One import of a set at a time: `replace` must see what it removes.
        await client.query('select from facts.label_sets where id = $1 for update', [set]);
        const removed = mode === 'replace' ? ((await client.query(REMOVE_OTHERS, columnsOf(rows))).rowCount ?? 0) : 0;
        let inserted = 0;
        let updated = 0;
        for (let start = 0; start < rows.length; start += BATCH_ROWS) {
          const batch = rows.slice(start, start + BATCH_ROWS);
          const written = await client.query<{ fresh: boolean }>(WRITE, [
            ...columnsOf(batch),
            textArray(batch.map(({ entity }) => entity)),
            plainArray(batch.map(({ confidence }) => confidence)),
          ]);
          const fresh = written.rows.filter((row) => row.fresh).length;
          inserted += fresh;
          updated += written.rows.length - fresh;
        }
        if (inserted + updated + removed > 0) await client.query(CHANGE, [set]);
        return { inserted, updated, removed };
      });
    },
    labelsOf: async (setIds, accounts) => {
      const found = new Map<AccountId, Label[]>();
      if (setIds.length === 0 || accounts.length === 0) return found;
      const chainKeys = await keys.chainKeys(accounts.map(({ chain }) => chain));
      const chains = new Map([...chainKeys].map(([chain, key]) => [key, chain]));
      const { rows } = await pool.query<LabelRow>(READ, [
        plainArray(setIds),
        plainArray(accounts.map(({ chain }) => chainKeys.get(chain) ?? 0)),
        bytesArray(accounts.map(({ address }) => address)),
      ]);
      for (const { chain_id, address: bytes, ...rest } of rows) {
        const chain = chains.get(chain_id) ?? '';
        const address = addressFromBytes(bytes);
        const id = accountId(chain, address);
        const label: Label = { chain, address, ...rest };
        const labels = found.get(id);
        if (labels === undefined) found.set(id, [label]);
        else labels.push(label);
      }
      return found;
    },
  };
}

type LabelRow = {
  chain_id: number;
  address: Buffer;
  entity: string;
  category: string;
  confidence: number;
  source: string;
};

/** Within one import, a later label replaces an earlier one of the same key. */
function onceEach(labels: readonly Label[]): readonly Label[] {
  return [
    ...new Map(
      labels.map((label) => [JSON.stringify([label.chain, label.address, label.category, label.source]), label]),
    ).values(),
  ];
}

const KEY_UNNEST = 'unnest($2::smallint[], $3::bytea[], $4::text[], $5::text[]';

const VERSION = `/* labels: version of sets */
select string_agg(id || '.' || version, ' ' order by id) as version from facts.label_sets where id = any ($1::integer[])`;

const CHANGE = '/* labels: a set has changed */ update facts.label_sets set version = version + 1 where id = $1';

const REMOVE_OTHERS = `/* labels: remove what an import lacks */
delete from facts.labels l where l.set_id = $1::integer and not exists (
  select from ${KEY_UNNEST}) as n (chain_id, address, category, source)
  where (n.chain_id, n.address, n.category, n.source) = (l.chain_id, l.address, l.category, l.source))`;

const WRITE = `/* labels: write */
insert into facts.labels as l (set_id, chain_id, address, category, source, entity, confidence)
select $1::integer, n.* from ${KEY_UNNEST}, $6::text[], $7::smallint[]) as n (chain_id, address, category, source, entity, confidence)
on conflict (set_id, chain_id, address, category, source) do update
  set entity = excluded.entity, confidence = excluded.confidence, imported_at = now()
where (l.entity, l.confidence) is distinct from (excluded.entity, excluded.confidence)
returning (xmax = 0) as fresh`;

const READ = `/* labels: read */
select l.chain_id, l.address, l.entity, l.category, l.confidence, l.source
from (
  select distinct s.set_id, a.* from unnest($1::integer[]) as s (set_id), unnest($2::smallint[], $3::bytea[]) as a
) as a (set_id, chain_id, address)
join facts.labels l on l.set_id = a.set_id and l.chain_id = a.chain_id and l.address = a.address
order by l.chain_id, l.address, l.confidence desc, l.category, l.source, l.set_id desc`;
