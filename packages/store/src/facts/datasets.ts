import type { Database } from '../database.ts';

/** A data set that was loaded, or whose loading has begun. */
export type DatasetRecord = {
  /** Hex; also the name of its fact space. */
  readonly sha256: string;
  readonly name: string;
  /** Rows, bytes, what was skipped and why. */
  readonly report: unknown;
  /** When all of it was there; undefined before. */
  readonly loadedAt?: Date;
};

export async function writeDataset({ db }: Database, dataset: DatasetRecord): Promise<void> {
  const values = {
    name: dataset.name,
    report: JSON.stringify(dataset.report),
    loaded_at: dataset.loadedAt ?? null,
  };
  await db
    .insertInto('facts.datasets')
    .values({ sha256: dataset.sha256, ...values })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet(values))
    .execute();
}

export async function readDataset({ db }: Database, sha256: string): Promise<DatasetRecord | undefined> {
  const row = await db.selectFrom('facts.datasets').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    sha256: row.sha256,
    name: row.name,
    report: row.report,
    ...(row.loaded_at === null ? {} : { loadedAt: row.loaded_at }),
  };
}
