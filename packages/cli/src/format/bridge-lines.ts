import type { ShownBridge } from '@fundtrail/tracer';
import { assetText, formatIn, unitOf } from './amounts.ts';

const SIDES: Readonly<Record<string, string>> = {
  source: 'leaves by',
  destination: 'arrives by',
  refund: 'comes back by',
};

/** What a transaction is to cross-chain movements, a few lines for each. */
export function bridgeLines(bridges: readonly ShownBridge[]): string {
  return bridges.map(linesOf).join('\n');
}

function linesOf(bridge: ShownBridge): string {
  const { protocol, side, via, key, fault, memo, notes } = bridge;
  const through = via.length === 0 ? '' : ` (through ${via.join(', ')})`;
  return [
    `${SIDES[side] ?? side} ${protocol}${through}: ${amountText(bridge)}, ${wayText(bridge)}`,
    ...(key === null ? [] : [`  key   ${key} (class ${bridge.class}), told by ${bridge.evidence}`]),
    ...(memo === null ? [] : [`  memo  ${memo}`]),
    ...(fault === null ? [] : [`  links nothing: ${fault}`]),
    ...notes.map((note) => `  note  ${note}`),
  ].join('\n');
}

function amountText({ asset, amount }: ShownBridge): string {
  if (asset === null || amount === null) return 'an amount that is not told';
  return `${formatIn(unitOf(asset), BigInt(amount))} ${assetText(asset)}`;
}

function wayText({ from_chain, from_account, to_chain, to_account }: ShownBridge): string {
  const from = from_account ?? from_chain ?? 'somewhere';
  return `${from} -> ${to_account ?? to_chain ?? 'somewhere'}`;
}
