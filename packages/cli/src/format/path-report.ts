import { isUtxo } from '@fundtrail/core';
import type { CrossingView, PathStep, PathView, PeelRun, StepReading } from '@fundtrail/tracer';
import { type AssetUnit, formatIn, groupDigits, unitOf } from './amounts.ts';
import type { Colors } from './colors.ts';
import { mixLines } from './path-mix.ts';
import { bareAddress } from './short-names.ts';

export type PathReport = {
  readonly policy: string;
  readonly colors: Colors;
  /** Every step and every hint, however many. */
  readonly all: boolean;
};

/** The way from a seed to an account, one block of lines per step; runs of peels are one line. */
export function formatPaths(paths: readonly PathView[], report: PathReport): string {
  return paths.map((path) => formatPath(path, report)).join('\n');
}

function formatPath(path: PathView, report: PathReport): string {
  const unit = unitOf(path.asset);
  const head = report.colors.bold(`${path.account}  ${unit.symbol}`);
  if (path.steps.length === 0) return `${head}\n  This is where the case starts.\n`;
  const folded = new Map((report.all ? [] : (path.peel_runs ?? [])).map((run) => [run.first_step, run]));
  const lines: string[] = [head];
  let next = 1;
  for (const step of path.steps) {
    if (step.n < next) continue;
    const run = folded.get(step.n);
    lines.push(run === undefined ? formatStep(step, report.policy) : formatRun(run, unitOf(step.asset)));
    next = (run?.last_step ?? step.n) + 1;
  }
  if (path.mix !== undefined) lines.push(...mixLines(path.mix, unit, report.all));
  return `${lines.join('\n')}\n`;
}

function formatRun({ peels, paid_out, from_tx, to_tx, first_step, last_step }: PeelRun, unit: AssetUnit): string {
  const paid = `${formatIn(unit, BigInt(paid_out))} ${unit.symbol}`;
  return [
    `  … ${groupDigits(String(peels))} peels, ${paid} paid out, steps ${first_step} to ${last_step} (--all shows them)`,
    `      from tx ${from_tx}`,
    `      to tx   ${to_tx}`,
  ].join('\n');
}

function formatStep(step: PathStep, policy: string): string {
  return step.crossing === undefined ? formatMove(step, policy) : formatCrossing(step, step.crossing, policy);
}

function formatMove(step: PathStep, policy: string): string {
  const unit = unitOf(step.asset);
  const show = (amount: string | undefined): string => formatIn(unit, BigInt(amount ?? '0'));
  return [
    `  ${String(step.n).padStart(2)}  ${timeText(step.time)}  ${step.kind} of ${show(step.amount)} ${unit.symbol}, tainted ${show(step.tainted[policy])} (${policy})`,
    `      from ${party(step.from, step.from_output, step.from_label)}`,
    `      to   ${party(step.to, step.to_output, step.to_label)}`,
    `      tx   ${step.tx}  block ${step.block}, ${step.legs.join(' ')}`,
    ...(step.reading === undefined ? [] : readingLines(step.reading)),
  ].join('\n');
}

/** Both transactions and the proof that they are one movement; or that nothing has arrived. */
function formatCrossing(step: PathStep, crossing: CrossingView, policy: string): string {
  const [from, to] = [unitOf(crossing.from_asset), unitOf(step.asset)];
  const sent = `${formatIn(from, BigInt(crossing.from_amount))} ${from.symbol}`;
  const tainted = `${formatIn(from, BigInt(crossing.from_tainted[policy] ?? '0'))} ${from.symbol}`;
  const head = `  ${String(step.n).padStart(2)}  ${timeText(crossing.from_time)}  crossing by ${crossing.protocol} of ${sent}, tainted ${tainted} (${policy})`;
  const left = `      left ${crossing.from_tx}  block ${crossing.from_block}, ${crossing.from_legs.join(' ')}`;
  const sender = `      from ${party(step.from, step.from_output, step.from_label)}`;
  if (crossing.to_tx === null) return [head, sender, left, '      nothing has arrived as far as is known'].join('\n');
  const came = `${formatIn(to, BigInt(step.amount))} ${to.symbol}`;
  const part = `${formatIn(to, BigInt(step.tainted[policy] ?? '0'))} ${to.symbol}`;
  return [
    head,
    sender,
    left,
    `      came ${came}, tainted ${part}, ${timeText(step.time)}`,
    `      to   ${party(step.to, step.to_output, step.to_label)}`,
    `      tx   ${step.tx}  block ${step.block}, ${step.legs.join(' ')}`,
    `      proof ${step.grade}, class ${crossing.class}, key ${crossing.key}, confidence ${crossing.confidence}`,
    ...crossing.notes.map((note) => `      note ${note}`),
    ...(step.reading === undefined ? [] : readingLines(step.reading)),
  ].join('\n');
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function party(account: string, output: string | undefined, label: string | null): string {
  const named = isUtxo(account) ? bareAddress(account) : account;
  return [named, ...(output === undefined ? [] : [output]), ...(label === null ? [] : [`(${label})`])].join('  ');
}

function readingLines({ kind, reason, change, goes_to, common_owner }: StepReading): readonly string[] {
  return [
    `      as   ${kind}: ${reason}`,
    ...(change === null
      ? []
      : [
          `           change is output ${change.vout} (confidence ${change.confidence}: ${change.signs.join('; ')})` +
            (goes_to === null ? '' : `, this goes to the ${goes_to}`),
        ]),
    ...(common_owner === undefined
      ? []
      : [
          `           ${common_owner.addresses.length} addresses spend together: most likely one's (confidence ${common_owner.confidence})`,
        ]),
  ];
}
