import { accountId, isUtxo, type Leg, type Policy, type TransactionFact } from '@fundtrail/core';
import type { Crossing } from '../src/index.ts';
import { CHAINS, type CrossingWorld } from './crossing-worlds.ts';

/** What somebody holds of one asset: all of it, how much of that is tainted, and for how much of each stolen asset it stands. */
type Held = { balance: bigint; tainted: bigint; origin: bigint[] };

/** Where all that was stolen is at the end, by kind and stolen asset; and who holds what, by account and asset. */
export type CrossingLedger = {
  readonly kinds: ReadonlyMap<string, readonly bigint[]>;
  readonly holders: ReadonlyMap<string, { readonly tainted: bigint; readonly origin: readonly bigint[] }>;
  /** How often something tainted arrived. */
  readonly arrivals: number;
};

const UNITS = 2;
const NOTHING = (): Held => ({ balance: 0n, tainted: 0n, origin: Array.from({ length: UNITS }, () => 0n) });
const floored = (whole: readonly bigint[], part: bigint, of: bigint): bigint[] =>
  whole.map((amount) => (amount * part) / of);

/**
 * The rules for movements across chains in the plainest way, with nothing in common with the replay, for worlds in which every transaction of
 * an account chain has one payer and one receiver: a deposit puts what it takes into its movement; an arrival brings the received amount times
 * the tainted fraction, and its share of the origin that a fee leaves, the last one the rest. One policy, floor 0.
 * @param open accounts that are followed
 */
export function referenceCrossings(world: CrossingWorld, policy: Policy, open: ReadonlySet<string>): CrossingLedger {
  const accounts = new Map<string, Held>();
  const coins = new Map<string, Held>();
  const moving = new Map<string, Held & { fee: bigint; whole?: Held; done: boolean }>();
  const kinds = new Map<string, bigint[]>();
  let arrivals = 0;
  const end = (kind: string, origin: readonly bigint[]): void => {
    const sums = kinds.get(kind) ?? NOTHING().origin;
    kinds.set(
      kind,
      sums.map((sum, unit) => sum + (origin[unit] ?? 0n)),
    );
  };
  const heldBy = (id: string): Held => {
    const held = accounts.get(id) ?? NOTHING();
    accounts.set(id, held);
    return held;
  };

  function take(id: string, amount: bigint): Held {
    const held = heldBy(id);
    if (held.balance < amount) held.balance = amount;
    const { balance, tainted } = held;
    let part = amount === balance ? tainted : (amount * tainted) / balance;
    if (policy === 'taint_first') part = smaller(amount, tainted);
    if (policy === 'clean_first') part = amount > balance - tainted ? amount - (balance - tainted) : 0n;
    const origin =
      amount === balance
        ? held.origin
        : tainted === 0n
          ? floored(held.origin, amount, balance)
          : floored(held.origin, part, tainted);
    held.balance -= amount;
    held.tainted -= part;
    held.origin = held.origin.map((own, unit) => own - (origin[unit] ?? 0n));
    return { balance: amount, tainted: part, origin };
  }

  function give(chain: string, to: string, asset: string, given: Held): void {
    const id = accountId(chain, to);
    const stop = world.options.stopOf(id);
    if (stop !== undefined) end(stop.kind, given.origin);
    else if (!open.has(id)) end('dispersed', given.origin);
    else {
      const held = heldBy(`${id} ${asset}`);
      held.balance += given.balance;
      held.tainted += given.tainted;
      held.origin = held.origin.map((own, unit) => own + (given.origin[unit] ?? 0n));
    }
  }

  function enter({ link, ...crossing }: Crossing, given: Held): void {
    const fee = crossing.side === 'in' ? crossing.fee : 0n;
    moving.set(link, { ...given, origin: [...given.origin], fee, done: false });
  }

  /** What an arrival of `amount` brings; undefined where nothing tainted went in or all has come out. */
  function leave(crossing: Crossing, amount: bigint): Held | undefined {
    const movement = moving.get(crossing.link);
    if (crossing.side !== 'out' || movement === undefined || movement.done) return undefined;
    if (movement.whole === undefined) {
      const { tainted, origin, balance } = movement;
      if (tainted === 0n && origin.every((own) => own === 0n)) return undefined;
      const fee = smaller(movement.fee, balance);
      const kept = floored(origin, fee, balance);
      end('fee', kept);
      movement.origin = origin.map((own, unit) => own - (kept[unit] ?? 0n));
      movement.whole = { balance, tainted, origin: movement.origin };
    }
    const { whole } = movement;
    const { share } = crossing;
    let origin = movement.origin;
    if (share !== 'rest')
      origin = floored(whole.origin, share.part, share.of).map((own, unit) => {
        const left = movement.origin[unit] ?? 0n;
        return smaller(own, left);
      });
    else movement.done = true;
    movement.origin = movement.origin.map((own, unit) => own - (origin[unit] ?? 0n));
    arrivals += 1;
    return { balance: amount, tainted: (amount * whole.tainted) / whole.balance, origin };
  }

  function onAccounts(fact: TransactionFact, crossings: readonly Crossing[]): void {
    // With one payer and one receiver all that stands between says nothing.
    const [first, last] = [fact.legs[0], fact.legs.at(-1)];
    if (first === undefined || last === undefined || first.from === last.to) return;
    const { asset, amount } = last;
    const [crossing] = crossings;
    const brought = crossing === undefined ? undefined : leave(crossing, amount);
    if (brought !== undefined) {
      give(fact.chain, last.to, asset, brought);
      return;
    }
    const payer = accountId(fact.chain, first.from);
    const taken = open.has(payer) ? take(`${payer} ${asset}`, amount) : { ...NOTHING(), balance: amount };
    const seed = world.options.seeds.findIndex((one) => one.kind === 'transaction' && one.hash === fact.hash);
    if (seed >= 0) {
      taken.origin[seed] = (taken.origin[seed] ?? 0n) + amount - taken.tainted;
      taken.tainted = amount;
    }
    if (crossing?.side === 'in') enter(crossing, taken);
    else give(fact.chain, last.to, asset, taken);
  }

  function onCoins(fact: TransactionFact, crossings: readonly Crossing[]): void {
    const [inputs, outputs] = [fact.legs.filter(isInput), fact.legs.filter((leg) => !isInput(leg))];
    const spent = inputs.flatMap(({ from }) => coins.get(from) ?? []);
    for (const { from } of inputs) coins.delete(from);
    const sum = (legs: readonly Leg[]): bigint => legs.reduce((all, { amount }) => all + amount, 0n);
    const slots = [...outputs.map(({ amount }) => amount), sum(inputs) - sum(outputs)];
    const tainted = spent.reduce((all, coin) => all + coin.tainted, 0n);
    const parts = byLargestRemainder(tainted, slots);
    const origins = NOTHING().origin.map((_, unit) => {
      const own = spent.reduce((all, coin) => all + (coin.origin[unit] ?? 0n), 0n);
      return byLargestRemainder(own, tainted > 0n ? parts : slots);
    });
    const given = slots.map((balance, slot): Held => {
      return { balance, tainted: parts[slot] ?? 0n, origin: origins.map((shares) => shares[slot] ?? 0n) };
    });
    end('fee', given.at(-1)?.origin ?? []);
    const waiting = [...crossings];
    for (const [slot, leg] of outputs.entries()) {
      const own = given[slot] ?? NOTHING();
      const at = waiting.findIndex(({ side, amount, custody, ...more }) => {
        if (amount !== leg.amount) return false;
        return side === 'in' ? custody.includes(leg.owner ?? '') : 'recipient' in more && more.recipient === leg.owner;
      });
      const [crossing] = at < 0 ? [] : waiting.splice(at, 1);
      if (crossing?.side === 'in') {
        enter(crossing, own);
        continue;
      }
      const brought = crossing === undefined ? undefined : leave(crossing, leg.amount);
      const all = brought ?? NOTHING();
      // A coin has no place for origin without a tainted amount.
      if (all.tainted === 0n && all.origin.some((part) => part > 0n)) all.tainted = 1n;
      const both = own.tainted + all.tainted;
      const coin: Held = {
        balance: leg.amount,
        tainted: smaller(both, leg.amount),
        origin: own.origin.map((part, unit) => part + (all.origin[unit] ?? 0n)),
      };
      const stop = world.options.stopOf(accountId(fact.chain, leg.owner ?? ''));
      if (stop !== undefined) end(stop.kind, coin.origin);
      else if (coin.origin.some((part) => part > 0n)) coins.set(leg.to, coin);
    }
  }

  for (const fact of world.facts) {
    const crossings = world.crossings.get(fact.hash) ?? [];
    if (isUtxo(fact.chain)) onCoins(fact, crossings);
    else onAccounts(fact, crossings);
  }
  for (const { origin } of [...accounts.values(), ...coins.values()]) end('resting', origin);
  for (const { origin } of moving.values()) end('bridge_pending', origin);
  const utxo = CHAINS.filter(isUtxo);
  const ofCoins = utxo.flatMap((chain) => [...coins].map(([coin, held]) => [`${chain}:${coin} native`, held] as const));
  return { kinds, holders: new Map([...accounts, ...ofCoins]), arrivals };
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function isInput({ kind }: Leg): boolean {
  return kind === 'input';
}

function byLargestRemainder(total: bigint, slots: readonly bigint[]): readonly bigint[] {
  const sum = slots.reduce((all, slot) => all + slot, 0n);
  if (sum === 0n || total === 0n) return slots.map(() => 0n);
  const shares = slots.map((slot) => (slot * total) / sum);
  const rests = slots.map((slot) => (slot * total) % sum);
  for (let left = total - shares.reduce((all, share) => all + share, 0n); left > 0n; left -= 1n) {
    const most = rests.reduce((best, rest, at) => (rest > (rests[best] ?? -1n) ? at : best), 0);
    shares[most] = (shares[most] ?? 0n) + 1n;
    rests[most] = -1n;
  }
  return shares;
}
