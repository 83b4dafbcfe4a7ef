import { join } from 'node:path';
import { ACCOUNT_POLICIES, assetId, type Policy, parseShare } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../shared-data.ts';
import { readLaunderCase } from './launder-case.ts';
import { referenceLedger } from './reference-ledger.ts';
import { originByAddress, valueCoverage, valueOnStrangers } from './value-coverage.ts';

const folder = sharedData('launder-sim');
const NATIVE = assetId('eip155:1', 'native');

/** Of haircut at floor 0, as published with the sets, in thousandths. */
const HAIRCUT_COVERAGE = { c1: 985, c2: 980, c3: 948 } as const;

describe.skipIf(folder === undefined)('the reference ledger on made laundering cases', () => {
  it.each(['c1', 'c2', 'c3'] as const)('%s: every policy closes, haircut covers what it must', (set) => {
    const { truth, ...facts } = readLaunderCase(join(folder ?? '', set));
    const result = referenceLedger({ ...facts, policies: ACCOUNT_POLICIES, floor: parseShare('0') });
    const coverage = (policy: Policy): number => {
      const { received } = originByAddress(result, policy, NATIVE);
      return valueCoverage(truth, (address) => received.get(address) ?? 0n);
    };
    for (const policy of ACCOUNT_POLICIES.filter((one) => one !== 'poison')) {
      const found = result.policies.get(policy);
      const sum = [...(found?.origin.values() ?? [])].reduce((all, origin) => all + (origin.get(NATIVE) ?? 0n), 0n);
      expect(sum).toBe(truth.stolen);
      expect(found?.stolen.get(NATIVE)).toBe(truth.stolen);
      const { ended } = originByAddress(result, policy, NATIVE);
      expect(valueOnStrangers(truth, ended)).toBe(0);
    }
    expect(Math.round(coverage('haircut') * 1000)).toBe(HAIRCUT_COVERAGE[set]);
    expect(coverage('taint_first')).toBeGreaterThan(0.999);
    expect(coverage('clean_first')).toBeLessThan(coverage('haircut'));
  });
});
