import { TOTAL_KINDS } from '@fundtrail/core';
import type { AccountView, TraceResult } from '@fundtrail/tracer';
import { formatAmount, formatPercent, unitOf } from './amounts.ts';
import type { Colors } from './colors.ts';
import { coverageLines } from './coverage.ts';
import { formatTable } from './table.ts';

const SHOWN_TERMINALS = 12;
const SHOWN_UNAVAILABLE = 10;

/** A finished (or interrupted) trace for people: where the money is, who holds it, what could not be seen, where to look next. */
export function formatTrace(result: TraceResult, colors: Colors): string {
  const lead = result.case.policies[0] ?? 'haircut';
  const several = Object.keys(result.totals[lead]?.stolen ?? {}).length > 1;
  return [
    headLines(result, colors),
    ...totalsSections(result, lead, colors),
    terminalSection(result, lead, several, colors),
    unavailableSection(result, lead, colors),
    coverageLines(result.case),
    nextLines(result, lead),
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
function totalsSections(result: TraceResult, lead: string, colors: Colors): readonly string[] {
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
      ...policies.map((policy) => formatAmount(amountOf(policy, kind), unit.decimals)),
    ]);
    const sums = policies.map((policy) => TOTAL_KINDS.reduce((sum, kind) => sum + amountOf(policy, kind), 0n));
    const closes = policies.every((policy, at) => sums[at] === BigInt(result.totals[policy]?.stolen[asset] ?? '0'));
    const table = formatTable(
      [
        { title: 'where' },
        { title: lead, align: 'right' },
        ...policies.map((title) => ({ title, align: 'right' as const })),
      ],
      [...rows, ['sum', formatPercent(sums[0] ?? 0n, stolen), ...sums.map((sum) => formatAmount(sum, unit.decimals))]],
    );
    const verdict = closes
      ? colors.good('The sum closes: every policy accounts for all of it.')
      : colors.warn('The sum does not close: please report this case.');
    return `${colors.bold(`Stolen: ${formatAmount(stolen, unit.decimals)} ${unit.symbol}`)} (${asset})\n${table}\n${verdict}`;
  });
}

function terminalSection(result: TraceResult, lead: string, several: boolean, colors: Colors): string {
  const ends = result.accounts
    .filter((entry) => entry.terminal !== null && entry.terminal.kind !== 'unavailable')
    .sort((a, b) => compareReceived(a, b, lead));
  if (ends.length === 0) return '';
  const rows = ends
    .slice(0, SHOWN_TERMINALS)
    .map((entry) => [
      entry.terminal?.kind ?? '',
      entry.terminal?.entity ?? '-',
      originText(result, entry, lead, several),
      String(entry.hops),
      entry.account,
    ]);
  const rest = ends.length > SHOWN_TERMINALS ? `\n… and ${ends.length - SHOWN_TERMINALS} more` : '';
  const table = formatTable(
    [
      { title: 'kind' },
      { title: 'entity' },
      { title: `received (${lead})`, align: 'right' },
      { title: 'hops', align: 'right' },
      { title: 'account' },
    ],
    rows,
  );
  return `${colors.bold('Where trails end')}\n${table}${rest}`;
}

function unavailableSection(result: TraceResult, lead: string, colors: Colors): string {
  const missing = result.accounts
    .filter((entry) => entry.terminal?.kind === 'unavailable')
    .sort((a, b) => compareReceived(a, b, lead));
  if (missing.length === 0) return '';
  const lines = missing
    .slice(0, SHOWN_UNAVAILABLE)
    .map((entry) => `  ${entry.account}  ${originText(result, entry, lead, false)}  ${entry.terminal?.reason ?? ''}`);
  const rest = missing.length > SHOWN_UNAVAILABLE ? [`  … and ${missing.length - SHOWN_UNAVAILABLE} more`] : [];
  return [
    colors.warn(`${missing.length} accounts could not be read; their money ends as unavailable:`),
    ...lines,
    ...rest,
  ].join('\n');
}

// Origin is told in the stolen asset's units; with several stolen assets its sum has no unit, so the received asset is shown.
function originText(result: TraceResult, entry: AccountView, lead: string, several: boolean): string {
  const stolen = Object.keys(result.totals[lead]?.stolen ?? {})[0] ?? entry.asset;
  const asset = several ? entry.asset : stolen;
  const unit = unitOf(asset);
  const amount = BigInt((several ? entry.received[lead] : entry.origin_received[lead]) ?? '0');
  return `${formatAmount(amount, unit.decimals)} ${unit.symbol}`;
}

function compareReceived(a: AccountView, b: AccountView, lead: string): number {
  const difference = BigInt(b.origin_received[lead] ?? '0') - BigInt(a.origin_received[lead] ?? '0');
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.account < b.account ? -1 : a.account > b.account ? 1 : 0;
}

function nextLines(result: TraceResult, lead: string): string {
  const ends = result.accounts.filter((entry) => entry.terminal !== null).sort((a, b) => compareReceived(a, b, lead));
  const account = (ends[0] ?? result.accounts[0])?.account;
  const id = result.case.id;
  return [
    'Where to look next',
    ...(account === undefined ? [] : [`  fundtrail path ${id} ${account}`]),
    `  fundtrail tainted ${id} --kind resting`,
    `  fundtrail export ${id} --format graphml`,
  ].join('\n');
}
