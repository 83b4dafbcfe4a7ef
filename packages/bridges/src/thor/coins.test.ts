import { coinOf, type Leg, NO_ADDRESS, type TransactionFact } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../bridge-reader.ts';
import { MAYA } from '../protocols/maya/adapter.ts';
import { THORCHAIN } from '../protocols/thorchain/adapter.ts';
import type { Located } from '../read/rule-index.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const DOGECOIN = 'bip122:1a91e3dace36e2be3bf030a65679fe82';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const TX = `0x${'5a'.repeat(32)}`;
const VAULT = `0x0014${'fa'.repeat(20)}`;
const ALICE = `0x0014${'a1'.repeat(20)}`;
const BOB = `0x76a914${'b2'.repeat(20)}88ac`;
const EVM = `0x${'ee'.repeat(20)}`;
const SWAP = `=:e:${EVM}`;
const HASH = '08A863D310AECF008B4A9742A596603EA008C682B4E48FF8FF80C408FBE72EB3';
const UNKNOWN = 'the vault is not known: ask thornode or midgard';

type Coin = readonly [owner: string, amount: bigint];

/** An OP_RETURN that pushes a text of up to 80 bytes. */
function data(text: string): Coin {
  const hex = Buffer.from(text, 'latin1').toString('hex');
  const size = hex.length / 2;
  const push = size > 75 ? `4c${size.toString(16)}` : size.toString(16).padStart(2, '0');
  return [`0x6a${push}${hex}`, 0n];
}

function spend(from: readonly string[], to: readonly Coin[], chain = BITCOIN): TransactionFact {
  const input = (owner: string, at: number): Leg => ({
    id: `in:${at}`,
    kind: 'input',
    from: coinOf(`0x${'11'.repeat(32)}`, at),
    to: NO_ADDRESS,
    asset: 'native',
    amount: 1_000_000n,
    owner,
  });
  const output = ([owner, amount]: Coin, at: number): Leg => ({
    id: `out:${at}`,
    kind: 'output',
    from: NO_ADDRESS,
    to: coinOf(TX, at),
    asset: 'native',
    amount,
    owner,
  });
  const legs = [...from.map(input), ...to.map(output)];
  return { chain, hash: TX, block: 1, index: 0, time: 1_700_000_000, success: true, legs, whole: ['native'] };
}

const located = (protocol: string, chain = BITCOIN): Located => ({
  protocol,
  chain,
  role: 'Vault',
  address: VAULT,
  source: 'made',
  asOf: '2024-01-01',
});
const known = createBridgeReader([located('thorchain'), located('thorchain', DOGECOIN)], [THORCHAIN, MAYA]);
const unknown = createBridgeReader([], [THORCHAIN, MAYA]);

describe('a deposit of coins', () => {
  it('is the first output to a vault, wherever it stands, of whom the first input belongs to', () => {
    const fact = spend([ALICE, BOB], [[ALICE, 700_000n], data(SWAP), [VAULT, 50_000n], [VAULT, 9_000n]]);
    expect(known.read(fact)).toMatchObject([
      {
        protocol: 'thorchain',
        side: 'source',
        key: '5a'.repeat(32),
        fromAccount: ALICE,
        toChain: 'eip155:1',
        toAccount: EVM,
        amount: 50_000n,
        custody: [VAULT],
        legs: ['out:2'],
        evidence: 'out:1',
        fault: undefined,
      },
    ]);
  });

  it('has its memo in two data outputs, which is noted', () => {
    const [leg] = known.read(spend([ALICE], [[VAULT, 50_000n], data(SWAP.slice(0, 20)), data(SWAP.slice(20))]));
    expect(leg).toMatchObject({
      memo: SWAP,
      toAccount: EVM,
      fault: undefined,
      notes: ['its memo is in 2 data outputs'],
    });
  });

  it('has what does not fit into 80 bytes in the hashes of the outputs behind it', () => {
    const memo = `=:ETH.USDC-0XA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48:${EVM}:123456789/1/0:affiliate/other:10/20`;
    const rest = Buffer.from(memo.slice(79));
    const carriers = Array.from({ length: Math.ceil(rest.length / 20) }, (_, place): Coin => {
      const part = rest.subarray(place * 20, place * 20 + 20).toString('hex');
      const hash = part.padEnd(40, '0');
      return [place % 2 === 0 ? `0x0014${hash}` : `0x76a914${hash}88ac`, 294n];
    });
    expect(carriers.length).toBeGreaterThan(2);
    const fact = spend([ALICE], [[VAULT, 50_000n], data(`${memo.slice(0, 79)}^`), ...carriers, [BOB, 9_000n]]);
    expect(known.read(fact)).toMatchObject([
      { memo, toAccount: EVM, minOut: 123_456_789n, amount: 50_000n, legs: ['out:0'], fault: undefined },
    ]);
    const unseen = unknown.read(spend([ALICE], [data(`${memo.slice(0, 79)}^`), ...carriers, [BOB, 59_000n]]));
    expect(unseen).toMatchObject([{ memo, custody: [BOB], fault: UNKNOWN }]);
  });

  it('is kept with its fault where the network would not look at it', () => {
    const faultOf = (outputs: readonly Coin[], chain = BITCOIN) => known.read(spend([ALICE], outputs, chain))[0]?.fault;
    const many = (count: number, amount: bigint): readonly Coin[] => Array.from({ length: count }, () => [BOB, amount]);
    expect(faultOf([[VAULT, 50_000n], data(SWAP), ...many(11, 0n)])).toMatch(/more than 12 outputs/);
    expect(faultOf([[VAULT, 50_000n], data(SWAP), ...many(10, 1_000n)])).toMatch(/more than 10 outputs with value/);
    expect(faultOf([[VAULT, 9_999n], data(SWAP)])).toMatch(/amount that small/);
    expect(faultOf([[VAULT, 99_999_999n], data(SWAP)], DOGECOIN)).toMatch(/amount that small/);
    expect(faultOf([[VAULT, 100_000_000n], data(SWAP)], DOGECOIN)).toBeUndefined();
    expect(faultOf([[VAULT, 50_000n], data(SWAP), ...many(9, 1_000n), [BOB, 0n]])).toBeUndefined();
  });

  it('of a vault with a memo that cannot be read has its key and says why it can only come back', () => {
    for (const [memo, reason] of [
      ['=:e:0x12', /no account of eip155:1/],
      ['hello', /"hello" begins no memo/],
      ['SWAP;LTC', /begins no memo/],
      ['=:zz:0x12', /abbreviates no asset/],
    ] as const) {
      const [leg, ...more] = known.read(spend([ALICE], [[VAULT, 50_000n], data(memo)]));
      expect([leg?.side, leg?.key?.length, leg?.toChain, leg?.fault, more.length]).toEqual([
        'source',
        64,
        undefined,
        undefined,
        0,
      ]);
      expect(leg?.notes[0]).toMatch(reason);
    }
  });

  it("to nobody's vault is one only with a memo without fault, and says that it is not sure", () => {
    const to = (memo: string, amount = 50_000n) => unknown.read(spend([ALICE], [[BOB, amount], data(memo)]));
    expect(to(SWAP)).toMatchObject([{ protocol: 'thorchain', fault: UNKNOWN, custody: [BOB], amount: 50_000n }]);
    for (const memo of ['=:e:0x12', 'hello', '=', 's', 'consolidate', 'r:123', 'donate', 'x:hello', 'n:me', 'bond:me'])
      expect(to(memo)).toEqual([]);
    expect(to(SWAP, 5_000n)).toEqual([]);
    expect(unknown.read(spend([ALICE], [[ALICE, 50_000n], data(SWAP)]))).toEqual([]);
  });

  it("that only Maya can read is Maya's", () => {
    const memo = '=:z:t1ZkzR72J5JsnPrv5iyVQgN3w5bdiVhoA2N';
    expect(unknown.read(spend([ALICE], [[BOB, 50_000n], data(memo)]))).toMatchObject([
      { protocol: 'maya', fault: 'the vault is not known: ask mayanode or maya_midgard', toAsset: 'ZEC.ZEC' },
    ]);
    expect(unknown.read(spend([ALICE], [[BOB, 50_000n], data(memo)], LITECOIN))).toEqual([]);
  });

  it('of a vault to vaults is none', () => {
    for (const memo of ['MIGRATE:12', 'consolidate', SWAP]) {
      expect(known.read(spend([VAULT], [[VAULT, 50_000n], [BOB, 20_000n], data(memo)]))).toEqual([]);
    }
  });
});

describe('a payout of coins', () => {
  it('is the first output that does not go back to the vault', () => {
    for (const outputs of [
      [[BOB, 30_000n], [VAULT, 900_000n], data(`OUT:${HASH}`)],
      [data(`OUT:${HASH}`), [VAULT, 900_000n], [BOB, 30_000n], [ALICE, 1_000n]],
    ] as const) {
      expect(known.read(spend([VAULT, VAULT], outputs))).toMatchObject([
        {
          side: 'destination',
          key: HASH.toLowerCase(),
          toAccount: BOB,
          amount: 30_000n,
          custody: [VAULT],
          fault: undefined,
        },
      ]);
    }
    const refund = spend([VAULT], [[BOB, 30_000n], data(`REFUND:${HASH}`)]);
    expect(known.read(refund)).toMatchObject([{ side: 'refund', toAccount: BOB, fault: undefined }]);
  });

  it("of nobody's vault may be anybody's: it says what it would be, and links nothing", () => {
    const fact = spend([ALICE], [[BOB, 30_000n], data(`OUT:${HASH}`)]);
    expect(unknown.read(fact)).toMatchObject([{ protocol: 'thorchain', fault: UNKNOWN, key: HASH.toLowerCase() }]);
  });

  it('of several owners, or with a memo that cannot be read, has a fault', () => {
    const mixed = spend([VAULT, ALICE], [[BOB, 30_000n], data(`OUT:${HASH}`)]);
    expect(known.read(mixed)).toMatchObject([{ fault: 'its inputs are not all of one vault' }]);
    expect(known.read(spend([VAULT], [[BOB, 30_000n], data('OUT:12')]))).toMatchObject([
      { fault: '"12" is no hash of a transaction', amount: 30_000n },
    ]);
    expect(known.read(spend([VAULT], [[VAULT, 30_000n], data(`OUT:${HASH}`)]))).toEqual([]);
  });
});

it('reads any data without failing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 75 }), fc.constantFrom('', '=:', 'OUT:', '=:e:'), (bytes, word) => {
      const text = word + Buffer.from(bytes).toString('latin1').slice(0, 70);
      for (const reader of [known, unknown]) {
        const legs = reader.read(spend([ALICE], [[VAULT, 50_000n], data(text), [BOB, 1n]]));
        expect(legs.every(({ protocol }) => protocol === 'thorchain' || protocol === 'maya')).toBe(true);
      }
    }),
  );
});
