import { type Address, accountId, type Leg, type LinkId, transitOf } from '@fundtrail/core';
import { hasTaint, newMoved } from '../balances.ts';
import { enterTransit } from '../crossing/enter-transit.ts';
import { letsThrough, reachesFloor } from '../guard.ts';
import type { Distance } from '../movement.ts';
import { isNoOrigin, type Origin } from '../origin.ts';
import { type Arrival, momentOf, type TransactionRun } from '../run.ts';
import type { GuardSums, Moment } from '../state.ts';
import { addCrossed } from './add-crossed.ts';
import { outputTeller, tellCrossed } from './coin-flows.ts';
import { type CoinParts, type CoinState, isOpenCoin } from './coin-state.ts';
import { coinStop } from './coin-stop.ts';
import type { Guarded } from './guarded-by.ts';
import type { Mark } from './marked-outputs.ts';
import { hasActiveSeed, hasWaitingSeed } from './owner-seeds.ts';
import { withSegments } from './segments.ts';
import type { Shares, TaintedInput } from './spending.ts';
import { steal } from './steal.ts';

const AT_SEED: Distance = { hops: 0, leadHops: 0 };
const NOWHERE: Distance = { hops: Number.POSITIVE_INFINITY, leadHops: Number.POSITIVE_INFINITY };

/** Taint on its way to the outputs of a transaction: per policy the shares of outputs and fee. */
export type Arriving = {
  readonly spent: readonly TaintedInput[];
  readonly shares: readonly Shares[];
  readonly distance: Distance;
} & Guarded;

/** What may concern the outputs: taint that arrives, seeds of the transaction, owners that seeds name. */
export type Making = {
  readonly arriving: Arriving | undefined;
  readonly marked: ReadonlyMap<number, Mark> | undefined;
  readonly owners: ReadonlyMap<Address, readonly number[]> | undefined;
};

/** Makes the coins of a transaction that have taint or that a seed waits for, in their order, and tells the flows to them. */
export function makeCoins(run: TransactionRun, outputs: number, making: Making): void {
  const { legs } = run.fact;
  const { arriving, marked, owners } = making;
  const made = momentOf(run);
  const tell = arriving === undefined ? undefined : outputTeller(run, arriving.spent);
  for (let place = outputs; place < legs.length; place += 1) {
    const leg = legs[place] as Leg;
    if (leg.amount === 0n) continue;
    const given = arriving === undefined ? undefined : partsOf(arriving.shares, place - outputs);
    const crossed = run.crossings?.arriving.get(place);
    const { parts, from } =
      crossed === undefined ? { parts: given, from: arriving } : joined(run, leg, making, given, crossed);
    const leaving = run.crossings?.leaving.get(place);
    const shown = leaving === undefined ? leg : asTransit(leg, leaving.link);
    if (given !== undefined) tell?.(shown, given);
    if (crossed !== undefined) tellCrossed(run, shown, crossed.from, crossed.parts);
    if (leaving !== undefined) {
      if (parts !== undefined && from !== undefined) enterTransit(run, leaving, leg, parts, from.distance);
      continue;
    }
    const mark = marked?.get(place);
    const seeds = leg.owner === undefined ? undefined : owners?.get(leg.owner);
    // Its sums go on changing until the last output is judged, and never after.
    const trail = arriving?.carrier === place - outputs ? arriving.guard : undefined;
    const coin =
      mark === undefined && seeds === undefined
        ? coinReceiving(run, leg, made, { arriving: from, parts, trail })
        : coinOfSeeds(run, leg, made, { arriving: from, parts, trail, mark, seeds });
    if (coin === undefined) continue;
    run.chain.coins.set(coin.address, coin);
    countCoin(run, coin);
  }
}

/** What a transit receives; whoever keeps the output is no owner of it. */
function asTransit({ owner: _keeper, ...leg }: Leg, link: LinkId): Leg {
  return { ...leg, to: transitOf(link) };
}

function countCoin(run: TransactionRun, coin: CoinState): void {
  if (coin.followed) run.context.state.followedCoins += 1;
  if (isOpenCoin(coin))
    run.context.opened.push({ account: accountId(run.chain.id, coin.address), block: coin.made.block });
}

/** What an output that brings what left another chain has in all, and from how far: what the coins give that paid for it is in it, too. */
function joined(
  { context }: TransactionRun,
  { amount }: Leg,
  { arriving }: Making,
  given: CoinParts | undefined,
  { parts, distance }: Arrival,
): { readonly parts: CoinParts; readonly from: Arriving } {
  const { policies } = context;
  const all = given === undefined ? withSegments(policies, amount, parts) : addCrossed(policies, amount, given, parts);
  const spent = given === undefined ? undefined : arriving?.distance;
  const hops = Math.min(distance.hops + 1, spent?.hops ?? Number.POSITIVE_INFINITY);
  const leadHops = Math.min(distance.leadHops + 1, spent?.leadHops ?? Number.POSITIVE_INFINITY);
  const guard = { out: all.origin[0] as Origin, cut: 0n };
  return { parts: all, from: { spent: [], shares: [], distance: { hops, leadHops }, guard, carrier: -1 } };
}

/** The parts of one output; undefined where it has no taint under any policy. */
function partsOf(shares: readonly Shares[], slot: number): CoinParts | undefined {
  const tainted = shares.map((shared) => shared.tainted[slot] as bigint);
  const origin = shares.map((shared) => shared.origin[slot] as Origin);
  if (!hasTaint({ tainted, origin })) return undefined;
  const segmented = shares.some((shared) => shared.lots?.[slot] !== undefined);
  return { tainted, origin, lots: segmented ? shares.map((shared) => shared.lots?.[slot]) : undefined };
}

/** What comes to an output, and the sums of the trail that it carries on. */
type TaintConcern = {
  readonly arriving: Arriving | undefined;
  readonly parts: CoinParts | undefined;
  readonly trail: GuardSums | undefined;
};

/** A coin that no seed speaks of: a service or an OP_RETURN absorbs it, else it is followed if it is worth it and near enough. */
function coinReceiving(
  run: TransactionRun,
  leg: Leg,
  made: Moment,
  { arriving, parts, trail }: TaintConcern,
): CoinState | undefined {
  if (arriving === undefined || parts === undefined) return undefined;
  const { context, chain } = run;
  const stop = coinStop(context.options, chain.id, leg.to, leg.owner, false);
  const fate = stop === undefined ? fateOf(run, parts, arriving) : { followed: false, kind: stop.kind };
  return newCoin(leg, made, parts, { ...fate, ...arriving.distance, stop, seeded: false, first: made, trail });
}

function fateOf(
  { context }: TransactionRun,
  { origin }: CoinParts,
  { guard, distance }: Arriving,
): Pick<CoinState, 'followed' | 'kind'> {
  const lead = origin[0] as Origin;
  const deserves =
    reachesFloor(context, lead) || (context.floorsCut && !isNoOrigin(lead) && letsThrough(context, guard, lead));
  if (!deserves) return { followed: false, kind: 'dispersed' };
  const { maxHops, maxCoins = Number.POSITIVE_INFINITY } = context.options;
  const isWithin = distance.leadHops < maxHops && context.state.followedCoins < maxCoins;
  return isWithin ? { followed: true, kind: 'resting' } : { followed: false, kind: 'budget' };
}

type SeedsConcern = TaintConcern & {
  readonly mark: Mark | undefined;
  readonly seeds: readonly number[] | undefined;
};

/**
 * A coin that a seed makes stolen, or whose owner a seed names: followed whatever it is worth, unless nobody can spend it. Undefined
 * where no taint comes to it and no seed waits for its block.
 */
function coinOfSeeds(run: TransactionRun, leg: Leg, made: Moment, concern: SeedsConcern): CoinState | undefined {
  const { context, chain } = run;
  const { arriving, mark, seeds } = concern;
  const arrived = concern.parts ?? { ...newMoved(context.policies.length), lots: undefined };
  const parts = steal(context, chain, leg.amount, arrived, seeds, mark !== undefined);
  const tainted = hasTaint(parts);
  if (!tainted && !hasWaitingSeed(context, seeds)) return undefined;
  const seeded = mark?.named === true || seeds !== undefined;
  const stop = coinStop(context.options, chain.id, leg.to, leg.owner, seeded);
  const stolen = mark !== undefined || hasActiveSeed(context, seeds);
  return newCoin(leg, made, parts, {
    trail: concern.trail,
    ...(stolen ? AT_SEED : (arriving?.distance ?? NOWHERE)),
    stop,
    seeded,
    first: tainted ? made : undefined,
    followed: tainted && stop?.kind !== 'burn',
    kind: stop?.kind ?? 'resting',
  });
}

function newCoin(
  { to, owner, amount }: Leg,
  made: Moment,
  parts: CoinParts,
  known: Pick<CoinState, 'stop' | 'seeded' | 'first' | 'followed' | 'kind' | 'hops' | 'leadHops' | 'trail'>,
): CoinState {
  return {
    address: to,
    owner,
    amount,
    tainted: parts.tainted,
    origin: parts.origin,
    lots: parts.lots,
    made,
    seen: true,
    first: known.first,
    followed: known.followed,
    kind: known.kind,
    stop: known.stop,
    seeded: known.seeded,
    hops: known.hops,
    leadHops: known.leadHops,
    spentBy: undefined,
    trail: known.trail,
  };
}
