import { ACCOUNT_POLICIES, accountId, type Policy } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../shared-data.ts';
import { type GoldenScenario, readGoldenScenarios } from './golden-vectors.ts';
import { isZeroOrigin, type Origin } from './origin.ts';
import { referenceLedger } from './reference-ledger.ts';

const golden = sharedData('golden/taint-vectors.json');
const scenarios = golden === undefined ? [] : readGoldenScenarios(golden);

describe.skipIf(golden === undefined)('the reference ledger on the golden vectors', () => {
  it('has 21 scenarios to check', () => expect(scenarios).toHaveLength(21));
  for (const scenario of scenarios) {
    for (const policy of ACCOUNT_POLICIES) {
      it(`${scenario.name} under ${policy}: ${scenario.why}`, () => checkGolden(scenario, policy));
    }
  }
});

function checkGolden(scenario: GoldenScenario, policy: Policy): void {
  const { nameOf } = scenario;
  const result = referenceLedger({
    ...scenario,
    policies: [...new Set<Policy>(['haircut', policy])],
    // The vectors follow every account.
    open: scenario.transactions.flatMap((tx) => tx.legs.map((leg) => accountId(tx.chain, leg.to))),
    floor: { numerator: 0n, denominator: 1n },
  });
  const found = result.policies.get(policy);
  const expected = scenario.expected[policy];
  if (found === undefined) throw new Error(`${policy} is missing`);
  const poison = policy === 'poison';
  const resting: Record<string, unknown> = {};
  const terminals: Record<string, unknown> = {};
  for (const [key, account] of found.accounts) {
    const terminal = account.kind !== 'resting' && account.kind !== 'contract';
    const held = account.kind === 'contract' || terminal ? account.received : account.resting;
    const origin = account.kind === 'resting' ? account.originResting : account.originReceived;
    if (terminal) terminals[nameOf(key)] = [`${held}`, total(origin)];
    else if (held > 0n || !isZeroOrigin(origin)) resting[nameOf(key)] = [`${held}`, poison ? null : total(origin)];
  }
  const hops = found.flows.map((flow) => [
    scenario.hashName(flow.tx),
    nameOf(flow.from),
    nameOf(flow.to),
    nameOf(flow.asset),
    `${flow.amount}`,
    `${flow.tainted}`,
    total(flow.origin),
  ]);
  const gaps = [...result.gaps].filter(([key]) => !key.startsWith(`${scenario.victim}|`));
  const fee = [...(found.tainted.get('fee')?.values() ?? [])].reduce((a, b) => a + b, 0n);
  expect({
    resting,
    terminals,
    hops,
    fee: [`${fee}`, total(found.origin.get('fee') ?? new Map())],
    gaps: Object.fromEntries(gaps.map(([key, gap]) => [nameOf(key), `${gap}`])),
  }).toEqual(expected);
  expect(total(found.stolen)).toBe(`${scenario.stolen}`);
  if (poison) return;
  const origins = [...found.origin.values()].map((origin) => BigInt(total(origin)));
  expect(origins.reduce((a, b) => a + b, 0n)).toBe(scenario.stolen);
}

/** The golden scenarios steal one asset each. */
function total(origin: Origin): string {
  return `${[...origin.values()].reduce((a, b) => a + b, 0n)}`;
}
