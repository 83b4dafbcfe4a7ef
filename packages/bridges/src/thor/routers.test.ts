import type { BridgeLeg, Leg, TransactionFact } from '@fundtrail/core';
import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../bridge-reader.ts';
import { topicOf } from '../decode/foreign-account.ts';
import { type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../made.fixture.ts';
import { MAYA } from '../protocols/maya/adapter.ts';
import { THORCHAIN } from '../protocols/thorchain/adapter.ts';
import { DEPOSIT_EVENT } from './deposits.ts';
import { BOUNCED } from './paid.ts';
import {
  AND_CALL_EVENT,
  AND_CALL_V2_EVENT,
  AND_CALL_V5_EVENT,
  FAILED_EVENT,
  TRANSFER_OUT_EVENT,
} from './payout-events.ts';
import { BATCH_TRANSFER_OUT, DEPOSIT_WITH_EXPIRY, TRANSFER_OUT_AND_CALL_V2 } from './router-calls.ts';

const V4 = '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146';
const V6 = '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4';
const MAYA_ROUTER = '0xe3985e6b61b814f7cdb188766562ba71b446b46d';
const OKX_ROUTER = '0xfc99f58a8974a4bc36e60e2d490bb8d72899ee9f';
const KNOWN_VAULT = '0x0dac1fb302bc428d8dc272a511e7c2f0d2a1c128';
const NOBODY = madeAddress('0');
const VAULT = madeAddress('fa');
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const USDC = madeAddress('cc');
const TARGET = madeAddress('d4');
const HASH = '08a863d310aecf008b4a9742a596603ea008c682b4e48ff8ff80c408fbe72eb3';
const OUT = `OUT:${HASH.toUpperCase()}`;
const SWAP = '=:b:19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE:0/10/0';
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';

const reader = createBridgeReader([], [THORCHAIN, MAYA]);
const read = (fact: TransactionFact): readonly BridgeLeg[] => reader.read(fact);

function emitted(logs: readonly MadeLog[], legs: readonly Leg[], to = V4, input = '0x'): TransactionFact {
  return madeTransaction({ chain: 'eip155:1', logs, legs, to, input, sender: ALICE });
}

const deposit = (asset: string, amount: bigint, memo: string, from = V4): MadeLog => ({
  from,
  event: DEPOSIT_EVENT,
  args: [VAULT, asset, amount, memo],
});

const transferOut = (asset: string, amount: bigint, memo = OUT, from = V4): MadeLog => ({
  from,
  event: TRANSFER_OUT_EVENT,
  args: [VAULT, BOB, asset, amount, memo],
});

const encoded = (signature: string, args: readonly unknown[]): string => {
  const abi = new Interface([signature]);
  return abi.encodeFunctionData(signature.split(' ')[1]?.split('(')[0] ?? '', args);
};

describe('a deposit', () => {
  it('of tokens stays with the router of V4.1 and with the vault of V6.1, of native value with the vault', () => {
    const v4 = emitted([deposit(USDC, 500n, SWAP)], [madeToken('log:1', USDC, ALICE, V4, 500n)]);
    const v6 = emitted([deposit(USDC, 500n, SWAP, V6)], [madeToken('log:1', USDC, ALICE, VAULT, 500n)], V6);
    const native = [madeNative('value', ALICE, V4, 7n), madeNative('trace:0', V4, VAULT, 7n)];
    for (const [fact, asset, keeper] of [
      [v4, USDC, V4],
      [v6, USDC, VAULT],
      [emitted([deposit(NOBODY, 7n, SWAP)], native), 'native', VAULT],
      // Where internal value is not told, the router alone is seen.
      [emitted([deposit(NOBODY, 7n, SWAP)], native.slice(0, 1)), 'native', V4],
    ] as const) {
      expect(read(fact)).toMatchObject([
        {
          side: 'source',
          protocol: 'thorchain',
          key: '77'.repeat(32),
          asset,
          custody: [keeper],
          toChain: BITCOIN,
          toAccount: expect.stringMatching(/^0x76a914/),
          fromAccount: ALICE,
          fault: undefined,
        },
      ]);
    }
  });

  it('tells when it is void, from the call data of V2 and later', () => {
    const input = encoded(DEPOSIT_WITH_EXPIRY, [VAULT, NOBODY, 7n, SWAP, 1_740_445_000n]);
    const legs = [madeNative('value', ALICE, V4, 7n)];
    expect(read(emitted([deposit(NOBODY, 7n, SWAP)], legs, V4, input))[0]?.expires).toBe(1_740_445_000);
    const never = encoded(DEPOSIT_WITH_EXPIRY, [VAULT, NOBODY, 7n, SWAP, 2n ** 256n - 1n]);
    expect(read(emitted([deposit(NOBODY, 7n, SWAP)], legs, V4, never))[0]?.expires).toBeUndefined();
    const fact = emitted([], legs, V4, input);
    expect(read({ ...fact, receipt: { to: V4, input } })).toMatchObject([{ amount: 7n, expires: 1_740_445_000 }]);
  });

  it("through an aggregator is the sender's, who is named with it", () => {
    const legs = [madeNative('value', ALICE, OKX_ROUTER, 7n), madeNative('trace:0', V4, VAULT, 7n)];
    const [leg] = read(emitted([deposit(NOBODY, 7n, SWAP)], legs, OKX_ROUTER));
    expect(leg).toMatchObject({ fromAccount: ALICE, custody: [VAULT] });
    expect(leg?.notes).toContain(`through the aggregator ${OKX_ROUTER}`);
    const [other] = read(emitted([deposit(NOBODY, 7n, SWAP)], legs, TARGET));
    expect(other?.notes).toContain(`through the contract ${TARGET}`);
  });

  it('stays in the network where its memo says so', () => {
    const thor = 'thor1w2p7nya3880s04adt7d4498lsz6762lg2vuke5';
    for (const memo of [`TRADE+:${thor}`, `secure+:${thor}`, `+:ETH.ETH:${thor}`, `bond:${thor}`]) {
      const legs = [madeNative('trace:0', V4, VAULT, 7n)];
      expect(read(emitted([deposit(NOBODY, 7n, memo)], legs))).toMatchObject([
        { side: 'source', toChain: 'cosmos:thorchain-1', toAccount: thor, fault: undefined },
      ]);
    }
    const [leg] = read(emitted([deposit(NOBODY, 7n, 'donate:ETH.ETH')], []));
    expect([leg?.toChain, leg?.toAccount]).toEqual(['cosmos:thorchain-1', undefined]);
    const [asking] = read(emitted([deposit(NOBODY, 7n, '-:ETH.ETH:10000')], []));
    expect(asking?.notes).toEqual([expect.stringMatching(/asks for what was added before/)]);
  });

  it("goes to the sender where its memo names nobody, unless no account there can be the sender's", () => {
    const goal = (memo: string) => {
      const [leg] = read(emitted([deposit(USDC, 5n, memo)], []));
      return [leg?.toChain, leg?.toAccount, leg?.fault];
    };
    expect(goal('=:f')).toEqual(['eip155:8453', ALICE, undefined]);
    expect(goal('=:b')).toEqual([undefined, undefined, undefined]);
    expect(read(emitted([deposit(USDC, 5n, '=:b')], []))[0]?.notes[0]).toMatch(/can only come back: names no receiver/);
    expect(goal('=:b:odin')).toEqual([BITCOIN, undefined, undefined]);
  });

  it('with a memo that cannot be read keeps its key and value, and says that it can only come back', () => {
    const [leg] = read(emitted([deposit(NOBODY, 7n, '=:e:0x12')], [madeNative('trace:0', V4, VAULT, 7n)]));
    expect(leg).toMatchObject({
      amount: 7n,
      custody: [VAULT],
      memo: '=:e:0x12',
      key: '77'.repeat(32),
      toChain: undefined,
      fault: undefined,
      notes: [expect.stringMatching(/can only come back: .*no account/)],
    });
    const out: BridgeLeg = { ...(leg as BridgeLeg), side: 'destination', chain: 'eip155:8453', toAccount: BOB };
    expect(THORCHAIN.match?.(leg as BridgeLeg, out)).toMatch(/for a deposit that can only come back/);
    expect(THORCHAIN.match?.(leg as BridgeLeg, { ...out, proof: 'A' })).toBeUndefined();
    const refund: BridgeLeg = { ...out, side: 'refund', chain: 'eip155:1' };
    expect(THORCHAIN.match?.(leg as BridgeLeg, { ...refund, toAccount: ALICE })).toBeUndefined();
    expect(THORCHAIN.match?.(leg as BridgeLeg, refund)).toMatch(/who did not send it/);
  });

  it('of a vault into a newer router is none', () => {
    expect(read(emitted([deposit(USDC, 7n, 'MIGRATE:123')], []))).toEqual([]);
  });

  it('at a router of Maya means what it means to Maya', () => {
    const memo = '=:a::1e2';
    const [leg] = read(emitted([deposit(NOBODY, 7n, memo, MAYA_ROUTER)], [], MAYA_ROUTER));
    expect(leg).toMatchObject({ protocol: 'maya', toChain: 'eip155:42161', toAccount: ALICE, minOut: 100n });
    const [added] = read(emitted([deposit(NOBODY, 7n, 'trade+:x', MAYA_ROUTER)], [], MAYA_ROUTER));
    expect(added).toMatchObject({ protocol: 'maya', toChain: 'cosmos:mayachain-mainnet-v1', toAccount: undefined });
  });

  it('may be paid to a vault without a router, its memo in the call data as text or as hex of it', () => {
    const plain = Buffer.from(SWAP).toString('hex');
    for (const input of [`0x${plain}`, `0x${Buffer.from(plain).toString('hex')}`]) {
      const fact = emitted([], [madeNative('value', ALICE, KNOWN_VAULT, 9n)], KNOWN_VAULT, input);
      expect(read(fact)).toMatchObject([
        { side: 'source', key: '77'.repeat(32), amount: 9n, custody: [KNOWN_VAULT], legs: ['value'], toChain: BITCOIN },
      ]);
      expect(read(emitted([], [madeNative('value', ALICE, BOB, 9n)], BOB, input))).toEqual([]);
    }
    expect(read(emitted([], [madeNative('value', ALICE, KNOWN_VAULT, 9n)], KNOWN_VAULT))).toEqual([]);
  });
});

describe('a payout', () => {
  it('is paid by the vault, of tokens by the router before V6.1', () => {
    const native = [madeNative('value', VAULT, V4, 7n), madeNative('trace:0', V4, BOB, 7n)];
    const token4 = emitted([transferOut(USDC, 5n)], [madeToken('log:1', USDC, V4, BOB, 5n)]);
    const token6 = emitted([transferOut(USDC, 5n, OUT, V6)], [madeToken('log:1', USDC, VAULT, BOB, 5n)], V6);
    for (const [fact, asset, payer] of [
      [emitted([transferOut(NOBODY, 7n)], native), 'native', VAULT],
      [token4, USDC, V4],
      [token6, USDC, VAULT],
    ] as const) {
      expect(read(fact)).toMatchObject([
        {
          side: 'destination',
          key: HASH,
          asset,
          custody: [payer],
          toAccount: BOB,
          toChain: 'eip155:1',
          fault: undefined,
        },
      ]);
    }
    const refund = emitted([transferOut(NOBODY, 7n, `REFUND:${HASH.toUpperCase()}`)], native);
    expect(read(refund)).toMatchObject([{ side: 'refund', key: HASH, toAccount: BOB }]);
  });

  it('of a batch is one each, paid by what the router hands on', () => {
    const input = encoded(BATCH_TRANSFER_OUT, [
      [BOB, TARGET],
      [NOBODY, NOBODY],
      [3n, 4n],
      [OUT, `OUT:${'1'.repeat(64)}`],
    ]);
    const legs = [
      madeNative('value', ALICE, V6, 7n),
      madeNative('trace:0', V6, BOB, 3n),
      madeNative('trace:1', V6, TARGET, 4n),
    ];
    const expected = [
      { key: HASH, toAccount: BOB, amount: 3n, custody: [V6] },
      { key: '1'.repeat(64), toAccount: TARGET, amount: 4n, custody: [V6] },
    ];
    const fact = emitted([], legs, V6, input);
    expect(read({ ...fact, receipt: { to: V6, input } })).toMatchObject(expected);
    const second = { from: V6, event: TRANSFER_OUT_EVENT, args: [ALICE, TARGET, NOBODY, 4n, `OUT:${'1'.repeat(64)}`] };
    expect(read(emitted([transferOut(NOBODY, 3n, OUT, V6), second], legs, V6, input))).toMatchObject(expected);
  });

  it('that swaps on tells what the vault paid, the aggregator and the token', () => {
    const tail = [1n, OUT];
    const v4 = { from: V4, event: AND_CALL_EVENT, args: [VAULT, TARGET, 7n, USDC, BOB, ...tail] };
    const v5 = { from: V4, event: AND_CALL_V5_EVENT, args: [VAULT, TARGET, 5n, USDC, BOB, ...tail, '0x', 'thor1x'] };
    const args = [VAULT, TARGET, USDC, 5n, NOBODY, BOB, ...tail, '0x', 'thor1x'];
    const v6 = { from: V6, event: AND_CALL_V2_EVENT, args };
    const value = madeNative('value', VAULT, V4, 7n);
    const token = madeToken('log:1', madeAddress('ab'), V4, TARGET, 5n);
    const note = `swapped by the aggregator ${TARGET}`;
    expect(read(emitted([v4], [value]))).toMatchObject([
      { asset: 'native', amount: 7n, custody: [VAULT], toAccount: BOB, notes: [`${note} for the token ${USDC}`] },
    ]);
    expect(read(emitted([v5], [token]))).toMatchObject([{ asset: madeAddress('ab'), amount: 5n, custody: [V4] }]);
    expect(read(emitted([v6], [madeToken('log:1', USDC, VAULT, V6, 5n)], V6))).toMatchObject([
      { asset: USDC, amount: 5n, custody: [VAULT], notes: [note] },
    ]);
    const input = encoded(TRANSFER_OUT_AND_CALL_V2, [[TARGET, USDC, 5n, NOBODY, BOB, ...tail, '0x', 'thor1x']]);
    const fact = emitted([], [], V6, input);
    expect(read({ ...fact, receipt: { to: V6, input } })).toMatchObject([{ key: HASH, asset: USDC, custody: [ALICE] }]);
  });

  it('that failed is a fault, and one whose swap failed is what the vault paid', () => {
    const failed = (memo: string, amount = 7n): MadeLog => ({
      from: V6,
      event: FAILED_EVENT,
      args: [VAULT, BOB, NOBODY, amount, memo],
    });
    const out = transferOut(NOBODY, 7n, OUT, V6);
    expect(read(emitted([failed(''), out], [], V6))).toMatchObject([{ key: HASH, fault: BOUNCED }]);
    expect(read(emitted([failed(OUT), out], [], V6))).toMatchObject([{ key: HASH, fault: BOUNCED }]);
    expect(read(emitted([failed('', 8n), out], [], V6))).toMatchObject([{ key: HASH, fault: undefined }]);
    const swap = { from: V6, event: AND_CALL_EVENT, args: [VAULT, TARGET, 7n, USDC, BOB, 1n, OUT] };
    const [leg, ...more] = read(emitted([failed(OUT), swap], [], V6));
    expect([leg?.fault, more.length]).toEqual([undefined, 0]);
    expect(leg?.notes).toContain('the swap failed: the receiver got what was to be swapped');
    expect(read(emitted([failed(''), failed(OUT), swap], [], V6))).toMatchObject([{ fault: BOUNCED }]);
  });

  it('of V4.1 that went back to the vault is a fault, though its event says that it was paid', () => {
    const legs = [madeNative('value', VAULT, V4, 7n), madeNative('trace:0', V4, VAULT, 7n)];
    expect(read(emitted([transferOut(NOBODY, 7n)], legs))).toMatchObject([{ fault: BOUNCED }]);
  });

  it('with a memo of vaults among themselves is none, and with one that cannot be read has a fault', () => {
    for (const memo of ['MIGRATE:5', 'RAGNAROK:5', 'consolidate', 'YGGDRASIL+:5']) {
      expect(read(emitted([transferOut(NOBODY, 7n, memo)], []))).toEqual([]);
    }
    expect(read(emitted([transferOut(NOBODY, 7n, 'OUT:12')], []))).toMatchObject([
      { fault: '"12" is no hash of a transaction' },
    ]);
  });

  it('may be paid by a vault without a router, and not by anybody else', () => {
    const input = `0x${Buffer.from(OUT).toString('hex')}`;
    const legs = (from: string) => [madeNative('value', from, BOB, 9n)];
    expect(read(emitted([], legs(KNOWN_VAULT), BOB, input))).toMatchObject([
      { side: 'destination', key: HASH, amount: 9n, custody: [KNOWN_VAULT], legs: ['value'], toAccount: BOB },
    ]);
    expect(read(emitted([], legs(ALICE), BOB, input))).toEqual([]);
  });
});

describe('a vault', () => {
  it('is who keeps the native value of a deposit or pays that of a payout, as a router tells it', () => {
    const learned = (fact: TransactionFact) => read(fact).flatMap((leg) => THORCHAIN.learns?.(leg) ?? []);
    const native = [madeNative('value', ALICE, V4, 7n), madeNative('trace:0', V4, VAULT, 7n)];
    const vault = [{ role: 'Vault', address: VAULT }];
    expect(learned(emitted([deposit(NOBODY, 7n, SWAP)], native))).toEqual(vault);
    expect(learned(emitted([transferOut(NOBODY, 7n)], [madeNative('value', VAULT, V4, 7n)]))).toEqual(vault);
    // The router keeps tokens, is all that is seen to get native value, or nothing was paid.
    expect(learned(emitted([deposit(USDC, 5n, SWAP)], [madeToken('log:1', USDC, ALICE, V4, 5n)]))).toEqual([]);
    expect(learned(emitted([deposit(NOBODY, 7n, SWAP)], native.slice(0, 1)))).toEqual([]);
    expect(learned(emitted([deposit(NOBODY, 0n, SWAP)], []))).toEqual([]);
  });
});

describe('the other side', () => {
  const source = read(emitted([deposit(USDC, 5n, `=:f:${BOB}`)], []))[0] as BridgeLeg;

  it('is looked for by what routers paid the receiver, then by the receiver, then as a refund', () => {
    const base = ['0x68208d99746b805a1ae41421950a47b711e35681', V6];
    const topic = '0xa9cd03aa3c1b4515114539cd53d22085129d495cb9e9f9af77864526240f1bf7';
    expect(THORCHAIN.search?.(source)).toEqual([
      { by: 'logs', chain: 'eip155:8453', addresses: base, topics: [topic, null, topicOf(BOB)] },
      { by: 'account', chain: 'eip155:8453', address: BOB },
      {
        by: 'logs',
        chain: 'eip155:1',
        addresses: expect.arrayContaining([V4, V6]),
        topics: [topic, null, topicOf(ALICE)],
      },
      { by: 'account', chain: 'eip155:1', address: ALICE },
    ]);
    const coins = read(emitted([deposit(USDC, 5n, SWAP)], []))[0] as BridgeLeg;
    expect(THORCHAIN.search?.(coins)?.[0]).toEqual({ by: 'account', chain: BITCOIN, address: coins.toAccount });
    expect(THORCHAIN.search?.({ ...coins, side: 'destination' })).toEqual([]);
  });

  it('is none that pays another asset than the deposit asks for: anybody can make a token and pay it by a router', () => {
    const out = (asset: string): BridgeLeg => ({
      ...source,
      side: 'destination',
      chain: 'eip155:1',
      toAccount: BOB,
      asset,
    });
    const why = (memo: string, asset: string) => THORCHAIN.match?.({ ...source, memo }, out(asset));
    expect(why(`=:e:${BOB}`, 'native')).toBeUndefined();
    expect(why(`=:ETH.USDC-${USDC.slice(-5)}:${BOB}`, USDC)).toBeUndefined();
    expect(why(`=:ETH.USDC-${USDC}:${BOB}`, USDC)).toBeUndefined();
    expect(why(`=:ETH.USDC:${BOB}`, USDC)).toBeUndefined();
    expect(why(`=:e:${BOB}`, USDC)).toMatch(/ETH.ETH was asked for/);
    expect(why(`=:ETH.USDC-${USDC.slice(-5)}:${BOB}`, TARGET)).toMatch(/was asked for/);
    expect(why(`=:ETH.USDC:${BOB}`, 'native')).toMatch(/was asked for/);
  });

  it('is none that pays another than the deposit names: anybody may call a router with its hash', () => {
    const out: BridgeLeg = {
      ...source,
      side: 'destination',
      chain: 'eip155:8453',
      toAccount: BOB,
      asset: 'native',
    };
    expect(THORCHAIN.match?.(source, out)).toBeUndefined();
    expect(THORCHAIN.match?.(source, { ...out, toAccount: TARGET })).toMatch(/whom the deposit does not name/);
    expect(THORCHAIN.match?.({ ...source, toAccount: undefined }, { ...out, toAccount: TARGET })).toBeUndefined();
    const refund: BridgeLeg = { ...out, side: 'refund', chain: 'eip155:1' };
    expect(THORCHAIN.match?.(source, { ...refund, toAccount: ALICE })).toBeUndefined();
    expect(THORCHAIN.match?.(source, { ...refund, toAccount: TARGET })).toMatch(/who did not send it/);
    const elsewhere = { ...source, memo: `=:f:${BOB}/${TARGET}` };
    expect(THORCHAIN.match?.(elsewhere, { ...refund, toAccount: TARGET })).toBeUndefined();
  });
});
