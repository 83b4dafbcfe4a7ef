import type { Leg, TransactionFact } from '@fundtrail/core';
import { crossCoins } from '../crossing/cross-coins.ts';
import { askWhole, isWhole } from '../movement.ts';
import type { TransactionRun } from '../run.ts';
import type { ChainState, SeedState } from '../state.ts';
import type { Crossing, Stop } from '../types.ts';
import { checkAmounts } from './check-amounts.ts';
import { type Arriving, makeCoins } from './make-coins.ts';
import { markedOutputs } from './marked-outputs.ts';
import { touchOwners } from './owner-seeds.ts';
import { passOn } from './pass-on.ts';
import { swallow } from './pot.ts';
import { spendCoins } from './spend-coins.ts';
import type { TaintedInput } from './spending.ts';

const NOT_WHOLE: Stop = { kind: 'unavailable', entity: null, reason: 'the amounts of some inputs are not known' };

/**
 * Applies a transaction of a UTXO chain: the coins it spends give their taint to those it makes and to its fee, or to its pot; then
 * seeds make coins stolen. Whether a coin is followed is decided here and for good.
 */
export function applyUtxo(
  plain: TransactionRun,
  seedPlaces: readonly number[] | undefined,
  crossings: readonly Crossing[],
): void {
  const { context, chain, fact } = plain;
  const seeds = context.seedOwners.get(chain.id);
  const owners = seeds === undefined ? undefined : touchOwners(plain, seeds);
  const crosses = crossings.length > 0 ? crossCoins(plain, crossings) : undefined;
  const brings = (crosses?.arriving.size ?? 0) > 0;
  if (seedPlaces === undefined && owners === undefined && !brings && !spendsFollowed(chain, fact)) return;
  const run: TransactionRun = { ...plain, crossings: crosses };
  const outputs = firstOutput(fact.legs);
  const spent = spendCoins(run, outputs, owners);
  for (const place of seedPlaces ?? []) (context.state.seeds[place] as SeedState).met = true;
  const marked = seedPlaces === undefined ? undefined : markedOutputs(run, outputs, seedPlaces);
  const arriving = spent.length === 0 ? undefined : handOn(run, outputs, spent, marked !== undefined);
  if (arriving !== undefined || marked !== undefined || owners !== undefined || brings) {
    makeCoins(run, outputs, { arriving, marked, owners });
  }
}

/** What the outputs get; undefined where the transaction's pot swallows it all. */
function handOn(
  run: TransactionRun,
  outputs: number,
  spent: readonly TaintedInput[],
  stolen: boolean,
): Arriving | undefined {
  const { context, fact } = run;
  if (!isWhole(fact)) {
    askWhole(run);
    swallow(run, spent, NOT_WHOLE);
    return undefined;
  }
  checkAmounts(fact, outputs, spent);
  const mix = stolen ? undefined : context.options.mixOf?.(fact);
  if (mix === undefined) return passOn(run, outputs, spent);
  swallow(run, spent, mix);
  return undefined;
}

function spendsFollowed({ coins }: ChainState, { legs }: TransactionFact): boolean {
  if (coins.size === 0) return false;
  for (const leg of legs) {
    if (leg.kind !== 'input') return false;
    if (coins.get(leg.from)?.followed === true) return true;
  }
  return false;
}

/** Place of the first output: inputs come first. */
function firstOutput(legs: readonly Leg[]): number {
  const place = legs.findIndex((leg) => leg.kind === 'output');
  return place < 0 ? legs.length : place;
}
