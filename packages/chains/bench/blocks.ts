import { readFileSync, statSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@fundtrail/core';
import { createFactStore, migrate, openDatabase, startEmbeddedPostgres } from '@fundtrail/store';
import { sharedData } from '@fundtrail/testkit';
import { decodeBlock } from '../src/bitcoin/raw/block.ts';
import { blockTransactions } from '../src/bitcoin/raw/block-transactions.ts';
import { coinbaseHeight } from '../src/bitcoin/raw/height.ts';
import { BITCOIN } from '../src/bitcoin/raw/networks.ts';
import { decodeSpentOutputs } from '../src/bitcoin/raw/spent-outputs.ts';
import { utxoFact } from '../src/bitcoin/utxo-fact.ts';
import { openDataset } from '../src/index.ts';

/** Long enough that the code is compiled and the clock's grain does not show. */
const RUN_MS = 3_000;
const WARM_UP_MS = 1_000;
const BYTES_PER_MB = 1_000_000;

export type BlocksRun = {
  readonly what: string;
  readonly bytes: number;
  readonly transactions: number;
  readonly legs: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly blocks_per_s: number;
  readonly transactions_per_s: number;
  readonly mb_per_s: number;
};

export type BlocksReport = { readonly machine: string; readonly date: string; readonly runs: readonly BlocksRun[] };

type Work = () => Promise<Counts> | Counts;
type Counts = { readonly blocks: number; readonly transactions: number; readonly legs: number };

/**
 * How fast facts come from raw blocks: each of three real ones decoded again and again, one with its spent outputs; the folder of all three as
 * a data set, checked and read; and the same with its facts copied into a PostgreSQL of its own with its default, durable settings.
 */
export async function runBlocksBench(options: { readonly json: boolean }): Promise<BlocksReport> {
  const folder = sharedData('bitcoin/blocks');
  if (folder === undefined) throw new Error('the raw blocks of the shared data are missing');
  const paths = ['block300025', 'block426884', 'block482683'].map((name) => join(folder, `${name}.raw`));
  const all = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const runs: BlocksRun[] = [];
  for (const path of paths) {
    const size = statSync(path).size;
    runs.push(await measure(`${path.slice(folder.length + 1)} to facts`, size, decoder(path)));
  }
  const logger = createLogger({ level: 'silent' });
  runs.push(
    await measure('data set, checked and read', all, async () => {
      const dataset = await openDataset(folder, { logger });
      let [transactions, legs] = [0, 0];
      for await (const batch of dataset.batches()) {
        transactions += batch.length;
        legs += batch.reduce((sum, fact) => sum + fact.legs.length, 0);
      }
      return { blocks: paths.length, transactions, legs };
    }),
    await inDatabase((copy) => measure('data set into PostgreSQL', all, copy), folder, paths.length),
  );
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const report = { machine, date: new Date().toISOString(), runs };
  print(report, options.json);
  return report;
}

function decoder(path: string): Work {
  const bytes = readFileSync(path);
  const undo = path.replace('.raw', '-undo.raw');
  const kept = statSync(undo, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(undo);
  return () => {
    const block = decodeBlock(bytes);
    const spent = kept === undefined ? undefined : decodeSpentOutputs(kept);
    const place = { chain: BITCOIN, height: coinbaseHeight(block) ?? 0, spent };
    const facts = blockTransactions(block, place).map(utxoFact);
    return { blocks: 1, transactions: facts.length, legs: facts.reduce((sum, { legs }) => sum + legs.length, 0) };
  };
}

/** Each round copies into a space of its own, as the first load of a data set does. */
async function inDatabase(run: (copy: Work) => Promise<BlocksRun>, folder: string, blocks: number): Promise<BlocksRun> {
  const logger = createLogger({ level: 'error' });
  const dataDir = await mkdtemp(join(tmpdir(), 'fundtrail-bench-'));
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, logger });
  const database = openDatabase({ connectionString: server.connectionString, logger, applicationName: 'bench' });
  let round = 0;
  try {
    await migrate(database);
    const facts = createFactStore(database);
    return await run(async () => {
      round += 1;
      const dataset = await openDataset(folder, { logger });
      const space = round.toString(16).padStart(64, '0');
      return { blocks, ...(await facts.copyTransactions(space, dataset.batches())) };
    });
  } finally {
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(what: string, bytes: number, work: Work): Promise<BlocksRun> {
  const repeat = async (milliseconds: number) => {
    const began = performance.now();
    let rounds = 0;
    let counts: Counts;
    do {
      counts = await work();
      rounds += 1;
    } while (performance.now() - began < milliseconds);
    return { counts, rounds, seconds: (performance.now() - began) / 1_000 };
  };
  await repeat(WARM_UP_MS);
  const { counts, rounds, seconds } = await repeat(RUN_MS);
  return {
    what,
    bytes,
    transactions: counts.transactions,
    legs: counts.legs,
    rounds,
    seconds: Math.round(seconds * 1_000) / 1_000,
    blocks_per_s: Math.round((counts.blocks * rounds * 10) / seconds) / 10,
    transactions_per_s: Math.round((counts.transactions * rounds) / seconds),
    mb_per_s: Math.round((bytes * rounds * 10) / seconds / BYTES_PER_MB) / 10,
  };
}

function print({ machine, date, runs }: BlocksReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, date, runs })}\n`);
    return;
  }
  const names = ['bytes', 'transactions', 'legs', 'rounds', 'seconds', 'blocks/s', 'tx/s', 'MB/s'];
  const lines = runs.map(({ what, ...figures }) => {
    const cells = Object.values(figures).map((figure) => figure.toLocaleString('en').padStart(13));
    return `${what.padEnd(28)}${cells.join('')}`;
  });
  const header = `${''.padEnd(28)}${names.map((name) => name.padStart(13)).join('')}`;
  process.stdout.write(`${machine}, ${date}\n${header}\n${lines.join('\n')}\n`);
}
