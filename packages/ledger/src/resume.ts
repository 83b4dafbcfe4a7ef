import { type AccountId, ConflictError, isUtxo, linkOf, type TransactionFact } from '@fundtrail/core';
import { createContext, followNamed, seedAccounts, stopOf } from './context.ts';
import { crossedBefore } from './crossing/cross-accounts.ts';
import type { TransactionRun } from './run.ts';
import { cloneState, premisesOf, type SnapshotContent } from './snapshot.ts';
import { type AccountState, chainOf, type ReplayState } from './state.ts';
import { transactClean } from './transact.ts';
import type { ReplayOptions, ReplaySnapshot } from './types.ts';
import { findChangedCoin } from './utxo/coin-stop.ts';

const REMEDY = 'Replay from the start, or from a snapshot before the change.';

/** The state to go on from: a copy of the snapshot's, with newly opened accounts brought up to it. */
export function resumeState(
  options: ReplayOptions,
  snapshot: ReplaySnapshot,
  earlier: Iterable<TransactionFact>,
): ReplayState {
  const content = snapshot as SnapshotContent;
  if (content.premises !== premisesOf(options)) {
    throw new ConflictError('the snapshot was taken with other policies, seeds, floors or limits', { remedy: REMEDY });
  }
  for (const id of content.open) {
    if (!options.open.has(id))
      throw new ConflictError(`${id} was open at the snapshot and is not now`, { remedy: REMEDY });
  }
  const state = cloneState(content.state);
  checkKnown(options, state);
  const added = openLate(options, state, content.open);
  if (added.size > 0) catchUp(options, state, added, earlier);
  return state;
}

/** What is known of an account may only have changed where it did not matter yet. */
function checkKnown(options: ReplayOptions, state: ReplayState): void {
  const bySeed = seedAccounts(options);
  for (const chain of state.chains.values()) {
    for (const account of chain.accounts.values()) {
      if (bySeed.has(account.id) || linkOf(account.address) !== undefined) continue;
      const stop = stopOf(options, chain.id, account.address);
      if (stop?.kind !== account.stop?.kind || (options.isCode(account.id) && !account.code)) {
        throw changedSince(account.id);
      }
    }
    const coin = findChangedCoin(options, chain);
    if (coin !== undefined) throw changedSince(coin);
  }
}

function changedSince(id: AccountId): ConflictError {
  return new ConflictError(`what is known of ${id} has changed since the snapshot`, { remedy: REMEDY });
}

function openLate(
  options: ReplayOptions,
  state: ReplayState,
  before: ReadonlySet<AccountId>,
): ReadonlySet<AccountState> {
  const added = new Set<AccountState>();
  for (const id of options.open) {
    if (before.has(id) || isUtxo(id)) continue;
    const account = followNamed(options, state, id);
    if (account.named) {
      if (account.followed) added.add(account);
      continue;
    }
    const absorbs = account.stop !== undefined || account.code;
    if (!absorbs) throw new ConflictError(`${id} was tainted before the snapshot and not open`, { remedy: REMEDY });
  }
  return added;
}

/** Counts what the added accounts gained and lost before the snapshot; they had no taint, so nothing else can differ. */
function catchUp(
  options: ReplayOptions,
  state: ReplayState,
  added: ReadonlySet<AccountState>,
  earlier: Iterable<TransactionFact>,
): void {
  const context = createContext(options, state);
  for (const fact of earlier) {
    const run: TransactionRun = { context, chain: chainOf(state, fact.chain), fact, order: -1, flows: 0 };
    const crossings = options.crossingsOf?.(fact) ?? [];
    transactClean(crossings.length > 0 ? crossedBefore(run, crossings) : run, added);
  }
}
