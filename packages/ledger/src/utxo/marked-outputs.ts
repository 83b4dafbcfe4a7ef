import { type Address, accountId, type Leg } from '@fundtrail/core';
import { seedStop, type TransactionSeed } from '../context.ts';
import { askWhole } from '../movement.ts';
import type { TransactionRun } from '../run.ts';
import { coinStop, isDataScript } from './coin-stop.ts';

/** An output that a transaction seed makes stolen; `named`: for its own or its owner's name, whatever that is. */
export type Mark = { readonly named: boolean };

/** The outputs that the seeds at `places` make stolen, by their places among the legs; undefined where there are none. */
export function markedOutputs(
  run: TransactionRun,
  outputs: number,
  places: readonly number[],
): ReadonlyMap<number, Mark> | undefined {
  const { context, fact } = run;
  const seeds = places.map((place) => context.options.seeds[place] as TransactionSeed);
  const named = new Set(seeds.flatMap((seed) => seed.account ?? []));
  const anyone = seeds.some((seed) => seed.account === undefined);
  // Who pays cannot be told from who is paid where owners of inputs are not known.
  if (anyone) askWhole(run);
  const payers = new Set(fact.legs.slice(0, outputs).map((leg) => leg.owner));
  const marks = new Map<number, Mark>();
  for (let place = outputs; place < fact.legs.length; place += 1) {
    const leg = fact.legs[place] as Leg;
    if (leg.amount === 0n) continue;
    if (isNamed(run, leg, named)) marks.set(place, { named: true });
    else if (anyone && isReceiver(run, leg, payers)) marks.set(place, { named: false });
  }
  return marks.size === 0 ? undefined : marks;
}

function isNamed({ chain }: TransactionRun, { to, owner }: Leg, named: ReadonlySet<string>): boolean {
  if (named.size === 0) return false;
  return named.has(accountId(chain.id, to)) || (owner !== undefined && named.has(accountId(chain.id, owner)));
}

/** Whoever is paid, is no payer and no service, and can spend it. */
function isReceiver(
  { context, chain }: TransactionRun,
  { to, owner }: Leg,
  payers: ReadonlySet<Address | undefined>,
): boolean {
  if (owner === undefined || payers.has(owner) || isDataScript(owner)) return false;
  const stop = coinStop(context.options, chain.id, to, owner, false);
  return stop === seedStop(stop);
}
