import type { PathStep, PathView } from '@fundtrail/tracer';
import { formatAmount, unitOf } from './amounts.ts';
import type { Colors } from './colors.ts';

/** The way from a seed to an account, one block of lines per step. */
export function formatPaths(paths: readonly PathView[], policy: string, colors: Colors): string {
  return paths.map((path) => formatPath(path, policy, colors)).join('\n');
}

function formatPath(path: PathView, policy: string, colors: Colors): string {
  const head = colors.bold(`${path.account}  ${unitOf(path.asset).symbol}`);
  if (path.steps.length === 0) return `${head}\n  This is where the case starts.\n`;
  return `${head}\n${path.steps.map((step) => formatStep(step, policy)).join('\n')}\n`;
}

function formatStep(step: PathStep, policy: string): string {
  const unit = unitOf(step.asset);
  const show = (amount: string | undefined): string => formatAmount(BigInt(amount ?? '0'), unit.decimals);
  const time = new Date(step.time * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return [
    `  ${String(step.n).padStart(2)}  ${time}  ${step.kind} of ${show(step.amount)} ${unit.symbol}, tainted ${show(step.tainted[policy])} (${policy})`,
    `      from ${named(step.from, step.from_label)}`,
    `      to   ${named(step.to, step.to_label)}`,
    `      tx   ${step.tx}  block ${step.block}, ${step.legs.join(' ')}`,
  ].join('\n');
}

function named(account: string, label: string | null): string {
  return label === null ? account : `${account}  (${label})`;
}
