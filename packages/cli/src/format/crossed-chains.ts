import { chainInfo, parseChain } from '@fundtrail/core';
import type { FlowView, TraceResult } from '@fundtrail/tracer';
import { originText } from './origin-text.ts';
import { formatTable } from './table.ts';

/** Of one chain, in units of what was stolen: what left it by bridges, what arrived or came back, and what is still on its way from it. */
type Crossed = { readonly chain: string; left: bigint; arrived: bigint; awaited: bigint };

const TRANSIT = ':transit-';
const ARRIVAL = ':arrival-';

/** What crossed chains, a line for each chain; empty where nothing did. */
export function crossedChains(result: Pick<TraceResult, 'flows' | 'accounts' | 'totals'>, lead: string): string {
  const chains = new Map<string, Crossed>();
  const on = (chain: string): Crossed => {
    const known = chains.get(chain) ?? { chain, left: 0n, arrived: 0n, awaited: 0n };
    chains.set(chain, known);
    return known;
  };
  const originOf = ({ origin }: FlowView): bigint => BigInt(origin[lead] ?? '0');
  for (const flow of result.flows) {
    if (flow.to.includes(TRANSIT)) on(flow.chain).left += originOf(flow);
    if (flow.from.includes(ARRIVAL)) on(flow.chain).arrived += originOf(flow);
  }
  for (const { account, origin_received: received } of result.accounts) {
    const at = account.indexOf(TRANSIT);
    if (at >= 0) on(account.slice(0, at)).awaited += BigInt(received[lead] ?? '0');
  }
  if (chains.size === 0) return '';
  const shown = (amount: bigint): string => (amount === 0n ? '-' : originText(result, amount, lead));
  return formatTable(
    [
      { title: 'chain' },
      { title: 'left by bridges', align: 'right' },
      { title: 'arrived or came back', align: 'right' },
      { title: 'not arrived', align: 'right' },
    ],
    [...chains.values()].map(({ chain, left, arrived, awaited }) => [
      chainInfo(parseChain(chain)).name,
      shown(left),
      shown(arrived),
      shown(awaited),
    ]),
  );
}
