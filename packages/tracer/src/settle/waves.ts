import { type AccountId, type ChainId, type Coverage, isUtxo, splitAccountId } from '@fundtrail/core';
import type { Wanted } from '@fundtrail/ledger';
import type { BalanceItem, LinkKey, OpenAccount } from '@fundtrail/store';
import { NO_ANSWER, outcomeOf } from '../acquire/coverage.ts';
import { learnArrivals, wantedLinks } from '../crossings/run-crossings.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { readLimits } from '../stored-case.ts';
import type { CaseBase } from './bases.ts';
import { openCoins } from './coins/open-coins.ts';
import { followedCount } from './followed-count.ts';
import type { CaseReplay } from './replay-case.ts';
import type { Run } from './run.ts';
import { wantedBalances } from './wanted-balances.ts';

export type Waves = {
  readonly replay: CaseReplay;
  readonly wave: number;
  /** Accounts that entered the open set in these waves. */
  readonly opened: readonly OpenAccount[];
  readonly wantedWhole: readonly { readonly chain: string; readonly hash: string }[];
  readonly wantedBalances: readonly BalanceItem[];
  /** Movements across chains of which the other side is to be looked for. */
  readonly wantedLinks: { readonly fresh: readonly LinkKey[]; readonly again: readonly LinkKey[] };
  /** Accounts whose first taint came earlier than was known when they were opened. */
  readonly earlier: readonly { readonly account: AccountId; readonly firstBlock: number }[];
};

/** Whole waves, until one opens nothing or opens what must be fetched first. */
export async function replayWaves(deps: TracerDependencies, base: CaseBase, run: Run): Promise<Waves> {
  const opened: OpenAccount[] = [];
  for (let wave = run.row.wave; ; wave += 1) {
    const followed = new Set(
      [...run.open.values()].filter((entry) => entry.state === 'covered').map((entry) => entry.account),
    );
    const replay = await replayArrivals(base, run, followed);
    await run.chains.know(replay.wanted.map(({ first }) => first.chain));
    const wantedWhole = replay.wantedWhole.filter(
      ({ chain, hash }) => run.chains.of(chain).source?.fullHistory !== true && !run.whole.has(`${chain}:${hash}`),
    );
    const wanted = replay.wanted.filter((entry) => !run.open.has(entry.account));
    const links = wantedLinks(run.crossings, replay.result);
    const lacking = { wantedWhole, wantedBalances: wantedBalances(run, replay), earlier: taintedEarlier(run, replay) };
    if (wanted.length === 0) return { replay, wave, opened, wantedLinks: links, ...lacking };
    const next = await openAll(deps, run, replay, wanted, wave + 1);
    for (const entry of next) run.open.set(entry.account, entry);
    opened.push(...next);
    await run.refresh();
    base.restFrom(firstWanted(next));
    const waits =
      next.some((entry) => entry.state === 'wanted') || Object.values(lacking).some((items) => items.length > 0);
    // A replay follows coins by itself: only what a limit cut off makes another one come to something else.
    const same = next.every(({ account, state }) => isUtxo(account) && state !== 'budget' && state !== 'unavailable');
    if (waits || same) return { replay, wave: wave + 1, opened, wantedLinks: links, ...lacking };
  }
}

/** Replays until all arrivals of what is tainted were given, as far as they are known: one more time for each crossing behind a crossing. */
async function replayArrivals(base: CaseBase, run: Run, open: ReadonlySet<AccountId>): Promise<CaseReplay> {
  for (;;) {
    const replay = await base.replay(run, open);
    const fresh = learnArrivals(run.crossings, replay.result);
    if (fresh.length === 0) return replay;
    await run.chains.know(fresh.map(({ chain }) => chain));
  }
}

/** Coins chain by chain, accounts of all chains together: what a limit lets through is the first in the order in which they are wanted. */
async function openAll(
  deps: TracerDependencies,
  run: Run,
  replay: CaseReplay,
  wanted: readonly Wanted[],
  wave: number,
): Promise<readonly OpenAccount[]> {
  const isOnUtxo = ({ first }: Wanted): boolean => isUtxo(first.chain);
  const opened = new Map<AccountId, OpenAccount>();
  const coins = Map.groupBy(wanted.filter(isOnUtxo), ({ first }) => first.chain);
  for (const [chain, own] of coins)
    for (const entry of await openCoins(deps, run, chain, replay, own, wave)) opened.set(entry.account, entry);
  const accounts = wanted.filter((entry) => !isOnUtxo(entry));
  for (const entry of await openNext(deps, run, accounts, wave)) opened.set(entry.account, entry);
  return wanted.flatMap(({ account }) => opened.get(account) ?? []);
}

/** States of newly wanted accounts: known already, to be fetched, not to be had, or beyond the limits. */
async function openNext(
  deps: TracerDependencies,
  run: Run,
  wanted: readonly Wanted[],
  wave: number,
): Promise<OpenAccount[]> {
  const limits = readLimits(run.row);
  const accounts = wanted.map((entry) => splitAccountId(entry.account));
  const known: ReadonlyMap<AccountId, boolean> = await deps.facts.contractsAmong(run.row.space, accounts);
  const stored = new Map<ChainId, ReadonlyMap<AccountId, readonly Coverage[]>>();
  for (const [chain, own] of Map.groupBy(accounts, (account) => account.chain)) {
    const told = await run.chains.of(chain).source?.stored?.(own);
    if (told === undefined) continue;
    stored.set(chain, told);
    await deps.facts.writeCoverage(run.row.space, [...told.values()].flat());
  }
  let room = limits.maxAccounts === null ? Number.POSITIVE_INFINITY : limits.maxAccounts - followedCount(run);
  return wanted.map(({ account, first }) => {
    const { source } = run.chains.of(first.chain);
    // Whatever source comes to be configured can ask for all that was before.
    const byBalance = source === undefined || source.opening === 'balance';
    const entry = { account, wave, firstBlock: byBalance ? first.block : null };
    if (known.get(account) === true) return { ...entry, state: 'contract', reason: 'the account is code' };
    if (room <= 0)
      return { ...entry, state: 'budget', reason: `the limit of ${limits.maxAccounts} accounts was reached` };
    room -= 1;
    const told = stored.get(first.chain);
    if (told === undefined) return { ...entry, state: 'wanted', reason: null };
    const coverage = told.get(account);
    if (coverage === undefined) return { ...entry, state: 'unavailable', reason: NO_ANSWER };
    return { ...entry, ...outcomeOf(coverage) };
  });
}

/** By UTXO chain, the lowest block in which a coin was made whose spender is still looked for. */
function firstWanted(opened: readonly OpenAccount[]): ReadonlyMap<ChainId, number> {
  const least = new Map<ChainId, number>();
  for (const { account, state, firstBlock } of opened) {
    const { chain } = splitAccountId(account);
    if (!isUtxo(chain) || state !== 'wanted' || firstBlock === null) continue;
    least.set(chain, Math.min(least.get(chain) ?? firstBlock, firstBlock));
  }
  return least;
}

/** A wave may show another way by which money came, and came before the history that was fetched begins. */
function taintedEarlier(run: Run, replay: CaseReplay): { account: AccountId; firstBlock: number }[] {
  const first = new Map<AccountId, number>();
  for (const { account, firstTaint } of replay.result.accounts) {
    const opened = run.open.get(account);
    if (opened?.state !== 'covered' || opened.firstBlock === null || firstTaint.block >= opened.firstBlock) continue;
    first.set(account, Math.min(first.get(account) ?? firstTaint.block, firstTaint.block));
  }
  return [...first].map(([account, firstBlock]) => ({ account, firstBlock }));
}
