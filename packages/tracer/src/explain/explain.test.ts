import type { Protocols } from '@fundtrail/attribution';
import { formatAccount, type Leg, type TransactionReading, ZERO_ADDRESS } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createExplain } from './explain.ts';

const CHAIN = 'eip155:1';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const ALICE = address('a1');
const BOB = address('b2');
const CAROL = address('c3');
const SOLVER = address('d4');
const POOL = address('e5');
const ROUTER = address('e6');
const GOLD = address('f7');
const IRON = address('f8');

const AMOUNT = 100n;

describe('what a transaction is explained to', () => {
  it('is a conversion of its sender, whoever stood between, with all its protocols', () => {
    const { conversions } = told({
      legs: [token(0, GOLD, ALICE, ROUTER), token(1, GOLD, ROUTER, POOL), token(2, IRON, POOL, ALICE, 7n)],
      code: [POOL, ROUTER],
      protocols: ['0x', 'curve'],
    });
    expect(conversions).toEqual([
      { account: shown('A1'), gave: [part(GOLD, 100)], got: [part(IRON, 7)], protocols: ['0x', 'curve'] },
    ]);
  });

  it('is nets that sum to nothing per asset, sorted, without the fee', () => {
    const fee: Leg = { id: 'fee', kind: 'fee', from: ALICE, to: ZERO_ADDRESS, asset: 'native', amount: 9n };
    const { net, fee: paid } = told({
      legs: [fee, native('value', ALICE, BOB, 5n), token(0, GOLD, ZERO_ADDRESS, ALICE)],
    });
    const lines = net.map(({ account, asset, delta }) => `${account.slice(-2)} ${asset.split(/[/:]/)[2]} ${delta}`);
    expect(lines.map((line) => line.toLowerCase())).toEqual([
      '00 erc20 -100',
      'a1 erc20 100',
      'a1 slip44 -5',
      'b2 slip44 5',
    ]);
    expect(paid).toEqual({ payer: shown('A1'), asset: `${CHAIN}/slip44:60`, amount: '9' });
  });

  it('gives each owner of an order its own conversion, and the solver that carried them none', () => {
    const { conversions } = told({
      sender: SOLVER,
      legs: [
        token(0, GOLD, ALICE, ROUTER, 10n),
        token(1, IRON, BOB, ROUTER, 20n),
        token(2, IRON, ROUTER, ALICE, 20n),
        token(3, GOLD, ROUTER, BOB, 9n),
        token(4, GOLD, ROUTER, SOLVER, 1n),
      ],
      code: [ROUTER],
      signers: [ALICE, BOB],
    });
    expect(conversions.map(({ account, gave, got }) => [account, gave, got])).toEqual([
      [shown('A1'), [part(GOLD, 10)], [part(IRON, 20)]],
      [shown('B2'), [part(IRON, 20)], [part(GOLD, 9)]],
    ]);
  });

  it('is the conversion of who paid where another was paid, and a note says who', () => {
    const { conversions, notes } = told({
      legs: [token(0, GOLD, ALICE, POOL), token(1, IRON, POOL, CAROL, 7n)],
      code: [POOL],
    });
    expect(conversions).toMatchObject([{ account: shown('A1'), got: [part(IRON, 7)] }]);
    expect(notes).toEqual([
      expect.stringMatching(new RegExp(`^what ${shown('A1')} gave comes out.* with ${shown('C3')} in other assets`)),
    ]);
  });

  it('is no conversion where a contract keeps what came out, and the note still says where it is', () => {
    const { conversions, notes } = told({
      legs: [token(0, GOLD, ALICE, POOL), token(1, IRON, POOL, ROUTER, 90n), token(2, IRON, POOL, CAROL, 1n)],
      code: [POOL, ROUTER],
    });
    expect(conversions).toEqual([]);
    expect(notes).toEqual([expect.stringContaining(`with ${shown('C3')}, ${shown('E6')} in other assets`)]);
  });

  it('says what was unwrapped, and guesses nothing, where internal value is not in the record', () => {
    const burn: Leg = { id: 'log:2', kind: 'burn', from: ROUTER, to: WETH, asset: WETH, amount: 7n };
    const swap = [token(0, GOLD, ALICE, POOL), token(1, WETH, POOL, ROUTER, 7n), burn];
    const unseen = told({ legs: swap, code: [POOL, ROUTER], protocols: ['curve'], whole: ['native', 'token'] });
    expect(unseen.conversions).toEqual([]);
    expect(unseen.notes).toEqual([
      'internal value not in the record: native amounts moved inside contracts are not in net',
      expect.stringMatching(/unwrapped 0\.000000000000000007 ETH: where that went/),
      expect.stringContaining(`${shown('A1')} gave 100 ${CHAIN}/erc20:`),
    ]);
    const seen = told({
      legs: [native('value', WETH, ROUTER, 7n), native('trace:1', ROUTER, ALICE, 7n), ...swap],
      code: [POOL, ROUTER],
      protocols: ['curve'],
    });
    expect(seen.conversions).toMatchObject([
      { account: shown('A1'), got: [{ asset: `${CHAIN}/slip44:60`, amount: '7' }] },
    ]);
    expect(seen.notes).toEqual([]);
  });

  it('takes a counterpart of which nothing is known for a signer only where an order hides one', () => {
    const legs = [token(0, GOLD, ALICE, BOB), token(1, IRON, BOB, ALICE, 7n)];
    const open = told({ legs });
    expect(open.conversions.map(({ account }) => account)).toEqual([shown('A1')]);
    expect(open.notes).toEqual([
      expect.stringMatching(new RegExp(`^${shown('B2')} gave 7 .* got 100 .*: nothing shows`)),
    ]);
    const order = told({ legs, hidesSigner: true });
    expect(order.conversions.map(({ account }) => account)).toEqual([shown('A1'), shown('B2')]);
    expect(order.notes).toEqual([]);
  });

  it('is its fee alone where it failed', () => {
    expect(told({ success: false, legs: [] })).toMatchObject({
      success: false,
      net: [],
      conversions: [],
      notes: ['the transaction failed: it moved nothing, and its sender paid the fee'],
    });
  });

  it('names what it moved without an amount, and no more of that than can be read', () => {
    const nfts = Array.from({ length: 25 }, (_, place) => ({
      id: `log:${place}`,
      standard: 'erc1155' as const,
      contract: GOLD,
      tokenId: BigInt(place),
      quantity: 2n,
      from: ALICE,
      to: BOB,
    }));
    const { notes } = told({ legs: [], nfts });
    expect(notes).toHaveLength(21);
    expect(notes[1]).toMatch(
      /^erc1155 transfer of 0x\w+ #1 x 2 from eip155:1:0x\w+ to eip155:1:0x\w+: outside the amounts$/,
    );
    expect(notes.at(-1)).toBe('and 5 more transfers outside the amounts');
  });

  it('says what the chain made out of nothing', () => {
    const made: Leg = { id: 'mint', kind: 'mint', from: ZERO_ADDRESS, to: ALICE, asset: 'native', amount: 10n ** 18n };
    expect(told({ legs: [made] }).notes).toEqual([
      `the chain made 1 ETH for ${shown('A1')}: a deposit from another chain`,
    ]);
  });
});

type Parts = {
  readonly legs: readonly Leg[];
  readonly sender?: string;
  readonly success?: boolean;
  readonly code?: readonly string[];
  readonly whole?: TransactionReading['fact']['whole'];
  readonly nfts?: NonNullable<TransactionReading['fact']['nfts']>;
  readonly protocols?: readonly string[];
  readonly signers?: readonly string[];
  readonly hidesSigner?: boolean;
};

function told(parts: Parts) {
  const { legs, sender = ALICE, success = true, code = [], whole = ['native', 'internal', 'token'] } = parts;
  const known: Protocols = {
    named: () => parts.protocols ?? [],
    signers: () => parts.signers ?? [],
    hidesSigner: () => parts.hidesSigner ?? false,
  };
  const nfts = parts.nfts === undefined ? {} : { nfts: parts.nfts };
  const fact = { chain: CHAIN, hash: '0x01', block: 1, index: 0, time: 1, sender, success, legs, whole, ...nfts };
  return createExplain(known, { read: () => [] })({ fact, to: ROUTER, logs: [], code, lacks: [] }).explanation;
}

function token(log: number, asset: string, from: string, to: string, amount = AMOUNT): Leg {
  const kind = from === ZERO_ADDRESS ? 'mint' : to === ZERO_ADDRESS ? 'burn' : 'token';
  return { id: `log:${log}`, kind, from, to, asset, amount };
}

function native(id: string, from: string, to: string, amount: bigint): Leg {
  return { id, kind: id === 'value' ? 'native' : 'internal', from, to, asset: 'native', amount };
}

function address(byte: string): string {
  return `0x${byte.repeat(20)}`;
}

/** CAIP-10 of an address of one repeated byte. */
function shown(byte: string): string {
  return formatAccount(`${CHAIN}:${address(byte.toLowerCase())}`);
}

function part(asset: string, amount: number) {
  return { asset: expect.stringMatching(new RegExp(`^${CHAIN}/erc20:${asset}$`, 'i')), amount: String(amount) };
}
