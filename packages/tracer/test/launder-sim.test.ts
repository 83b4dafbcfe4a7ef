import { ACCOUNT_POLICIES, parseShare } from '@fundtrail/core';
import { readLaunderCase, referenceLedger, sharedData } from '@fundtrail/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, loadDataset, type SeedInput } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { expectSameAsReference } from './same-as-reference.ts';

const SETS = ['c1', 'c2', 'c3'].map((name) => ({ name, folder: sharedData(`launder-sim/${name}`) ?? '' }));
const FLOORS = ['0', '1/10000', '1/1000'];

let harness: Harness;
afterEach(() => harness.close());

describe.each(SETS)('made laundering case $name', ({ folder }) => {
  it.skipIf(folder === '').each(FLOORS)(
    'equals an independent full-history ledger to the wei, floor %s',
    async (floor) => {
      harness = await startHarness();
      const made = readLaunderCase(folder);
      const data = await loadDataset(harness.deps.facts, `${folder}/transfers.csv.gz`, harness.context.logger);
      await harness.deps.labels.importSet('default', made.labels);
      const id = await harness.tracer.cases.create({
        name: 'made',
        seeds: made.seeds as readonly SeedInput[],
        policies: ACCOUNT_POLICIES,
        limits: { ...DEFAULT_LIMITS, floor: parseShare(floor) },
        source: { kind: 'dataset', sha256: data.sha256, name: data.name },
        labelSets: [],
        follow: false,
      });
      await harness.drain();
      const result = await harness.tracer.cases.result(id);
      expect(result.case.status).toBe('done');
      expect(result.counts.requests).toBe(0);
      expectSameAsReference(
        result,
        referenceLedger({ ...made, policies: ACCOUNT_POLICIES, floor: parseShare(floor) }),
        ACCOUNT_POLICIES,
      );
    },
  );
});
