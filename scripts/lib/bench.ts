import { roninSets } from './bench-sets.ts';

type Bench = (options: { readonly json: boolean }) => Promise<unknown>;

/** A bench measures, prints a table (one JSON object with `json`), and settles. It is loaded only when it is asked for. */
const BENCHES: Readonly<Record<string, Bench>> = {
  ledger: async ({ json }) => {
    const { runLedgerBench } = await import('../../packages/ledger/bench/ledger.ts');
    await runLedgerBench({ json, sets: roninSets() });
  },
  backfill: async (options) => (await import('../../packages/chains/bench/backfill.ts')).runBackfillBench(options),
  coins: async (options) => (await import('../../packages/worker/bench/coins.ts')).runCoinsBench(options),
  coinjoins: async (options) =>
    (await import('../../packages/attribution/bench/coinjoins.ts')).runCoinJoinsBench(options),
  blocks: async (options) => (await import('../../packages/chains/bench/blocks.ts')).runBlocksBench(options),
  bridges: async (options) => (await import('../../packages/bridges/bench/bridges.ts')).runBridgesBench(options),
  explain: async (options) => (await import('../../packages/tracer/bench/explain.ts')).runExplainBench(options),
  ingest: async (options) => (await import('../../packages/store/bench/ingest.ts')).runIngestBench(options),
  store: async (options) => (await import('../../packages/store/bench/live.ts')).runLiveBench(options),
  coverage: async (options) => (await import('../../packages/tracer/bench/coverage.ts')).runCoverageBench(options),
  follow: async (options) => (await import('../../packages/worker/bench/follow.ts')).runFollowBench(options),
  ronin: async (options) => (await import('../../packages/worker/bench/ronin.ts')).runRoninBench(options),
};
const USAGE_EXIT_CODE = 2;

const args = process.argv.slice(2);
const [name = '', ...others] = args.filter((arg) => arg !== '--json');
const bench = BENCHES[name];
if (bench === undefined || others.length > 0) {
  process.stderr.write(`Usage: ./scripts/bench ${Object.keys(BENCHES).join('|')} [--json]\n`);
  process.exitCode = USAGE_EXIT_CODE;
} else {
  await bench({ json: args.includes('--json') });
}
