import { hexlify, toUtf8Bytes } from 'ethers';
import { expect, it } from 'vitest';
import { createBridgeReader } from '../bridge-reader.ts';
import { madeAddress, madeNative, madeTransaction } from '../made.fixture.ts';
import type { Located } from './rule-index.ts';

const VAULT = madeAddress('fa');

/** A vault as one more answer tells it. */
function told(source: string): Located {
  return { protocol: 'thorchain', role: 'Vault', chain: 'eip155:1', address: VAULT, source, asOf: '2025-02-25' };
}

it('reads a payment once, however often its vault was learned', () => {
  const paid = madeTransaction({
    chain: 'eip155:1',
    to: VAULT,
    input: hexlify(toUtf8Bytes('=:b:19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE')),
    legs: [madeNative('value', madeAddress('a1'), VAULT, 9n)],
  });
  const legs = createBridgeReader([told('midgard')]).read(paid);
  expect(legs).toMatchObject([{ protocol: 'thorchain', side: 'source', index: 0, amount: 9n }]);
  expect(createBridgeReader([told('midgard'), told('thornode')]).read(paid)).toEqual(legs);
});
