import { describe, expect, it } from 'vitest';
import { sharedData } from '../shared-data.ts';
import { roninReference } from './ronin-reference.ts';

const recordings = sharedData('ronin-2022/txlist');
const ETHER = 10n ** 18n;

describe.skipIf(recordings === undefined)('the Ronin theft under haircut, calculated apart', () => {
  const ronin = recordings === undefined ? undefined : roninReference(recordings);

  it('sees 182,165.956 ETH leave the seed as value', () => {
    expect((ronin?.leavesSeed ?? 0n) / 10n ** 15n).toBe(182_165_956n);
  });

  it('puts between 175,000 and 175,100 ETH at the Tornado router, no more than reached accounts sent there', () => {
    expect(ronin?.atTornadoRouter).toBeGreaterThanOrEqual(175_000n * ETHER);
    expect(ronin?.atTornadoRouter).toBeLessThanOrEqual(ronin?.sentToRouterByReached ?? 0n);
    expect(ronin?.sentToRouterByReached).toBe(175_100n * ETHER);
  });

  it('closes to the wei', () => {
    const { atTornadoRouter = 0n, atExchanges = 0n, elsewhere = 0n, resting = 0n, fees = 0n } = ronin ?? {};
    expect(atTornadoRouter + atExchanges + elsewhere + resting + fees).toBe(ronin?.stolen);
  });
});
