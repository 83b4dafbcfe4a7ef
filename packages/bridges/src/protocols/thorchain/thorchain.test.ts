import { type BridgeLeg, formatAddress, parseAddress } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { joinLegs } from '../../link/join-legs.ts';
import type { PlacedLeg } from '../../link/link.ts';
import {
  BITCOIN,
  COIN_RECORDS,
  expectedOf,
  HAS_THOR_RECORDS,
  recordedCall,
  recordedCoins,
  recordedFixtures,
  sharedJson,
  vault,
} from '../../thor/recorded-thor.fixture.ts';
import { MAYA } from '../maya/adapter.ts';
import { THORCHAIN } from './adapter.ts';
import { bybit, VAULT_OF_COINS } from './bybit.fixture.ts';

const ROUTER_V1 = '0x42a5ed456650a09dc10ebc6361a7480fdd61f27b';
const only = (legs: readonly BridgeLeg[]): BridgeLeg => {
  const [leg, ...more] = legs;
  if (leg === undefined || more.length > 0) throw new Error(`${legs.length} legs`);
  return leg;
};

describe.skipIf(!HAS_THOR_RECORDS)('THORChain in recorded transactions of Bitcoin', () => {
  it.each(COIN_RECORDS)('%s: pays whom and what was recorded, once its vault is known', (name) => {
    const wanted = expectedOf(name);
    const reader = createBridgeReader([vault(wanted.vault)], [THORCHAIN]);
    const leg = only(reader.read(recordedCoins(name)));
    const sides: Record<string, string> = { thorchain_inbound: 'source', thorchain_outbound: 'destination' };
    expect(leg).toMatchObject({
      side: sides[wanted.kind] ?? 'refund',
      amount: BigInt(wanted.amountSat),
      asset: 'native',
      memo: wanted.memo,
      fault: undefined,
      custody: [parseAddress(wanted.vault, BITCOIN)],
      legs: ['out:0'],
    });
    const account = wanted.recipient ?? wanted.sender ?? '';
    expect(formatAddress((leg.side === 'source' ? leg.fromAccount : leg.toAccount) ?? '', BITCOIN)).toBe(account);
  });

  it('tells of a deposit on Bitcoin the token, the receiver on Ethereum, streaming and affiliate', () => {
    const name = 'btc-in-swap-to-eth-usdt';
    const reader = createBridgeReader([vault(expectedOf(name).vault)], [THORCHAIN]);
    expect(only(reader.read(recordedCoins(name)))).toMatchObject({
      key: 'a1174a690a6e9cc570e4e4a76f8be49d82fa2353cfd686c1b6b210d58d0e3cc7',
      fromChain: BITCOIN,
      toChain: 'eip155:1',
      toAsset: 'ETH.USDT-EC7',
      toAccount: '0x6057d2d9f07e06fa0836a17a4e4f0044d8f02912',
      notes: ['streams in as many parts as fit, every 1 blocks', 'affiliate ti: 70 basis points'],
    });
  });

  it('says of a vault that it is not known, and then links nothing', () => {
    for (const name of COIN_RECORDS) {
      const legs = createBridgeReader([], [THORCHAIN, MAYA]).read(recordedCoins(name));
      expect(only(legs)).toMatchObject({
        protocol: 'thorchain',
        fault: 'the vault is not known: ask thornode or midgard',
        amount: BigInt(expectedOf(name).amountSat),
      });
      expect(joinLegs(THORCHAIN, legs.map(placed))).toBeUndefined();
    }
  });

  it('leaves to Maya what a vault of Maya pays and is paid', () => {
    for (const name of COIN_RECORDS) {
      const located = [vault(expectedOf(name).vault, 'maya')];
      const legs = createBridgeReader(located, [THORCHAIN, MAYA]).read(recordedCoins(name));
      expect(only(legs)).toMatchObject({ protocol: 'maya', fault: undefined });
    }
  });
});

describe.skipIf(!HAS_THOR_RECORDS).each(['made', 'unknown'] as const)(
  'THORChain in recorded calls of routers, logs %s',
  (logs) => {
    const read = (name: string): BridgeLeg => only(createBridgeReader([], [THORCHAIN]).read(recordedCall(name, logs)));

    it('reads a deposit of native value by V1, whose call data says 0', () => {
      expect(read('eth-deposit-v1-selector')).toMatchObject({
        side: 'source',
        proof: 'K',
        key: 'ee6d63be925e90e4894288dc32d593ef6ab14c497973cb722a408fa606d42d64',
        fromAccount: '0xceb660e7623e8f8312b3379df747c35f2217b595',
        toChain: 'cosmos:thorchain-1',
        toAccount: 'thor19f3dsgetxzssvdmqnplfep5fe42fsrvq9u87ax',
        toAsset: 'THOR.RUNE',
        asset: 'native',
        amount: 295_040_000_000_000_000n,
        custody: ['0x72f4d09a23f8434bbbfea818e10a55517abc044b'],
        fault: undefined,
      });
    });

    it('reads a payout and a refund', () => {
      expect(read('eth-transferOut-eth')).toMatchObject({
        side: 'destination',
        key: '8c859ba50bc2351797f52f954971e1c6ba1f0a77610ac197bd99c4eec6a3692a',
        toAccount: '0x5a8c5afbcc1a58ccbe17542957b587f46828b38e',
        amount: 1_579_727_090_000_000_000n,
        custody: ['0xc42effb5968c2105feff5c2ed61135ff68736f10'],
        fault: undefined,
      });
      expect(read('eth-refund')).toMatchObject({
        side: 'refund',
        key: '851b4997cf8f9fba806b3780e0c178ccb173ae78e3fd5056f7375b059b22bd3a',
        toAccount: '0xfc0cc6e85dff3d75e3985e0cb83b090cfd498dd1',
        amount: 6_412_730_000_000_000n,
        custody: ['0xbdd8cdb1158ba84de117c8670bb27b80376def1b'],
        fault: undefined,
      });
    });

    it('reads what a vault pays an aggregator to swap for the receiver', () => {
      expect(read('eth-transferOutAndCall-longtail')).toMatchObject({
        side: 'destination',
        key: 'dc9c74908b12b8762e844ab1d143a3ac292d616d38aa5fcf7f8ff6702c21e9fb',
        toAccount: '0x80ace046480e13b1dfcc5c7535c2d2d4da652fc6',
        asset: 'native',
        amount: 514_305_630_000_000_000n,
        custody: ['0x64fc77c58122a7fb66659dc4d54d8cbb35eaff3b'],
        notes: [
          'swapped by the aggregator 0x11733abf0cdb43298f7e949c930188451a9a9ef2 for the token 0x04fa0d235c4abf4bcf4787af4cf447de572ef828',
        ],
      });
    });
  },
);

it.skipIf(!HAS_THOR_RECORDS)('is in all recorded transactions that it names, on the side that it says', () => {
  const { vaults, facts } = recordedFixtures();
  const reader = createBridgeReader(vaults, [THORCHAIN]);
  const read = facts.map((fact) => ({ chain: fact.chain, tx: fact.hash, sides: [only(reader.read(fact)).side] }));
  expect(read).toEqual(THORCHAIN.fixtures);
});

describe.skipIf(!HAS_THOR_RECORDS)('recorded payouts', () => {
  it('are none of other routers with the same events', () => {
    const fact = recordedCall('eth-transferOut-eth');
    const log = fact.receipt?.logs?.[0];
    if (log === undefined) throw new Error('no log');
    const excluded = sharedJson<readonly { protocol: string; address: string }[]>('bridges/addresses.json').filter(
      ({ protocol }) => protocol === 'thorchain_exclude',
    );
    expect(excluded).toHaveLength(3);
    const known = THORCHAIN.contracts.map(({ address }) => address);
    for (const { address } of excluded) {
      const other = address.toLowerCase();
      expect(known).not.toContain(other);
      const receipt = { to: other, input: fact.receipt?.input ?? '0x', logs: [{ ...log, address: other }] };
      expect(createBridgeReader([], [THORCHAIN]).read({ ...fact, receipt })).toEqual([]);
    }
    expect(log.address).toBe(ROUTER_V1);
  });
});

describe.skipIf(!HAS_THOR_RECORDS)('ether of the Bybit theft that became bitcoin', () => {
  it('is one movement by its key, once the vault is known', () => {
    const row = { protocol: 'thorchain', role: 'Vault', source: 'made', asOf: '2025-02-25' };
    const reader = createBridgeReader([{ ...row, chain: BITCOIN, address: VAULT_OF_COINS }], [THORCHAIN]);
    const { deposited, paid, receiver } = bybit();
    const [source, arrival] = [only(reader.read(deposited)), only(reader.read(paid))];
    expect(source).toMatchObject({ amount: 44_945_000_000_000_000_000n, toChain: BITCOIN, toAccount: receiver });
    expect(joinLegs(THORCHAIN, [placed(source), placed(arrival)])).toMatchObject({
      state: 'arrived',
      proof: 'K',
      grade: 'protocol_linked',
      arrivals: [{ leg: { amount: 121_327_264n, toAccount: receiver } }],
      refused: [],
      notes: [],
    });
  });

  it('is still on its way where the vault is not known, until an answer vouches for the payout', () => {
    const reader = createBridgeReader([], [THORCHAIN, MAYA]);
    const { deposited, paid } = bybit();
    const [source, arrival] = [only(reader.read(deposited)), only(reader.read(paid))];
    const link = joinLegs(THORCHAIN, [placed(source), placed(arrival)]);
    expect(link).toMatchObject({ state: 'pending', arrivals: [] });
    expect(link?.refused.map(({ reason }) => reason)).toEqual(['the vault is not known: ask thornode or midgard']);
    const vouched: BridgeLeg = { ...arrival, proof: 'A', fault: undefined };
    expect(joinLegs(THORCHAIN, [placed(source), placed(vouched)])).toMatchObject({ state: 'arrived', proof: 'A' });
  });

  it('is none of a payment to another that names its hash', () => {
    const reader = createBridgeReader([], [THORCHAIN]);
    const { deposited, paid } = bybit();
    const [source, arrival] = [only(reader.read(deposited)), only(reader.read(paid))];
    const stray: BridgeLeg = { ...arrival, fault: undefined, toAccount: VAULT_OF_COINS };
    expect(joinLegs(THORCHAIN, [placed(source), placed(stray)])).toMatchObject({
      state: 'pending',
      refused: [{ reason: `pays ${VAULT_OF_COINS}, whom the deposit does not name` }],
    });
  });
});

function placed(leg: BridgeLeg): PlacedLeg {
  return { leg, time: 1_740_446_000, block: 1, place: 0 };
}
