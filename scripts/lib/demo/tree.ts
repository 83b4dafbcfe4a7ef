import type { FlowView, TraceResult } from '@fundtrail/tracer';
import type { Names } from './names.ts';

/** Flows of one asset between two accounts, added up. */
type Branch = {
  readonly from: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly tainted: bigint;
  readonly times: number;
};

/**
 * The flows of a case as a tree of lines, from the seeds' accounts on: every account's payments stand once, below its
 * first mention; amounts are what moved, with the tainted part under the lead policy where that is less.
 */
export function formatTree(result: TraceResult, names: Names): string {
  const lead = result.case.policies[0] ?? 'haircut';
  const branches = Map.groupBy(branchesOf(result.flows, lead), (branch) => branch.from);
  const ends = new Map<string, string>();
  for (const { account, terminal } of result.accounts) {
    if (terminal !== null) ends.set(account, terminal.kind);
  }
  const roots = [...new Set(result.accounts.filter((row) => row.hops === 0).map((row) => row.account))];
  const shown = new Set<string>();
  const lines: string[] = [];
  const walk = (account: string, indent: string): void => {
    const own = branches.get(account) ?? [];
    for (const [place, branch] of own.entries()) {
      const last = place === own.length - 1;
      const again = shown.has(branch.to) && (branches.get(branch.to) ?? []).length > 0;
      const end = ends.get(branch.to);
      lines.push(`${indent}${last ? '└─' : '├─'} ${describe(branch, names)}${again ? '  (above)' : marks(end)}`);
      if (shown.has(branch.to)) continue;
      shown.add(branch.to);
      walk(branch.to, `${indent}${last ? '   ' : '│  '}`);
    }
  };
  for (const root of roots) {
    shown.add(root);
    lines.push(`${names.account(root)}${marks(ends.get(root))}`);
    walk(root, '');
  }
  return lines.join('\n');
}

function branchesOf(flows: readonly FlowView[], lead: string): readonly Branch[] {
  const groups = Map.groupBy(flows, ({ from, to, asset }) => `${from} ${to} ${asset}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const tainted = sum(group.map((flow) => flow.tainted[lead] ?? '0'));
    if (first === undefined || tainted === 0n) return [];
    const { from, to, asset } = first;
    return [{ from, to, asset, tainted, amount: sum(group.map((flow) => flow.amount)), times: group.length }];
  });
}

function describe({ to, asset, amount, tainted, times }: Branch, names: Names): string {
  const moved = names.amount(amount, asset);
  const part = names.amount(tainted, asset);
  const share = part === moved ? '' : `, tainted ${part}`;
  return `${moved}${times > 1 ? ` in ${times} payments` : ''}${share} → ${names.account(to)}`;
}

function marks(end: string | undefined): string {
  return end === undefined ? '' : `  [${end}]`;
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}
