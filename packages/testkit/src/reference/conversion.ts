import type { AccountId, AssetId } from '@fundtrail/core';
import { type Carried, CLEAN } from './holding.ts';
import type { NetFlow } from './net-flows.ts';
import { addOrigin, NO_ORIGIN, shareOfOrigin, subtractOrigin } from './origin.ts';

/** US dollars per base unit. */
export type PriceOf = (
  asset: AssetId,
  time: number,
) => { readonly numerator: bigint; readonly denominator: bigint } | undefined;

export type ConversionRules = { readonly poison: boolean; readonly time: number; readonly priceOf: PriceOf };

/** A flow with what it carries. */
export type CarryingFlow = { readonly flow: NetFlow; readonly carried: Carried };

/** What was paid in, spread over what was paid out; all of it, the last flow takes the remaining origin. */
export function convert(
  paid: readonly CarryingFlow[],
  out: readonly NetFlow[],
  rules: ConversionRules,
): readonly CarryingFlow[] {
  const inflows = paid.map(({ flow }) => flow);
  const inWeight = weights(inflows, rules);
  const outWeight = weights(out, rules);
  const taintedWorth = sum(paid.map(({ flow, carried }) => inWeight(flow.asset) * carried.tainted));
  const paidWorth = sum(inflows.map((flow) => inWeight(flow.asset) * flow.amount));
  const outWorth = sum(out.map((flow) => outWeight(flow.asset) * flow.amount));
  const origin = paid.map(({ carried }) => carried.origin).reduce(addOrigin, NO_ORIGIN);
  let originLeft = origin;
  return out.map((flow, place) => {
    const worth = outWeight(flow.asset) * flow.amount;
    const share = place === out.length - 1 ? originLeft : shareOfOrigin(origin, worth, outWorth);
    originLeft = subtractOrigin(originLeft, share);
    const whole = rules.poison && taintedWorth > 0n;
    const tainted = whole ? flow.amount : paidWorth === 0n ? 0n : (flow.amount * taintedWorth) / paidWorth;
    return { flow, carried: { tainted, origin: share } };
  });
}

export type Redirection = {
  readonly converters: ReadonlySet<AccountId>;
  /** What goes through them, and what they pay. */
  readonly flows: readonly NetFlow[];
  /** Every flow of the transaction: a converter is as old as its first one. */
  readonly all: readonly NetFlow[];
  /** What a flow to a converter from another account carries; asked once, when the converter is processed. */
  readonly paid: (flow: NetFlow) => Carried;
  /** Receives what goes out of converters, whether it carries something or not, in the order of processing. */
  readonly tell: (one: CarryingFlow) => void;
  readonly rules: ConversionRules;
};

/**
 * Sends what was paid to converters on through them: each waits for its inflows; a loop is broken at the one of its
 * converters whose first flow is oldest.
 * @returns what stays on converters, because it came back to one that was done.
 */
export function redirect({ converters, flows, all, paid, tell, rules }: Redirection): readonly CarryingFlow[] {
  const carriedBy = new Map<NetFlow, Carried>();
  const left = new Set(all.flatMap((flow) => [flow.from, flow.to]).filter((account) => converters.has(account)));
  const rests: CarryingFlow[] = [];
  const free = (account: AccountId): boolean => !flows.some((flow) => flow.to === account && left.has(flow.from));
  const looped = (account: AccountId): boolean => reaches(account, account, flows, left);
  while (left.size > 0) {
    const next = [...left].find(free) ?? [...left].find(looped);
    if (next === undefined) break;
    left.delete(next);
    const inflows = flows.filter((flow) => flow.to === next);
    const outflows = flows.filter((flow) => flow.from === next);
    const carriedIn = inflows.map((flow) => ({
      flow,
      carried: converters.has(flow.from) ? (carriedBy.get(flow) ?? CLEAN) : paid(flow),
    }));
    for (const sent of convert(carriedIn, outflows, rules)) {
      carriedBy.set(sent.flow, sent.carried);
      tell(sent);
      if (converters.has(sent.flow.to) && !left.has(sent.flow.to)) rests.push(sent);
    }
  }
  return rests;
}

function reaches(
  from: AccountId,
  target: AccountId,
  flows: readonly NetFlow[],
  within: ReadonlySet<AccountId>,
): boolean {
  const seen = new Set([from]);
  for (const node of seen) {
    for (const flow of flows) {
      if (flow.from !== node || !within.has(flow.to)) continue;
      if (flow.to === target) return true;
      seen.add(flow.to);
    }
  }
  return false;
}

/**
 * How much one base unit of an asset counts beside the others', as whole numbers: by price where every asset has one,
 * else each asset's whole amount counts the same; one asset alone needs neither.
 */
function weights(flows: readonly NetFlow[], rules: ConversionRules): (asset: AssetId) => bigint {
  const assets = [...new Set(flows.map((flow) => flow.asset))];
  if (assets.length <= 1) return () => 1n;
  const prices = assets.map((asset) => rules.priceOf(asset, rules.time));
  const known = prices.every((price) => price !== undefined);
  const fractions = assets.map((asset, place) => {
    const price = prices[place];
    if (known && price !== undefined) return { asset, ...price };
    const amount = sum(flows.filter((flow) => flow.asset === asset).map((flow) => flow.amount));
    return { asset, numerator: 1n, denominator: amount };
  });
  const common = fractions.reduce((product, { denominator }) => product * denominator, 1n);
  const weight = new Map(fractions.map((f) => [f.asset, (f.numerator * common) / f.denominator]));
  return (asset) => weight.get(asset) ?? 0n;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}
