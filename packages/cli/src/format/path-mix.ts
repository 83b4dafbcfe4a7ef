import type { MixedOutput, TrailMix } from '@fundtrail/tracer';
import { type AssetUnit, formatIn } from './amounts.ts';
import { bareAddress } from './short-names.ts';
import { formatTable } from './table.ts';

/** Of changes, and of candidates. */
const SHOWN_OUTPUTS = 10;

/** The CoinJoin in which a path ends, and outputs with which it may go on. */
export function mixLines(mix: TrailMix, unit: AssetUnit, all: boolean): readonly string[] {
  const { scheme, denomination, participants, confidence, candidates, unmixed } = mix;
  const show = (amount: string): string => `${formatIn(unit, BigInt(amount))} ${unit.symbol}`;
  const row = (hint: string, { amount, account, output }: MixedOutput): string[] => [
    hint,
    show(amount),
    bareAddress(account),
    output,
  ];
  const most = all ? Number.POSITIVE_INFINITY : SHOWN_OUTPUTS;
  const rows = [
    // Changes are few and tell more: whoever brought an amount gets the rest of it back.
    ...unmixed.slice(0, most).map((one) => row(`change, confidence ${one.confidence}`, one)),
    ...candidates.slice(0, most).map((one) => row(`1 in ${one.one_of}`, one)),
  ];
  const hidden = unmixed.length + candidates.length - rows.length;
  return [
    `  The path ends in a CoinJoin (${scheme}, ${show(denomination)} each, ${participants} participants, confidence ${confidence}).`,
    '  It may go on with these outputs: hints, none of which holds taint.',
    ...formatTable(
      [{ title: 'hint' }, { title: 'amount', align: 'right' }, { title: 'address' }, { title: 'output' }],
      rows,
    )
      .split('\n')
      .map((line) => `    ${line}`),
    ...(hidden === 0 ? [] : [`    … and ${hidden} more (--all shows them)`]),
  ];
}
