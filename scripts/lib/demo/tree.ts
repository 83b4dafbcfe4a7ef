import type { FlowView, TraceResult } from '@fundtrail/tracer';
import type { Names } from './names.ts';

/** Flows of one asset between two nodes, added up. */
type Branch = {
  readonly key: string;
  readonly from: string;
  /** An account, or a converter within one transaction: what comes out of it is what went in. */
  readonly node: string;
  readonly to: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly tainted: bigint;
  readonly times: number;
};

/**
 * The flows of a case as a tree of lines, from the seeds' accounts on. Every account's payments stand once, where it is
 * fewest steps from the theft; amounts are what moved, with the tainted part under the lead policy where that is less.
 */
export function formatTree(result: TraceResult, names: Names): string {
  const lead = result.case.policies[0] ?? 'haircut';
  const branches = Map.groupBy(branchesOf(result.flows, lead), (branch) => branch.from);
  const roots = [...new Set(result.accounts.filter((row) => row.hops === 0).map((row) => row.account))];
  const places = placesOf(roots, branches);
  const ends = endsOf(result, lead, names);
  const lines: string[] = [];
  const above: string[] = [];
  const walk = (node: string, indent: string): void => {
    above.push(node);
    const own = branches.get(node) ?? [];
    for (const [place, branch] of own.entries()) {
      const last = place === own.length - 1;
      const isHere = places.get(branch.node) === branch.key;
      const leadsOn = (branches.get(branch.node) ?? []).length > 0;
      const elsewhere = above.includes(branch.node) ? '  (back again)' : '  (goes on elsewhere)';
      const mark = isHere || !leadsOn ? (ends.get(branch.to) ?? '') : elsewhere;
      lines.push(`${indent}${last ? '└─' : '├─'} ${describe(branch, names)}${mark}`);
      if (isHere) walk(branch.node, `${indent}${last ? '   ' : '│  '}`);
    }
    above.pop();
  };
  for (const root of roots) {
    lines.push(`${names.account(root)}${ends.get(root) ?? ''}`);
    walk(root, '');
  }
  return lines.join('\n');
}

function branchesOf(flows: readonly FlowView[], lead: string): readonly Branch[] {
  const moved = flows.filter((flow) => (flow.tainted[lead] ?? '0') !== '0');
  const converters = convertersAmong(moved);
  const nodeOf = (account: string, tx: string): string => (converters.has(account) ? `${account} ${tx}` : account);
  const groups = Map.groupBy(moved, ({ from, to, asset, tx }) => `${nodeOf(from, tx)} > ${nodeOf(to, tx)} > ${asset}`);
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const { from, to, asset, tx } = first;
    const tainted = sum(group.map((flow) => flow.tainted[lead] ?? '0'));
    const amount = sum(group.map((flow) => flow.amount));
    return [{ key, from: nodeOf(from, tx), node: nodeOf(to, tx), to, asset, tainted, amount, times: group.length }];
  });
}

/** Accounts that only ever pay out after they were paid in the same transaction: pools, routers, wrappers. Flows are in chain order. */
function convertersAmong(flows: readonly FlowView[]): ReadonlySet<string> {
  const paid = new Set<string>();
  const converting = new Map<string, boolean>();
  for (const { from, to, tx } of flows) {
    converting.set(from, (converting.get(from) ?? true) && paid.has(`${from} ${tx}`));
    paid.add(`${to} ${tx}`);
  }
  return new Set([...converting].flatMap(([account, is]) => (is ? [account] : [])));
}

/** Which branch each node stands below: breadth first, so the one nearest to a root. */
function placesOf(roots: readonly string[], branches: ReadonlyMap<string, readonly Branch[]>): Map<string, string> {
  const places = new Map(roots.map((root) => [root, '']));
  // The set grows while it is walked, and each node comes once.
  for (const node of places.keys()) {
    for (const branch of branches.get(node) ?? []) {
      if (!places.has(branch.node)) places.set(branch.node, branch.key);
    }
  }
  return places;
}

/** What became of the money at each account: where it ended, or how much of it rests there. */
function endsOf(result: TraceResult, lead: string, names: Names): ReadonlyMap<string, string> {
  const byAccount = Map.groupBy(result.accounts, (row) => row.account);
  const texts = [...byAccount].flatMap(([account, rows]): [string, string][] => {
    const ended = rows.find(({ terminal }) => terminal !== null && terminal.kind !== 'resting')?.terminal;
    if (ended !== undefined && ended !== null) return [[account, `  [${ended.kind}]`]];
    const resting = rows.filter((row) => BigInt(row.resting[lead] ?? '0') > 0n);
    if (resting.length === 0) return [];
    const amounts = resting.map((row) => names.amount(BigInt(row.resting[lead] ?? '0'), row.asset));
    return [[account, `  [${amounts.join(', ')} rests]`]];
  });
  return new Map(texts);
}

function describe({ to, asset, amount, tainted, times }: Branch, names: Names): string {
  const moved = names.amount(amount, asset);
  const part = names.amount(tainted, asset);
  const share = part === moved ? '' : `, tainted ${part}`;
  return `${moved}${times > 1 ? ` in ${times} payments` : ''}${share} → ${names.account(to)}`;
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}
