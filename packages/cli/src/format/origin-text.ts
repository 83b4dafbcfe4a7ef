import type { TraceResult } from '@fundtrail/tracer';
import { formatIn, unitOf } from './amounts.ts';

/** An amount of what was stolen. With several stolen assets the sum of origins has no unit: it is then only good for an order. */
export function originText(result: Pick<TraceResult, 'totals'>, amount: bigint, lead: string): string {
  const [stolen, ...others] = Object.keys(result.totals[lead]?.stolen ?? {});
  if (stolen === undefined || others.length > 0) return amount.toString();
  const unit = unitOf(stolen);
  return `${formatIn(unit, amount)} ${unit.symbol}`;
}
