import type { TransactionFact } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../bridge-reader.ts';
import { HAS_RECORDS, recordedFacts } from '../recorded.fixture.ts';
import { PROTOCOLS } from '../registry.ts';

/** THORChain's are recorded otherwise, and read in its own test. */
const RECORDED = PROTOCOLS.filter(({ protocol, fixtures = [] }) => protocol !== 'thorchain' && fixtures.length > 0);

describe.skipIf(!HAS_RECORDS)('the recorded transactions of protocols', async () => {
  const reader = createBridgeReader();
  const facts = new Map<string, TransactionFact>();
  for (const fact of HAS_RECORDS ? await recordedFacts() : []) facts.set(`${fact.chain} ${fact.hash}`, fact);

  it.each(RECORDED)(
    '$protocol is read in each of them with all others, without a fault',
    ({ protocol, fixtures = [] }) => {
      const faults: string[] = [];
      const read = fixtures.map(({ chain, tx }) => {
        const fact = facts.get(`${chain} ${tx}`);
        const legs = fact === undefined ? [] : reader.read(fact).filter((leg) => leg.protocol === protocol);
        faults.push(...legs.flatMap(({ fault }) => fault ?? []));
        return { chain, tx, sides: legs.map(({ side }) => side) };
      });
      expect(read).toEqual(fixtures);
      expect(faults).toEqual([]);
    },
  );
});
