import { chainInfo } from '@fundtrail/core';
import type { Explained } from '@fundtrail/tracer';
import { assetText, formatAmount, unitOf } from './amounts.ts';
import { bridgeLines } from './bridge-lines.ts';
import type { Colors } from './colors.ts';
import { formatTable } from './table.ts';

type Movement = Explained['movements'][number];

/** An explained transaction for people: its legs, what they net to, conversions, what the ledger would do, and what to mind. */
export function formatExplained(explained: Explained, colors: Colors): string {
  const { explanation, legs, movements, ledger } = explained;
  return [
    headLines(explained, colors),
    section('Legs', movementTable(legs, legs), colors),
    section('Net movements', movementTable(movements), colors),
    section('Net change', netTable(explanation.net), colors),
    section('Conversions', explanation.conversions.map(conversionLines).join('\n'), colors),
    ...ledger.map(({ account, steps }) =>
      section(`If what ${bare(account)} held were stolen, the ledger would move`, stepTable(steps), colors),
    ),
    section('Bridges', bridgeLines(explanation.bridges), colors),
    section('Mind', explanation.notes.map((note) => `- ${note}`).join('\n'), colors),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function headLines({ explanation, block, time }: Explained, colors: Colors): string {
  const { chain, tx, success, fee } = explanation;
  const when = time === undefined ? '' : `, ${new Date(time * 1000).toISOString()}`;
  return [
    colors.bold(`Transaction ${tx}`),
    `chain   ${chainInfo(chain).name} (${chain})`,
    `block   ${block}${when}`,
    `status  ${success ? colors.good('succeeded') : colors.warn('failed')}`,
    `fee     ${amountText(fee.asset, fee.amount)}, paid by ${bare(fee.payer)}`,
  ].join('\n');
}

function section(title: string, body: string, colors: Colors): string {
  return body === '' ? '' : `${colors.bold(title)}\n${body}`;
}

function movementTable(
  movements: readonly Movement[],
  named: readonly { readonly id: string; readonly kind: string }[] = [],
): string {
  if (movements.length === 0) return '';
  const names = named.length === 0 ? [] : [{ title: 'leg' }, { title: 'kind' }];
  const rows = movements.map((movement, place) => {
    const leg = named[place];
    return [...(leg === undefined ? [] : [leg.id, leg.kind]), ...movementCells(movement)];
  });
  return formatTable(
    [...names, { title: 'from' }, { title: 'to' }, { title: 'amount', align: 'right' }, { title: 'asset' }],
    rows,
  );
}

function movementCells({ from, to, asset, amount }: Movement): readonly string[] {
  return [bare(from), bare(to), numberText(asset, amount), assetText(asset)];
}

function netTable(net: Explained['explanation']['net']): string {
  if (net.length === 0) return '';
  const rows = net.map(({ account, asset, delta }) => {
    const sign = delta.startsWith('-') ? '-' : '+';
    return [bare(account), `${sign}${numberText(asset, delta.replace('-', ''))}`, assetText(asset)];
  });
  return formatTable([{ title: 'account' }, { title: 'change', align: 'right' }, { title: 'asset' }], rows);
}

function stepTable(steps: Explained['ledger'][number]['steps']): string {
  if (steps.length === 0) return '';
  const rows = steps.map((step) => [...movementCells({ ...step, amount: step.tainted })]);
  return formatTable(
    [{ title: 'from' }, { title: 'to' }, { title: 'stolen part', align: 'right' }, { title: 'asset' }],
    rows,
  );
}

function conversionLines({ account, gave, got, protocols }: Explained['explanation']['conversions'][number]): string {
  const sides = (parts: typeof gave): string =>
    parts.map(({ asset, amount }) => amountText(asset, amount)).join(' and ');
  const through = protocols.length === 0 ? '' : `, through ${protocols.join(', ')}`;
  return `${bare(account)} gave ${sides(gave)} for ${sides(got)}${through}`;
}

function amountText(asset: string, amount: string): string {
  return `${numberText(asset, amount)} ${assetText(asset)}`;
}

function numberText(asset: string, amount: string): string {
  return formatAmount(BigInt(amount), unitOf(asset).decimals);
}

function bare(account: string): string {
  return account.slice(account.lastIndexOf(':') + 1);
}
