import { accountId, type BlockHeader, LIVE_SPACE, TRANSFER_KINDS, type TransactionFact } from '@fundtrail/core';
import { createCaseStore, createFactStore, createFollowStore, type Database } from '@fundtrail/store';
import { addressOf, madeSet } from './made-set.ts';
import { benchRows, type Measure, type RowsReport } from './rows-bench.ts';

export type LiveBenchOptions = { readonly json: boolean; readonly watches?: number };

const DEFAULT_WATCHES = 1_000_000;
const CHAIN = 'eip155:1';
const KEY = { chain: CHAIN, source: 'rpc:bench' };
const LEASE_MS = 3_600_000;
/** Addresses per statement when watches are added, and per page when they are read. */
const PAGE = 50_000;
const CASE_ACCOUNTS = 10_000;
/** Of every block what a busy one might touch. */
const TOUCHED_PER_BLOCK = 50;
const BLOCKS = 200;
const FIRST_BLOCK = 20_000_000;
/** All parties of a full block. */
const BLOCK_PARTIES = 2_000;

/** What following costs the database with as many watches as the largest installation has. */
export function runLiveBench(options: LiveBenchOptions): Promise<RowsReport> {
  return benchRows(options, (database, measure) => measureLive(database, measure, options.watches ?? DEFAULT_WATCHES));
}

async function measureLive(database: Database, measure: Measure, watches: number): Promise<void> {
  const facts = createFactStore(database);
  const follow = createFollowStore(database);
  const fence = (await follow.lead(KEY, 'bench', LEASE_MS))?.fence ?? 0;
  await follow.begin(KEY, fence, headerOf(0), TRANSFER_KINDS);
  const addresses = Array.from({ length: watches }, (_, n) => addressOf(n));
  const accounts = addresses.slice(0, CASE_ACCOUNTS).map((address) => ({ chain: CHAIN, address }));
  const sources = [KEY.source, 'explorer:bench'];

  await measure('watch', async () => {
    for (let start = 0; start < watches; start += PAGE) {
      await follow.watch(database.db, KEY, addresses.slice(start, start + PAGE));
    }
    return watches;
  });
  let lastSeq = 0;
  await measure('watchesAfter, all in pages', async () => {
    let read = 0;
    for (;;) {
      const page = await follow.watchesAfter(KEY, lastSeq, PAGE);
      read += page.length;
      lastSeq = page.at(-1)?.seq ?? lastSeq;
      if (page.length < PAGE) return read;
    }
  });
  await measure('placeWatches, all', async () => {
    await follow.placeWatches(KEY, fence, lastSeq, FIRST_BLOCK + 1);
    return watches;
  });
  await database.pool.query('analyze');
  await measure(`advance, blocks of ${TOUCHED_PER_BLOCK} transactions`, async () => {
    const set = madeSet(BLOCKS * TOUCHED_PER_BLOCK);
    for (let n = 1; n <= BLOCKS; n += 1) await follow.advance(KEY, fence, stepOf(n, take(set, TOUCHED_PER_BLOCK)));
    return BLOCKS;
  });
  await measure('writeCoverage', async () => {
    const coverage = accounts.flatMap((account) =>
      TRANSFER_KINDS.map((kind) => ({
        ...account,
        source: 'explorer:bench',
        kind,
        fromBlock: 0,
        toBlock: FIRST_BLOCK,
        status: 'complete' as const,
        finalTo: FIRST_BLOCK - 64,
      })),
    );
    await facts.writeCoverage(LIVE_SPACE, coverage);
    return coverage.length;
  });
  await measure(`coverageOf, ${CASE_ACCOUNTS} accounts`, async () => {
    const found = await facts.coverageOf(LIVE_SPACE, sources, accounts);
    return [...found.values()].flat().length;
  });
  await makeCase(database, accounts);
  await measure(`accountsBehind, ${CASE_ACCOUNTS} accounts`, async () => {
    await facts.accountsBehind(LIVE_SPACE, sources, 'bench', CHAIN, FIRST_BLOCK + BLOCKS);
    return CASE_ACCOUNTS;
  });
  await measure(`casesTouching, ${BLOCK_PARTIES} addresses`, async () => {
    await follow.casesTouching(CHAIN, addresses.slice(CASE_ACCOUNTS - BLOCK_PARTIES / 2).slice(0, BLOCK_PARTIES));
    return BLOCK_PARTIES;
  });
  await measure('rewind, 3 blocks', async () => {
    const orphaned = await follow.rewind(KEY, fence, headerOf(BLOCKS - 3));
    return orphaned.transactions.length;
  });
}

async function makeCase(database: Database, accounts: readonly { chain: string; address: string }[]): Promise<void> {
  const cases = createCaseStore(database);
  const row = { id: 'bench', name: 'bench', reference: null, source: {}, policies: ['haircut'], limits: {} };
  await cases.insert(database.db, { ...row, space: LIVE_SPACE, follow: true }, [], []);
  const open = accounts.map(({ chain, address }) => ({
    account: accountId(chain, address),
    wave: 0,
    state: 'covered' as const,
    reason: null,
    firstBlock: null,
  }));
  await cases.open(database.db, 'bench', open);
}

function headerOf(n: number): BlockHeader {
  const hashOf = (block: number): string => `0x${block.toString(16).padStart(64, '0')}`;
  const number = FIRST_BLOCK + n;
  return { chain: CHAIN, number, hash: hashOf(number), parentHash: hashOf(number - 1), time: 1_700_000_000 + n * 12 };
}

function stepOf(n: number, transactions: readonly TransactionFact[]) {
  const header = headerOf(n);
  return {
    headers: [header],
    transactions: transactions.map((fact, index) => ({ ...fact, block: header.number, time: header.time, index })),
    contracts: [],
    head: header.number,
    headTime: header.time,
    finalized: header.number - 64,
  };
}

function take<T>(items: Iterator<T>, count: number): readonly T[] {
  const taken: T[] = [];
  for (let next = items.next(); next.done !== true; next = items.next()) {
    taken.push(next.value);
    if (taken.length === count) break;
  }
  return taken;
}
