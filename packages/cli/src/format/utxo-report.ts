import { chainInfo } from '@fundtrail/core';
import type { StolenThrough, UtxoExplanation } from '@fundtrail/tracer';
import { formatCoins, groupDigits } from './amounts.ts';
import { bridgeLines } from './bridge-lines.ts';
import type { Colors } from './colors.ts';
import { formatStolenThrough } from './stolen-through.ts';
import { formatTable } from './table.ts';

/** An explained transaction of a UTXO chain for people: its coins, what it is and why, what the ledger would do, and what to mind. */
export function formatUtxo(explanation: UtxoExplanation, stolen: StolenThrough | undefined, colors: Colors): string {
  return [
    headLines(explanation, colors),
    section('Inputs', inputTable(explanation), colors),
    section('Outputs', outputTable(explanation), colors),
    section('CoinJoin', coinJoinText(explanation), colors),
    section('Change', changeText(explanation), colors),
    stolen === undefined ? '' : section(...formatStolenThrough(explanation, stolen), colors),
    section('Bridges', bridgeLines(explanation.bridges), colors),
    section('Mind', explanation.notes.map((note) => `- ${note}`).join('\n'), colors),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function headLines(explanation: UtxoExplanation, colors: Colors): string {
  const { txid, chain, kind, reason, fee, inputs, outputs } = explanation;
  const known = inputs.every(({ amount }) => amount !== null);
  return [
    colors.bold(`Transaction ${txid}`),
    `chain    ${chainInfo(chain).name} (${chain})`,
    `block    ${blockText(explanation, colors)}`,
    `inputs   ${inputs.length}${inputs.length > 0 && known ? `, ${amountText(chain, sumOf(inputs))}` : ''}`,
    `outputs  ${outputs.length}, ${amountText(chain, sumOf(outputs))}`,
    `fee      ${fee === null ? 'not known' : `${amountText(chain, BigInt(fee))} (${groupDigits(fee)} sat)`}`,
    `kind     ${colors.bold(kind)}: ${reason}`,
  ].join('\n');
}

function blockText({ status, block, time }: UtxoExplanation, colors: Colors): string {
  if (status === 'mempool') return colors.warn('waits to be mined');
  if (status === 'untold' || block === null || time === null) return 'not in the record';
  return `${block}, ${new Date(time * 1000).toISOString()}`;
}

function section(title: string, body: string, colors: Colors): string {
  return body === '' ? '' : `${colors.bold(title)}\n${body}`;
}

function inputTable({ chain, inputs }: UtxoExplanation): string {
  if (inputs.length === 0) return '';
  const { decimals, symbol } = chainInfo(chain);
  const rows = inputs.map(({ place, coin, address, type, amount, marks }) => [
    String(place),
    coin,
    address ?? 'not known',
    type ?? '',
    amount === null ? 'not known' : formatCoins(BigInt(amount), decimals),
    marks.join(', '),
  ]);
  return formatTable(
    [
      { title: '#', align: 'right' },
      { title: 'coin' },
      { title: 'address' },
      { title: 'type' },
      { title: symbol, align: 'right' },
      { title: '' },
    ],
    rows,
  );
}

function outputTable({ chain, outputs }: UtxoExplanation): string {
  const { decimals, symbol } = chainInfo(chain);
  const rows = outputs.map((output) => [
    String(output.place),
    outputText(output),
    output.type,
    formatCoins(BigInt(output.amount), decimals),
    output.marks.map((mark) => (mark === 'mixed' ? `mixed (1 of ${output.one_of})` : mark)).join(', '),
  ]);
  return formatTable(
    [
      { title: '#', align: 'right' },
      { title: 'address' },
      { title: 'type' },
      { title: symbol, align: 'right' },
      { title: '' },
    ],
    rows,
  );
}

function outputText({ address, data }: UtxoExplanation['outputs'][number]): string {
  if (data === undefined) return address ?? '';
  if (data.hex === '') return 'OP_RETURN';
  return `OP_RETURN ${data.text === null ? data.hex : JSON.stringify(data.text)}`;
}

function coinJoinText({ chain, coinjoin }: UtxoExplanation): string {
  if (coinjoin === null) return '';
  const { scheme, denomination, participants, confidence } = coinjoin;
  return `${scheme}, ${amountText(chain, BigInt(denomination))} each, ${participants} participants, confidence ${confidence}`;
}

function changeText({ change }: UtxoExplanation): string {
  return change === null ? '' : `output ${change.vout}, confidence ${change.confidence}: ${change.signs.join('; ')}`;
}

function sumOf(parts: readonly { readonly amount: string | null }[]): bigint {
  return parts.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n);
}

function amountText(chain: string, amount: bigint): string {
  const { decimals, symbol } = chainInfo(chain);
  return `${formatCoins(amount, decimals)} ${symbol}`;
}
