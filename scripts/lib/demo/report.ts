import { formatTable, type Terminal, totalsSections } from '@fundtrail/cli';
import type { VerifiedEvent } from '@fundtrail/client';
import type { Check } from './check.ts';
import { depositOf } from './deposit-event.ts';
import type { Followed } from './follow-theft.ts';
import type { Latency } from './latency.ts';
import { createNames, type Names } from './names.ts';
import type { Alert } from './receiver.ts';
import type { Stage } from './stage.ts';
import { type Sum, sumsOf } from './sums.ts';
import { formatTree } from './tree.ts';

type Colors = Terminal['colors'];

/** The whole result for people. */
export function formatDemo(
  { caseId, story, result }: Followed,
  stage: Stage,
  told: { readonly checks: readonly Check[]; readonly latency: Latency },
  colors: Colors,
): string {
  const names = createNames(story);
  const lead = result.case.policies[0] ?? 'haircut';
  return [
    `${colors.bold('The flows, from the theft on')} (names in words are the story's; what is tainted, by ${lead})\n${formatTree(result, names)}`,
    ...totalsSections(result, lead, colors),
    `${colors.bold('To the base unit')}\n${sumsOf(result).map(formatSum).join('\n')}`,
    formatAlerts(stage.receiver.alerts, names, told.latency, colors),
    `${colors.bold('Compared with what was played')}\n${told.checks.map((check) => formatCheck(check, colors)).join('\n')}`,
    formatNext(caseId, stage, colors),
  ]
    .join('\n\n')
    .concat('\n');
}

function formatSum({ policy, stolen, parts, difference }: Sum): string {
  const sum = parts.map(({ kind, amount }) => `${amount} ${kind}`).join(' + ');
  return `${policy.padEnd(12)} ${stolen} stolen = ${sum}${difference === 0n ? '' : `, but ${difference} is missing`}`;
}

function formatAlerts(alerts: readonly Alert[], names: Names, latency: Latency, colors: Colors): string {
  const head = colors.bold('The alerts, as the exchange received them');
  const first = alerts.find(({ verification }) => verification.ok);
  if (first === undefined) return `${head}\nNone arrived.`;
  const rows = alerts.flatMap((alert) => {
    const deposit = alert.verification.ok ? depositOf(alert.verification.event) : undefined;
    if (deposit === undefined) return [];
    const { to, asset, amount, block_number } = deposit.deposit;
    const ms = latency.of(alert);
    return [
      [
        String(block_number),
        names.account(to),
        names.amount(BigInt(amount.raw), asset.id),
        deposit.severity,
        String(deposit.taint.hops),
        ms === undefined ? '-' : `${(ms / 1_000).toFixed(2)} s`,
        alert.verification.ok ? 'verified' : 'refused',
      ],
    ];
  });
  const table = formatTable(
    [
      { title: 'block', align: 'right' },
      { title: 'deposit address' },
      { title: 'amount', align: 'right' },
      { title: 'severity' },
      { title: 'hops', align: 'right' },
      { title: 'after its block', align: 'right' },
      { title: 'signature' },
    ],
    rows,
  );
  const headers = Object.entries(first.headers).map(([name, value]) => `  ${name}: ${value}`);
  const body = first.verification.ok ? JSON.stringify(shorten(first.verification.event), null, 2) : '';
  const indented = body.replaceAll('\n', '\n  ');
  return `${head}\n${table}\n${latency.text}\n\nThe first of them (${first.bytes} bytes; in parts; the whole with --json):\n${headers.join('\n')}\n\n  ${indented}`;
}

/** The parts that a compliance desk looks at first; `--json` shows the event whole. */
function shorten({ id, type, time, data }: VerifiedEvent): unknown {
  const { alert_id, severity, reasons, deposit, recipient, taint, requested_action } = data;
  return { id, type, time, data: { alert_id, severity, reasons, deposit, recipient, taint, requested_action } };
}

function formatCheck({ name, ok, detail }: Check, colors: Colors): string {
  return `${ok ? colors.good('✓') : colors.warn('✗')} ${name}: ${detail}`;
}

function formatNext(caseId: string, stage: Stage, colors: Colors): string {
  const database = new URL(stage.runtime.connectionString);
  database.password = '';
  const dir = stage.dataDirectory;
  const command = (text: string): string => `  ./scripts/fundtrail ${text} --data-dir ${dir}`;
  const first = stage.receiver.alerts.flatMap(({ verification }) => (verification.ok ? [verification.event] : []))[0];
  const deposit = first === undefined ? undefined : depositOf(first)?.deposit.to;
  return [
    colors.bold('Where to look next, while this runs'),
    ...(deposit === undefined ? [] : [command(`path ${caseId} ${deposit}`)]),
    command(`tainted ${caseId} --kind exchange`),
    command(`case show ${caseId}`),
    command(`export ${caseId} --format graphml --output demo.graphml`),
    '',
    `  curl -H 'authorization: Bearer ${stage.api.key}' ${stage.api.url}/v1/cases/${caseId}`,
    `  ${stage.api.url}/openapi.json describes the rest`,
    '',
    `  PGPASSWORD=$(cat ${dir}/postgres/password) psql ${database.href}`,
    `  select kind, entity, account, tainted from terminals where case_id = '${caseId}' and lead;`,
    '  other views: tainted_addresses, tainted_outputs, tainted_flows, tainted_crossings, case_summary, chain_status (\\d+ shows what their columns mean)',
  ].join('\n');
}
