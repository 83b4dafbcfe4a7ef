import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@fundtrail/core';
import { type Database, migrate, openDatabase, startEmbeddedPostgres } from '@fundtrail/store';

export type RowsRun = {
  readonly what: string;
  readonly rows: number;
  readonly seconds: number;
  readonly rows_per_s: number;
};

export type RowsReport = { readonly machine: string; readonly date: string; readonly runs: readonly RowsRun[] };

/** Does the work once, which says how many rows it was about, and notes how long it took. */
export type Measure = (what: string, work: () => Promise<number>) => Promise<void>;

/** Measures over a migrated server of its own with its default, durable settings; prints a table, or one object with `json`. */
export async function benchRows(
  { json }: { readonly json: boolean },
  work: (database: Database, measure: Measure) => Promise<void>,
): Promise<RowsReport> {
  const logger = createLogger({ level: 'warn' });
  const dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, logger });
  const database = openDatabase({ connectionString: server.connectionString, logger, applicationName: 'bench' });
  const runs: RowsRun[] = [];
  try {
    await migrate(database);
    await work(database, async (what, measured) => {
      const began = performance.now();
      const rows = await measured();
      const seconds = (performance.now() - began) / 1_000;
      runs.push({ what, rows, seconds: Number(seconds.toFixed(3)), rows_per_s: Math.round(rows / seconds) });
    });
    const report = { machine: machineName(), date: new Date().toISOString(), runs };
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
    return report;
  } finally {
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function machineName(): string {
  return `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

function tableOf(report: RowsReport): string {
  const lines = report.runs.map(
    ({ what, rows, seconds, rows_per_s }) =>
      `${what.padEnd(44)} ${String(rows).padStart(9)} rows ${seconds.toFixed(2).padStart(8)} s ${String(rows_per_s).padStart(9)} rows/s`,
  );
  return `${report.machine}, ${report.date}\n${lines.join('\n')}\n`;
}
