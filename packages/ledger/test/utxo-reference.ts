import type { Policy } from '@fundtrail/core';
import type { Stop } from '../src/index.ts';

/** A transaction in plain words; amounts are whole numbers of few units. `whole` false: its amounts are not known to the replay. */
export type PlainTx = {
  readonly name: string;
  readonly block: number;
  readonly inputs: readonly { readonly coin: string; readonly owner: string; readonly amount: number }[];
  readonly outputs: readonly { readonly owner: string; readonly amount: number }[];
  readonly mix: boolean;
  readonly whole: boolean;
};

/** `of` is an owner, or a coin `tx:place`. */
export type PlainSeed =
  | { readonly kind: 'transaction'; readonly tx: string; readonly of?: string }
  | { readonly kind: 'account'; readonly of: string; readonly fromBlock: number; readonly cap?: number };

export type PlainWorld = {
  readonly policies: readonly Policy[];
  readonly seeds: readonly PlainSeed[];
  readonly stops: Readonly<Record<string, Stop['kind']>>;
  /** Undefined: not known. */
  readonly floor: number | undefined;
  readonly maxHops: number;
  readonly txs: readonly PlainTx[];
};

/** What a coin is in the reference. Under FIFO and LIFO its units one by one, tainted or not; else how many are. */
export type PlainCoin = {
  readonly name: string;
  readonly owner: string | null;
  readonly amount: number;
  readonly block: number;
  units: Record<string, boolean[]>;
  tainted: Record<string, number>;
  everTainted: boolean;
  followed: boolean;
  waiting: boolean;
  kind: string;
  hops: number;
  leadHops: number;
  spentBy: string | null;
  unseen: boolean;
  trail?: { readonly out: number; readonly cut: number };
};

export type PlainLedger = {
  readonly coins: readonly PlainCoin[];
  readonly stolen: Readonly<Record<string, number>>;
  readonly fees: Readonly<Record<string, number>>;
  readonly met: ReadonlySet<number>;
};

const POISON: Policy = 'poison';
const SEED_STOPS = ['unavailable', 'budget'];

/** The definitions of taint.md for UTXO chains, unit by unit, in the plainest way: slow, and with nothing in common with the replay. */
export function referenceUtxo(world: PlainWorld): PlainLedger {
  const { policies, seeds, txs } = world;
  const lead = policies[0] as Policy;
  const coins = new Map<string, PlainCoin>();
  const zero = (): Record<string, number> => Object.fromEntries(policies.map((policy) => [policy, 0]));
  const stolen = zero();
  const fees = zero();
  const met = new Set<number>();
  const accountSeeds = seeds.map((seed) => ({
    seed,
    active: false,
    touched: false,
    left: Object.fromEntries(
      policies.map((policy) => [policy, seed.kind === 'account' ? (seed.cap ?? Infinity) : Infinity]),
    ) as Record<string, number>,
  }));

  const seedsOf = (owner: string | null) =>
    accountSeeds.filter(({ seed }) => seed.kind === 'account' && seed.of === owner);
  const hasTaint = (coin: PlainCoin): boolean => policies.some((policy) => (coin.tainted[policy] ?? 0) > 0);

  function blank(name: string, owner: string | null, amount: number, block: number): PlainCoin {
    return {
      name,
      owner,
      amount,
      block,
      units: Object.fromEntries(policies.map((policy) => [policy, Array.from({ length: amount }, () => false)])),
      tainted: zero(),
      everTainted: false,
      followed: false,
      waiting: false,
      kind: 'resting',
      hops: Infinity,
      leadHops: Infinity,
      spentBy: null,
      unseen: false,
    };
  }

  /** Makes at most `limit` clean units stolen, and says how many. */
  function steal(coin: PlainCoin, policy: Policy, limit: number): number {
    const clean = coin.amount - (coin.tainted[policy] ?? 0);
    const part = Math.min(clean, limit);
    if (part === 0) return 0;
    stolen[policy] = (stolen[policy] ?? 0) + part;
    coin.tainted[policy] = (coin.tainted[policy] ?? 0) + part;
    let left = part;
    coin.units[policy] = (coin.units[policy] ?? []).map((unit) => {
      if (unit || left === 0) return unit;
      left -= 1;
      return true;
    });
    return part;
  }

  function stealFor(coin: PlainCoin, seed: (typeof accountSeeds)[number]): void {
    for (const policy of policies) {
      const limit = seed.left[policy] as number;
      seed.left[policy] = limit - steal(coin, policy, limit);
    }
  }

  /** Under poison what is tainted at all is tainted whole. */
  function flag(coin: PlainCoin): void {
    if ((coin.tainted[POISON] ?? 0) > 0) coin.tainted[POISON] = coin.amount;
  }

  function stopOf(coin: PlainCoin, named: boolean): string | undefined {
    if (coin.owner?.startsWith('data') === true) return 'burn';
    for (const name of [coin.owner ?? '', coin.name]) {
      const stop = world.stops[name];
      if (stop !== undefined && (!named || SEED_STOPS.includes(stop))) return stop;
    }
    return undefined;
  }

  function activate(seed: (typeof accountSeeds)[number]): void {
    if (seed.seed.kind !== 'account') return;
    const { of } = seed.seed;
    seed.active = true;
    const held = [...coins.values()]
      .filter((coin) => coin.owner === of && coin.spentBy === null && (coin.followed || coin.waiting))
      .sort((a, b) => a.block - b.block || (keyOf(a.name) < keyOf(b.name) ? -1 : 1));
    for (const coin of held) {
      stealFor(coin, seed);
      flag(coin);
      if (hasTaint(coin)) {
        Object.assign(coin, { everTainted: true, followed: true, waiting: false, hops: 0, leadHops: 0 });
      } else if (seedsOf(of).every(({ active }) => active)) coins.delete(coin.name);
    }
  }

  for (const tx of txs) {
    const owners = new Set([...tx.inputs, ...tx.outputs].map(({ owner }) => owner));
    for (const seed of accountSeeds) {
      if (seed.seed.kind !== 'account') continue;
      const known = tx.whole || tx.outputs.some(({ owner }) => owner === (seed.seed as { of: string }).of);
      const spendsKnown = tx.inputs.some(({ coin }) => coins.get(coin)?.owner === (seed.seed as { of: string }).of);
      if (!owners.has(seed.seed.of) || !(known || spendsKnown)) continue;
      seed.touched = true;
      if (!seed.active && tx.block >= seed.seed.fromBlock) {
        met.add(accountSeeds.indexOf(seed));
        activate(seed);
      }
    }

    // What is spent.
    const spent: PlainCoin[] = [];
    for (const input of tx.inputs) {
      let coin = coins.get(input.coin);
      if (coin === undefined && tx.whole) {
        const unseen = blank(input.coin, input.owner, input.amount, tx.block);
        for (const seed of seedsOf(input.owner)) if (seed.active) stealFor(unseen, seed);
        flag(unseen);
        if (hasTaint(unseen)) {
          const kind = stopOf(unseen, true) ?? 'resting';
          Object.assign(unseen, { everTainted: true, followed: true, kind, hops: 0, leadHops: 0, unseen: true });
          coins.set(unseen.name, unseen);
          coin = unseen;
        }
      }
      if (coin === undefined || coin.spentBy !== null) continue;
      if (coin.waiting) coins.delete(coin.name);
      else if (coin.followed) {
        coin.spentBy = tx.name;
        spent.push(coin);
      }
    }

    // What is stolen here.
    const seedsHere = seeds.flatMap((seed, place) =>
      seed.kind === 'transaction' && seed.tx === tx.name ? [place] : [],
    );
    for (const place of seedsHere) met.add(place);
    const here = seedsHere.map((place) => seeds[place] as Extract<PlainSeed, { kind: 'transaction' }>);
    const marks = tx.outputs.map((output, place) => {
      if (output.amount === 0) return undefined;
      const coin = blank(`${tx.name}:${place}`, output.owner, output.amount, tx.block);
      if (here.some(({ of }) => of === output.owner || of === coin.name)) return 'named';
      const isPayer = tx.whole && tx.inputs.some(({ owner }) => owner === output.owner);
      const stop = stopOf(coin, false);
      const isService = stop !== undefined && !SEED_STOPS.includes(stop);
      return here.some(({ of }) => of === undefined) && !isPayer && !isService ? 'anyone' : undefined;
    });

    // Where the taint that is spent goes.
    const hops = 1 + Math.min(...spent.map((coin) => coin.hops));
    const leadHops =
      1 + Math.min(...spent.filter((coin) => (coin.tainted[lead] ?? 0) > 0).map((coin) => coin.leadHops));
    const mixed = tx.mix && marks.every((mark) => mark === undefined);
    let outflow = 0;
    let cut = 0;
    let carrier: PlainCoin | undefined;
    const made = tx.outputs.map((output, place) => blank(`${tx.name}:${place}`, output.owner, output.amount, tx.block));
    if (spent.length > 0 && (!tx.whole || mixed)) {
      const pot = blank(tx.name, null, 0, tx.block);
      const kind = tx.whole ? 'mixer' : 'unavailable';
      for (const policy of policies)
        pot.tainted[policy] = spent.reduce((sum, coin) => sum + (coin.tainted[policy] ?? 0), 0);
      coins.set(pot.name, Object.assign(pot, { everTainted: true, kind, hops, leadHops }));
    } else if (spent.length > 0) {
      for (const policy of policies) {
        const slots = [...tx.outputs.map(({ amount }) => amount), feeOf(tx)];
        const inputs = tx.inputs.map(({ coin: name, amount }) => {
          const coin = spent.find((found) => found.name === name);
          return {
            tainted: coin?.tainted[policy] ?? 0,
            units: coin?.units[policy] ?? Array.from({ length: amount }, () => false),
          };
        });
        const shares = shareOut(policy, inputs, slots);
        shares.forEach(({ tainted, units }, slot) => {
          const coin = made[slot];
          if (coin === undefined) fees[policy] = (fees[policy] ?? 0) + tainted;
          else {
            coin.tainted[policy] = tainted;
            coin.units[policy] = units;
          }
        });
      }
      outflow = made.reduce((sum, coin) => sum + (coin.tainted[lead] ?? 0), 0);
      for (const coin of made) {
        const origin = coin.tainted[lead] ?? 0;
        const over = world.floor !== undefined && origin > 0 && origin >= world.floor;
        const isLarger = origin > (carrier?.tainted[lead] ?? 0);
        if (over && isLarger && stopOf(coin, false) === undefined) carrier = coin;
      }
      if (carrier !== undefined) {
        outflow -= carrier.tainted[lead] ?? 0;
        for (const coin of spent) {
          outflow += coin.trail?.out ?? 0;
          cut += coin.trail?.cut ?? 0;
        }
      }
    }

    made.forEach((coin, place) => {
      if (coin.amount === 0) return;
      const mark = marks[place];
      const mine = seedsOf(coin.owner);
      const arrived = hasTaint(coin);
      if (mark === undefined && mine.length === 0) {
        if (!arrived) return;
        Object.assign(coin, { everTainted: true, hops, leadHops });
        const stop = stopOf(coin, false);
        const origin = coin.tainted[lead] ?? 0;
        let deserves = world.floor !== undefined && origin > 0 && origin >= world.floor;
        if (stop === undefined && !deserves && world.floor !== undefined && world.floor > 0 && origin > 0) {
          if (cut * 100 < outflow) cut += origin;
          else deserves = true;
        }
        coin.followed = stop === undefined && deserves && leadHops < world.maxHops;
        coin.kind = stop ?? (coin.followed ? 'resting' : deserves ? 'budget' : 'dispersed');
        coins.set(coin.name, coin);
        return;
      }
      for (const seed of mine) if (seed.active) stealFor(coin, seed);
      if (mark !== undefined) for (const policy of policies) steal(coin, policy, Infinity);
      flag(coin);
      const isTainted = hasTaint(coin);
      if (!isTainted && mine.every(({ active }) => active)) return;
      const stop = stopOf(coin, mark === 'named' || mine.length > 0);
      const near = mark !== undefined || mine.some(({ active }) => active);
      coins.set(
        coin.name,
        Object.assign(coin, {
          everTainted: isTainted,
          waiting: !isTainted,
          followed: isTainted && stop !== 'burn',
          kind: stop ?? 'resting',
          hops: near ? 0 : hops,
          leadHops: near ? 0 : leadHops,
        }),
      );
    });
    if (carrier !== undefined) carrier.trail = { out: outflow, cut };
  }

  for (const coin of coins.values()) {
    if (coin.spentBy !== null || !(coin.followed || coin.waiting)) continue;
    for (const seed of seedsOf(coin.owner)) met.add(accountSeeds.indexOf(seed));
  }
  for (const seed of accountSeeds) if (!seed.active && seed.touched) activate(seed);
  return { coins: [...coins.values()].filter((coin) => coin.everTainted), stolen, fees, met };
}

type Part = { readonly tainted: number; readonly units: boolean[] };

function shareOut(policy: Policy, inputs: readonly Part[], slots: readonly number[]): readonly Part[] {
  const brought = inputs.reduce((sum, { tainted }) => sum + tainted, 0);
  const clean = (amount: number): boolean[] => Array.from({ length: amount }, () => false);
  if (policy === 'fifo' || policy === 'lifo') {
    let queue = inputs.flatMap(({ units }) => units);
    if (policy === 'lifo') queue = queue.reverse();
    return slots.map((amount) => {
      const units = queue.splice(0, amount);
      return { tainted: units.filter((unit) => unit).length, units };
    });
  }
  const plain = (shares: readonly number[]): readonly Part[] =>
    shares.map((tainted, slot) => ({ tainted, units: clean(slots[slot] ?? 0) }));
  const last = slots.length - 1;
  if (policy === 'poison') return plain(slots.map((amount, slot) => (brought > 0 && slot < last ? amount : 0)));
  if (policy === 'tiho') {
    const shares = slots.map(() => 0);
    let left = brought;
    const waiting = new Set(slots.keys());
    while (waiting.size > 0) {
      const outputs = [...waiting].filter((slot) => slot < last);
      const next = outputs.reduce(
        (best, slot) => ((slots[slot] ?? 0) > (slots[best] ?? 0) ? slot : best),
        outputs[0] ?? last,
      );
      shares[next] = Math.min(left, slots[next] ?? 0);
      left -= shares[next];
      waiting.delete(next);
    }
    return plain(shares);
  }
  const total = slots.reduce((sum, amount) => sum + amount, 0);
  const shares = slots.map((amount) => Math.floor((amount * brought) / total));
  const rest = slots.map((amount) => (amount * brought) % total);
  for (let left = brought - shares.reduce((sum, share) => sum + share, 0); left > 0; left -= 1) {
    const most = rest.indexOf(Math.max(...rest));
    shares[most] = (shares[most] ?? 0) + 1;
    rest[most] = -1;
  }
  return plain(shares);
}

export function feeOf({ inputs, outputs }: PlainTx): number {
  const sum = (legs: readonly { readonly amount: number }[]): number =>
    legs.reduce((all, { amount }) => all + amount, 0);
  return sum(inputs) - sum(outputs);
}

/** Orders coins as their stored names do. */
function keyOf(name: string): string {
  const [tx = '', place = ''] = name.split(':');
  return `${Buffer.from(tx).toString('hex').padStart(64, '0')}:${place.padStart(8, '0')}`;
}
