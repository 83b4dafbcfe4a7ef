import { isUtxo, TOTAL_KINDS } from '@fundtrail/core';
import type { TraceResult } from '@fundtrail/tracer';
import { formatIn, formatPercent, unitOf } from './amounts.ts';
import type { Colors } from './colors.ts';
import { coverageLines } from './coverage.ts';
import { crossedChains } from './crossed-chains.ts';
import { type Holder, holdersOf } from './holders.ts';
import { originText } from './origin-text.ts';
import { bareAddress } from './short-names.ts';
import { formatTable } from './table.ts';

const SHOWN_HOLDERS = 10;
const SHOWN_UNAVAILABLE = 10;

/** A finished (or interrupted) trace for people: where the money is, what crossed chains, who holds it, what could not be seen, where to look next. */
export function formatTrace(result: TraceResult, colors: Colors): string {
  const lead = result.case.policies[0] ?? 'haircut';
  const crossed = crossedChains(result, lead);
  return [
    headLines(result, colors),
    ...totalsSections(result, lead, colors),
    crossed === '' ? '' : `${colors.bold(`What crossed chains (${lead})`)}\n${crossed}`,
    ...holderSections(result, lead, colors),
    unavailableSection(result, lead, colors),
    coverageLines(result.case),
    nextLines(result, lead, crossed !== ''),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function headLines(result: TraceResult, colors: Colors): string {
  const { case: view, counts } = result;
  const reason = view.status_reason === null ? '' : `: ${view.status_reason}`;
  return [
    colors.bold(`Case ${view.id}  ${view.name}`),
    `status    ${view.status}${reason}`,
    `source    ${view.source.id}`,
    `limits    floor ${view.limits.floor}, ${view.limits.max_hops} hops, ${view.limits.max_accounts ?? 'any number of'} accounts`,
    `work      ${counts.accounts_opened} accounts opened in ${counts.waves} waves, ${counts.requests} requests, ` +
      `${counts.transactions} transactions, ${counts.legs} legs, ${(result.timing_ms / 1000).toFixed(1)} s`,
  ].join('\n');
}

/** One table per stolen asset: kinds of total by policy; the origin column sums to what was stolen. */
export function totalsSections(result: TraceResult, lead: string, colors: Colors): readonly string[] {
  const policies = result.case.policies.filter((policy) => policy !== 'poison');
  return Object.entries(result.totals[lead]?.stolen ?? {}).map(([asset, stolenText]) => {
    const stolen = BigInt(stolenText);
    const unit = unitOf(asset);
    const amountOf = (policy: string, kind: (typeof TOTAL_KINDS)[number]): bigint =>
      BigInt(result.totals[policy]?.origin[kind]?.[asset] ?? '0');
    const shown = TOTAL_KINDS.filter((kind) => policies.some((policy) => amountOf(policy, kind) > 0n));
    const rows = shown.map((kind) => [
      kind,
      formatPercent(amountOf(lead, kind), stolen),
      ...policies.map((policy) => formatIn(unit, amountOf(policy, kind))),
    ]);
    const sums = policies.map((policy) => TOTAL_KINDS.reduce((sum, kind) => sum + amountOf(policy, kind), 0n));
    const closes = policies.every((policy, at) => sums[at] === BigInt(result.totals[policy]?.stolen[asset] ?? '0'));
    const table = formatTable(
      [
        { title: 'where' },
        { title: 'share', align: 'right' },
        ...policies.map((title) => ({ title, align: 'right' as const })),
      ],
      [...rows, ['sum', formatPercent(sums[0] ?? 0n, stolen), ...sums.map((sum) => formatIn(unit, sum))]],
    );
    const verdict = closes
      ? colors.good('The sum closes: every policy accounts for all of it.')
      : colors.warn('The sum does not close: please report this case.');
    return `${colors.bold(`Stolen: ${formatIn(unit, stolen)} ${unit.symbol}`)} (${asset})\n${table}\n${verdict}`;
  });
}

/** Accounts at which trails end, by kind and entity, and those that still hold something. */
function holderSections(result: TraceResult, lead: string, colors: Colors): readonly string[] {
  const holders = holdersOf(result, lead).filter((holder) => holder.kind !== 'unavailable');
  const resting = holders.filter((holder) => holder.kind === 'resting');
  const ended = holders.filter((holder) => holder.kind !== 'resting');
  return [
    holderTable('Where trails end', ended, result, lead, colors),
    holderTable('Who holds it now', resting, result, lead, colors),
  ];
}

function holderTable(
  title: string,
  holders: readonly Holder[],
  result: TraceResult,
  lead: string,
  colors: Colors,
): string {
  if (holders.length === 0) return '';
  const coins = holders.every(({ account }) => isUtxo(account));
  const rows = holders
    .slice(0, SHOWN_HOLDERS)
    .map((holder) => [
      holder.kind,
      holder.entity ?? '-',
      originText(result, holder.amount, lead),
      String(holder.hops),
      ...(coins ? [String(holder.outputs), addressText(holder)] : [holder.account]),
    ]);
  const rest = holders.length > SHOWN_HOLDERS ? `\n… and ${holders.length - SHOWN_HOLDERS} more` : '';
  const table = formatTable(
    [
      { title: 'kind' },
      { title: 'entity' },
      { title: lead, align: 'right' },
      { title: 'hops', align: 'right' },
      ...(coins ? [{ title: 'outputs', align: 'right' as const }, { title: 'address' }] : [{ title: 'account' }]),
    ],
    rows,
  );
  return `${colors.bold(title)}\n${table}${rest}`;
}

function addressText({ account, accounts, outputs }: Holder): string {
  if (outputs === 0) return `transaction ${bareAddress(account)}`;
  return `${bareAddress(account)}${accounts === 1 ? '' : ` and ${accounts - 1} more`}`;
}

function unavailableSection(result: TraceResult, lead: string, colors: Colors): string {
  const missing = holdersOf(result, lead).filter((holder) => holder.kind === 'unavailable');
  if (missing.length === 0) return '';
  const lines = missing
    .slice(0, SHOWN_UNAVAILABLE)
    .map((holder) => `  ${holder.account}  ${originText(result, holder.amount, lead)}  ${holder.reason}`);
  const rest = missing.length > SHOWN_UNAVAILABLE ? [`  … and ${missing.length - SHOWN_UNAVAILABLE} more`] : [];
  const what = missing.every(({ account }) => isUtxo(account)) ? 'addresses' : 'accounts';
  const head = `${missing.length} ${what} could not be read; their money ends as unavailable:`;
  return [colors.warn(head), ...lines, ...rest].join('\n');
}

function nextLines(result: TraceResult, lead: string, crossed: boolean): string {
  const holders = holdersOf(result, lead);
  const account = (holders.find((holder) => holder.kind === 'exchange') ?? holders[0])?.name;
  const id = result.case.id;
  return [
    'Where to look next',
    ...(account === undefined ? [] : [`  fundtrail path ${id} ${account}`]),
    `  fundtrail tainted ${id} --kind resting`,
    ...(crossed ? [`  fundtrail crossings ${id}`] : []),
    `  fundtrail export ${id} --format graphml --output ${id}.graphml`,
  ].join('\n');
}
