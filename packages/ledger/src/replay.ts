import { accountId, type Leg, splitAccountId, splitAssetId, type TransactionFact } from '@fundtrail/core';
import { holdingOf, rebase } from './balances.ts';
import { createContext, initialState, type ReplayContext, takeTransactionSeeds } from './context.ts';
import { crossAccounts } from './crossing/cross-accounts.ts';
import { isBurn, payeeOf, payerOf } from './netting.ts';
import { applyPlain, newScratch } from './plain.ts';
import { buildResult, listWanted } from './result.ts';
import { resumeState } from './resume.ts';
import type { TransactionRun } from './run.ts';
import { activateWaitingSeeds, hasWaitingSeeds, listSeedsMet } from './seeds.ts';
import { cloneState, takeSnapshot } from './snapshot.ts';
import { type AccountState, type ChainState, chainOf, findAccount, findHolding } from './state.ts';
import { payFees, transact, transactClean } from './transact.ts';
import type { Crossing, OpenCoin, Replay, ReplayOptions, ReplaySnapshot } from './types.ts';
import { applyUtxo } from './utxo/apply-utxo.ts';
import { isOpenCoin } from './utxo/coin-state.ts';

/**
 * A replay from the start. Give it transactions in chain order; it keeps accounts that are followed or were ever tainted,
 * nothing else. Followed accounts need their facts from their first on: what they held before their first taint counts.
 * @throws InputError for policies and seeds that have no meaning.
 */
export function createReplay(options: ReplayOptions): Replay {
  return runReplay(createContext(options, initialState(options)));
}

/**
 * Goes on from a snapshot, with byte-equal results to a replay from the start. The open set may have grown by accounts that
 * had no taint yet; `earlier` then holds the transactions before the snapshot that touch them, in chain order (others among
 * them do no harm). Everything else that the options say must be as it was.
 * @throws ConflictError where that does not hold: replay from an earlier snapshot, or from the start.
 */
export function resumeReplay(
  options: ReplayOptions,
  snapshot: ReplaySnapshot,
  earlier: Iterable<TransactionFact> = [],
): Replay {
  return runReplay(createContext(options, resumeState(options, snapshot, earlier)));
}

const NONE_OPENED: readonly OpenCoin[] = [];
const NO_CROSSINGS: readonly Crossing[] = [];

function runReplay(context: ReplayContext): Replay {
  const { state, options } = context;
  const scratch = newScratch(context.policies.length);
  let chain: ChainState | undefined;
  /** More transactions may still come before the blocks of seeds that wait: only one answer takes them as passed. */
  const asPassed = (): ReplayContext => {
    if (!hasWaitingSeeds(context)) return context;
    const passed: ReplayContext = { ...context, state: cloneState(state) };
    activateWaitingSeeds(passed);
    return passed;
  };

  return {
    apply(fact) {
      if (chain?.id !== fact.chain) chain = chainOf(state, fact.chain);
      applyTransaction(context, chain, fact, scratch);
    },
    checkpoint(id, asset, balance) {
      const { chain: chainId, address } = splitAccountId(id);
      const account = findAccount(chainOf(state, chainId), address);
      if (account?.followed !== true) return 'ignored';
      const holding = holdingOf(account, splitAssetId(asset).ref);
      const same = holding.balance === balance;
      rebase(context, account, holding, balance);
      return account.first === undefined ? 'opening' : same ? 'same' : 'shifted';
    },
    wanted: () => listWanted(asPassed()),
    wantedWhole: () => [...state.partial].map(([hash, chainId]) => ({ chain: chainId, hash })),
    takeOpened: () => (context.opened.length === 0 ? NONE_OPENED : context.opened.splice(0)),
    unspent: () =>
      [...state.chains.values()].flatMap(({ id, coins }) =>
        [...coins.values()]
          .filter(isOpenCoin)
          .map(({ address, made }) => ({ account: accountId(id, address), block: made.block })),
      ),
    seedsMet: () => listSeedsMet(context),
    result: () => buildResult(asPassed()),
    snapshot: () => takeSnapshot(options, state),
  };
}

/** Sorts a transaction into the cheapest way that gives the full answer. */
function applyTransaction(
  context: ReplayContext,
  chain: ChainState,
  fact: TransactionFact,
  scratch: ReturnType<typeof newScratch>,
): void {
  const { state } = context;
  const order = state.transactions;
  state.transactions += 1;
  const { legs } = fact;
  const seedPlaces =
    context.transactionSeeds.size === 0 ? undefined : takeTransactionSeeds(context, chain.id, fact.hash);
  const crossings = context.options.crossingsOf?.(fact) ?? NO_CROSSINGS;
  if (chain.utxo) {
    applyUtxo({ context, chain, fact, order, flows: 0 }, seedPlaces, crossings);
    return;
  }
  if (crossings.length > 0) {
    transact(crossAccounts({ context, chain, fact, order, flows: 0 }, crossings), seedPlaces ?? []);
    return;
  }
  if (seedPlaces === undefined && legs.length === 1 && applySingle(context, chain, fact, order, scratch)) return;
  const touch = seedPlaces === undefined ? look(chain, fact) : undefined;
  if (touch !== undefined && !touch.followed) return;
  const run: TransactionRun = { context, chain, fact, order, flows: 0 };
  if (touch === undefined || touch.seeded) {
    transact(run, seedPlaces ?? []);
  } else if (touch.single >= 0) {
    if (fact.legs.length > 1) payFees(run);
    const leg = fact.legs[touch.single] as Leg;
    if (fact.success) applyPlain(run, leg, touch.single, touch.from, touch.to, scratch);
  } else if (touch.tainted) {
    transact(run, []);
  } else {
    transactClean(run);
  }
}

/** The shortest way, for a transaction of one leg that makes or destroys nothing; false where it is not one. */
function applySingle(
  context: ReplayContext,
  chain: ChainState,
  fact: TransactionFact,
  order: number,
  scratch: ReturnType<typeof newScratch>,
): boolean {
  const leg = fact.legs[0] as Leg;
  if (leg.kind === 'fee' || (leg.asset !== 'native' && (payerOf(leg) !== leg.from || isBurn(leg)))) return false;
  const from = findAccount(chain, leg.from);
  const to = findAccount(chain, leg.to);
  if (from?.followed !== true && to?.followed !== true) return true;
  if (from?.seeds !== undefined || to?.seeds !== undefined) return false;
  if (fact.success) applyPlain({ context, chain, fact, order, flows: 0 }, leg, 0, from, to, scratch);
  return true;
}

/** What a transaction has to do with followed accounts. */
type Touch = {
  readonly followed: boolean;
  /** An account with a seed of its own is among them. */
  readonly seeded: boolean;
  /** One of them pays in an asset in which it was ever tainted. */
  readonly tainted: boolean;
  /** Place of the only value leg, unless it makes or destroys units; else -1. */
  readonly single: number;
  readonly from: AccountState | undefined;
  readonly to: AccountState | undefined;
};

const UNTOUCHED: Touch = {
  followed: false,
  seeded: false,
  tainted: false,
  single: -1,
  from: undefined,
  to: undefined,
};

function look(chain: ChainState, fact: TransactionFact): Touch {
  const { legs } = fact;
  let followed = false;
  let seeded = false;
  let tainted = false;
  let values = 0;
  let single = -1;
  let from: AccountState | undefined;
  let to: AccountState | undefined;
  for (let i = 0; i < legs.length; i += 1) {
    const leg = legs[i] as Leg;
    const payer = payerOf(leg);
    const payee = payeeOf(leg);
    const sender = findAccount(chain, payer);
    const receiver = findAccount(chain, payee);
    if (sender?.followed === true) {
      followed = true;
      if (sender.seeds !== undefined) seeded = true;
      if (findHolding(sender, leg.asset)?.states !== undefined) tainted = true;
    }
    if (receiver?.followed === true) {
      followed = true;
      if (receiver.seeds !== undefined) seeded = true;
    }
    if (leg.kind === 'fee') continue;
    values += 1;
    single = payer === leg.from && payee === leg.to ? i : -1;
    from = sender;
    to = receiver;
  }
  if (!followed) return UNTOUCHED;
  return { followed, seeded, tainted, single: values === 1 ? single : -1, from, to };
}
