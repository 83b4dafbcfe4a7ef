import { formatAccount, formatAsset, type Policy } from '@fundtrail/core';
import type { ReferencePolicy, ReferenceResult } from '@fundtrail/testkit';
import { expect } from 'vitest';
import type { TraceResult } from '../src/index.ts';

/** Asserts that a result says what the independent ledger says, to the last base unit: totals, accounts, flows. */
export function expectSameAsReference(
  result: TraceResult,
  reference: ReferenceResult,
  policies: readonly Policy[],
): void {
  for (const policy of policies) {
    const expected = reference.policies.get(policy);
    if (expected === undefined) throw new Error(`the reference has no ${policy}`);
    expect(totalsOf(result, policy), `totals of ${policy}`).toEqual(referenceTotals(expected));
    expect(accountsOf(result, policy), `accounts of ${policy}`).toEqual(referenceAccounts(expected));
    expect(flowsOf(result, policy), `flows of ${policy}`).toEqual(referenceFlows(expected));
  }
}

type Totals = Readonly<Record<'origin' | 'tainted', Readonly<Record<string, Readonly<Record<string, string>>>>>>;

function totalsOf(result: TraceResult, policy: Policy): Totals {
  const totals = result.totals[policy];
  return { origin: withoutZeros(totals?.origin ?? {}), tainted: withoutZeros(totals?.tainted ?? {}) };
}

function referenceTotals(expected: ReferencePolicy): Totals {
  const text = (kinds: ReadonlyMap<string, ReadonlyMap<string, bigint>>): Record<string, Record<string, string>> =>
    Object.fromEntries(
      [...kinds].map(([kind, assets]) => [
        kind,
        Object.fromEntries([...assets].map(([asset, amount]) => [formatAsset(asset), amount.toString()])),
      ]),
    );
  return { origin: withoutZeros(text(expected.origin)), tainted: withoutZeros(text(expected.tainted)) };
}

function withoutZeros(
  kinds: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Record<string, Record<string, string>> {
  const entries = Object.entries(kinds).map(([kind, assets]): [string, Record<string, string>] => [
    kind,
    Object.fromEntries(Object.entries(assets).filter(([, amount]) => amount !== '0')),
  ]);
  return Object.fromEntries(entries.filter(([, assets]) => Object.keys(assets).length > 0));
}

function accountsOf(result: TraceResult, policy: Policy): Record<string, string> {
  return Object.fromEntries(
    result.accounts
      .filter((row) => row.received[policy] !== '0' || row.origin_received[policy] !== '0')
      .map((row) => [`${row.account} ${row.asset}`, `${row.received[policy]} ${row.origin_received[policy]}`]),
  );
}

function referenceAccounts(expected: ReferencePolicy): Record<string, string> {
  return Object.fromEntries(
    [...expected.accounts.values()]
      .filter((row) => row.received !== 0n || sum(row.originReceived) !== 0n)
      .map((row) => [
        `${formatAccount(row.account)} ${formatAsset(row.asset)}`,
        `${row.received} ${sum(row.originReceived)}`,
      ]),
  );
}

function flowsOf(result: TraceResult, policy: Policy): string[] {
  return result.flows
    .filter((flow) => flow.tainted[policy] !== '0' || flow.origin[policy] !== '0')
    .map((flow) =>
      [flow.tx, flow.from, flow.to, flow.asset, flow.amount, flow.tainted[policy], flow.origin[policy]].join(' '),
    )
    .sort();
}

function referenceFlows(expected: ReferencePolicy): string[] {
  return expected.flows
    .map((flow) =>
      [
        flow.tx,
        formatAccount(flow.from),
        formatAccount(flow.to),
        formatAsset(flow.asset),
        flow.amount,
        flow.tainted,
        sum(flow.origin),
      ].join(' '),
    )
    .sort();
}

function sum(origin: ReadonlyMap<string, bigint>): bigint {
  return [...origin.values()].reduce((total, amount) => total + amount, 0n);
}
