import { type AccountId, type ChainId, type Coin, type Source, splitAccountId } from '@fundtrail/core';
import type { Wanted } from '@fundtrail/ledger';
import type { CaseRow, OpenAccount } from '@fundtrail/store';
import { spentCoverage } from '../../acquire/coins/spent-coverage.ts';
import { completeOf, NO_ANSWER, outcomeOf } from '../../acquire/coverage.ts';
import type { TracerDependencies } from '../../dependencies.ts';
import type { CaseReplay } from '../replay-case.ts';
import type { Run } from '../run.ts';

/**
 * States of coins of one chain that a replay came to follow: those whose spender is stored for good, or that were looked at up to the head, are covered;
 * the spender of the others is looked for.
 */
export async function openCoins(
  deps: TracerDependencies,
  run: Run,
  chain: ChainId,
  replay: CaseReplay,
  wanted: readonly Wanted[],
  wave: number,
): Promise<readonly OpenAccount[]> {
  const { source } = run.chains.of(chain);
  const told = source === undefined ? NOTHING_TOLD : await toldCoins(deps, run, chain, source, replay, wanted);
  return wanted.map(({ account, first }): OpenAccount => {
    const state = told.get(account) ?? { state: 'wanted', reason: null };
    return { account, wave, firstBlock: first.block, ...state };
  });
}

type Told = Pick<OpenAccount, 'state' | 'reason'>;
const NOTHING_TOLD: ReadonlyMap<AccountId, Told> = new Map();
const COVERED: Told = { state: 'covered', reason: null };

/** Coins of which nothing needs to be asked. */
async function toldCoins(
  deps: TracerDependencies,
  run: Run,
  chain: ChainId,
  source: Source,
  replay: CaseReplay,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<AccountId, Told>> {
  const { row } = run;
  const accounts = wanted.map(({ account }) => splitAccountId(account));
  const stored = await source.stored?.(accounts);
  if (stored !== undefined) {
    await deps.facts.writeCoverage(row.space, [...stored.values()].flat());
    return new Map(
      wanted.map(({ account }) => {
        const coverage = stored.get(account);
        return [account, coverage === undefined ? { state: 'unavailable', reason: NO_ANSWER } : outcomeOf(coverage)];
      }),
    );
  }
  const known = await deps.facts.coverageOf(row.space, source.coverageIds, accounts);
  const head = await headToReach(deps, run, chain, source);
  const reaches = ({ account, first: { block } }: Wanted): boolean =>
    completeOf(known.get(account) ?? [], 'native').some(({ from, to }) => from <= block && to >= head);
  const isSpent = new Set(replay.result.accounts.flatMap((entry) => (entry.spentBy === null ? [] : [entry.account])));
  const spent = wanted.filter((entry) => !reaches(entry) && isSpent.has(entry.account));
  const forGood = await spentForGood(deps, row, source, chain, spent);
  return new Map(
    wanted.flatMap((entry) => {
      const { account } = entry;
      return reaches(entry) || forGood.has(account) ? [[account, COVERED]] : [];
    }),
  );
}

/** Coins that a stored transaction spends which nothing can take back; that is then what is known of them. */
async function spentForGood(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  chain: ChainId,
  spent: readonly Wanted[],
): Promise<ReadonlySet<AccountId>> {
  const coinOf = ({ account }: Wanted): Coin => splitAccountId(account).address;
  const forGood = await deps.facts.spentForGood(row.space, chain, spent.map(coinOf));
  const found = spent.filter((entry) => forGood.has(coinOf(entry)));
  await deps.facts.writeCoverage(
    row.space,
    found.map((entry) => spentCoverage(chain, source, coinOf(entry), entry.first.block)),
  );
  return new Set(found.map(({ account }) => account));
}

/** The block up to which a coin must be told: where following is, else the head when it was last asked for. */
async function headToReach(
  deps: TracerDependencies,
  { row, chains }: Run,
  chain: ChainId,
  source: Source,
): Promise<number> {
  if (chains.of(chain).followed) return chains.of(chain).upTo;
  return (await deps.facts.headOf(row.space, source.id, chain))?.block ?? Number.POSITIVE_INFINITY;
}
