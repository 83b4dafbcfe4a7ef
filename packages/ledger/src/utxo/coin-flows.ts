import { type Address, accountId, assetId, type Leg } from '@fundtrail/core';
import { type Origin, originVector } from '../origin.ts';
import type { MovedParts } from '../policy.ts';
import type { TransactionRun } from '../run.ts';
import type { Flow } from '../types.ts';
import type { CoinState } from './coin-state.ts';
import type { TaintedInput } from './spending.ts';

/** Tells what comes to an output; undefined where nobody listens. */
export function outputTeller(
  run: TransactionRun,
  spent: readonly TaintedInput[],
): ((leg: Leg, parts: MovedParts) => void) | undefined {
  if (run.context.options.onFlow === undefined) return undefined;
  const from = mostBringing(spent);
  const inputs = legIds(run, spent);
  return (leg, parts) =>
    tell(run, { from, to: leg.to, toOwner: leg.owner, amount: leg.amount, parts, legs: [...inputs, leg.id] });
}

/** Tells what a pot swallows, input by input. */
export function tellSwallowed(run: TransactionRun, spent: readonly TaintedInput[], pot: Address): void {
  for (const input of spent) {
    const { coin } = input;
    tell(run, {
      from: coin,
      to: pot,
      toOwner: undefined,
      amount: coin.amount,
      parts: coin,
      legs: legIds(run, [input]),
    });
  }
}

/** Tells what an output brings from another chain: out of the arrival of its link. */
export function tellCrossed(run: TransactionRun, leg: Leg, arrival: Address, parts: MovedParts): void {
  const from = { address: arrival, owner: undefined };
  tell(run, { from, to: leg.to, toOwner: leg.owner, amount: leg.amount, parts, legs: [leg.id] });
}

type Told = {
  readonly from: Pick<CoinState, 'address' | 'owner'>;
  readonly to: Address;
  readonly toOwner: Address | undefined;
  readonly amount: bigint;
  readonly parts: MovedParts;
  readonly legs: readonly string[];
};

function tell(run: TransactionRun, { from, to, toOwner, amount, parts, legs }: Told): void {
  const { context, chain, fact } = run;
  const units = context.state.units.length;
  const flow: Flow = {
    chain: chain.id,
    tx: fact.hash,
    block: fact.block,
    txIndex: fact.index,
    time: fact.time,
    index: run.flows,
    from: accountId(chain.id, from.address),
    to: accountId(chain.id, to),
    ...(from.owner === undefined ? {} : { fromOwner: accountId(chain.id, from.owner) }),
    ...(toOwner === undefined ? {} : { toOwner: accountId(chain.id, toOwner) }),
    asset: assetId(chain.id, 'native'),
    amount,
    tainted: parts.tainted.slice(),
    origin: parts.origin.map((origin) => originVector(origin, units)),
    legs,
    lowConfidence: false,
  };
  run.flows += 1;
  context.options.onFlow?.(flow);
}

function legIds({ fact }: TransactionRun, inputs: readonly TaintedInput[]): readonly string[] {
  return inputs.map(({ place }) => (fact.legs[place] as Leg).id);
}

/** The coin that brings most origin under the lead policy; where none has any, most taint under any policy; the first of equal ones. */
function mostBringing(spent: readonly TaintedInput[]): CoinState {
  const byOrigin = largest(spent, (coin) => [sumOf(coin.origin[0] as Origin)]);
  return byOrigin ?? largest(spent, (coin) => coin.tainted) ?? (spent[0] as TaintedInput).coin;
}

function largest(
  spent: readonly TaintedInput[],
  sizesOf: (coin: CoinState) => readonly bigint[],
): CoinState | undefined {
  let found: CoinState | undefined;
  let most = 0n;
  for (const { coin } of spent) {
    for (const size of sizesOf(coin)) {
      if (size <= most) continue;
      most = size;
      found = coin;
    }
  }
  return found;
}

function sumOf(origin: Origin): bigint {
  return typeof origin === 'bigint' ? origin : origin.reduce((sum, part) => sum + part, 0n);
}
