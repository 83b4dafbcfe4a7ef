import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A bench module exports a function that measures, prints (one JSON object with `json`), and settles. */
type BenchModule = Readonly<Record<string, ((options: { readonly json: boolean }) => Promise<unknown>) | undefined>>;

const ROOT = join(import.meta.dirname, '../..');
const BENCHES: Readonly<Record<string, { readonly path: string; readonly run: string }>> = {
  ledger: { path: 'packages/ledger/bench/ledger.ts', run: 'runLedgerBench' },
  ingest: { path: 'packages/store/bench/ingest.ts', run: 'runIngestBench' },
  ronin: { path: 'packages/tracer/bench/ronin.ts', run: 'runRoninBench' },
};
const USAGE_EXIT_CODE = 2;

const args = process.argv.slice(2);
const [name = '', ...others] = args.filter((arg) => arg !== '--json');
const bench = BENCHES[name];
if (bench === undefined || others.length > 0) {
  process.stderr.write(`Usage: ./scripts/bench ${Object.keys(BENCHES).join('|')} [--json]\n`);
  process.exit(USAGE_EXIT_CODE);
}
const file = join(ROOT, bench.path);
if (!existsSync(file)) throw new Error(`${bench.path} is missing`);
const run = ((await import(file)) as BenchModule)[bench.run];
if (run === undefined) throw new Error(`${bench.path} does not export ${bench.run}`);
await run({ json: args.includes('--json') });
