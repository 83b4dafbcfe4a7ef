import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '@fundtrail/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAYA_NETWORK } from '../protocols/maya/network.ts';
import { THORCHAIN_NETWORK } from '../protocols/thorchain/network.ts';
import type { Memo } from './memo.ts';
import { parseMemo } from './parse-memo.ts';

const EVM = '0x6057d2D9f07e06FA0836a17a4e4F0044d8F02912';
const THOR = 'thor1w2p7nya3880s04adt7d4498lsz6762lg2vuke5';
const MAYA = 'maya14mh37ua4vkyur0l5ra297a4la6tmf95mtjy3zy';
const BTC = 'bc1qk8mhj9j5rsz7j7ymv92t2mv5fcqfgt7scn9p72';
const BTC_SCRIPT = '0x0014b1f77916541c05e9789b6154b56d944e00942fd0';
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const HASH = '08A863D310AECF008B4A9742A596603EA008C682B4E48FF8FF80C408FBE72EB3';

const thor = (memo: string | Uint8Array): Memo => parseMemo(memo, THORCHAIN_NETWORK);
const maya = (memo: string): Memo => parseMemo(memo, MAYA_NETWORK);

describe('the memo of a swap', () => {
  it('tells asset, receiver, limit, streaming, affiliates and points', () => {
    expect(thor(`=:ETH.USDT-EC7:${EVM}:0/1/0:ti:70`)).toEqual({
      kind: 'swap',
      order: 'market',
      asset: { kind: 'layer1', chainWord: 'ETH', symbol: 'USDT-EC7', text: 'ETH.USDT-EC7', chain: 'eip155:1' },
      to: { account: EVM.toLowerCase() },
      refundTo: undefined,
      limit: 0n,
      interval: 1,
      quantity: 0,
      affiliates: [{ name: 'ti', points: 70 }],
      aggregator: undefined,
      finalToken: undefined,
      finalMinimum: undefined,
      tail: undefined,
    });
  });

  it('tells the aggregator, the final token and its least amount, and what is behind the bar', () => {
    const memo = '=:e:0x80AcE046480e13b1dFCc5c7535c2D2d4Da652Fc6:49053588:ej:75:f2:828:22499362075344384953000|00ff';
    expect(thor(memo)).toMatchObject({
      aggregator: 'f2',
      finalToken: '828',
      finalMinimum: 22_499_362_075_344_384_953_000n,
      limit: 49_053_588n,
      tail: '00ff',
    });
    expect(thor(`=:ETH.UMA::37207e5`)).toMatchObject({ limit: 3_720_700_000n, to: undefined });
    expect(thor(`=:b:${BTC}:1.5e8`)).toMatchObject({ limit: 150_000_000n });
  });

  it('shares points among several affiliates by their place, or one number among all', () => {
    const affiliates = (memo: string) => (thor(memo) as { affiliates?: unknown }).affiliates;
    expect(affiliates(`=:b:${BTC}::t/ej:10/20`)).toEqual([
      { name: 't', points: 10 },
      { name: 'ej', points: 20 },
    ]);
    expect(affiliates(`=:b:${BTC}::t/ej:5`)).toEqual([
      { name: 't', points: 5 },
      { name: 'ej', points: 5 },
    ]);
    expect(affiliates(`=:b:${BTC}::t/ej/wr:5/6`)).toBeUndefined();
  });

  it('pays the sender where it names nobody, a name that the network resolves, and refunds to another', () => {
    expect(thor('=:BSC.BNB')).toMatchObject({ kind: 'swap', to: undefined });
    expect(thor('=:b:odin')).toMatchObject({ to: { name: 'odin' } });
    expect(thor('=:b:odin.btc')).toMatchObject({ to: { name: 'odin.btc' } });
    expect(thor(`=:b:${BTC}/${EVM}`)).toMatchObject({ to: { account: BTC_SCRIPT }, refundTo: EVM });
    expect(thor(`=:b:/${EVM}`)).toMatchObject({ kind: 'fault' });
  });

  it.each([
    ['s', 'market'],
    ['=', 'market'],
    ['SWAP', 'market'],
    ['=<', 'limit'],
    ['limito', 'limit'],
    ['lo', 'limit'],
    ['$+', 'loan'],
    ['loan-', 'loan'],
  ])('may begin with %s', (word, order) => {
    expect(thor(`${word}:BTC.BTC:${BTC}`)).toMatchObject({ kind: 'swap', order, to: { account: BTC_SCRIPT } });
  });

  it('tells by the separator what stays in the network', () => {
    expect(thor(`=:BTC/BTC:${THOR}`)).toMatchObject({ asset: { kind: 'synth', chain: 'cosmos:thorchain-1' } });
    expect(thor(`=:BTC~BTC:${THOR}`)).toMatchObject({ asset: { kind: 'trade', text: 'BTC~BTC' } });
    expect(thor(`=:ETH-USDC-EB48:${THOR}`)).toMatchObject({ asset: { kind: 'secured', symbol: 'USDC-EB48' } });
    expect(thor(`=:RUNE:${THOR}`)).toMatchObject({ asset: { text: 'THOR.RUNE' }, to: { account: THOR } });
    expect(thor(`=:BTC/BTC:${BTC}`)).toMatchObject({ kind: 'fault' });
  });

  it('means by a code what its own network means', () => {
    const assets = (memo: string) => [thor(memo), maya(memo)].map((read) => read.kind === 'swap' && read.asset.text);
    expect(assets('=:a')).toEqual(['AVAX.AVAX', 'ARB.ETH']);
    expect(assets('=:c')).toEqual(['BCH.BCH', 'MAYA.CACAO']);
    expect(assets('=:d')).toEqual(['DOGE.DOGE', 'DASH.DASH']);
    expect(assets('=:tr')).toEqual(['TRON.TRX', 'THOR.RUNE']);
    expect(assets('=:f')).toEqual(['BASE.ETH', false]);
    expect(assets('=:ec')).toEqual([false, 'ETH.USDC-0XA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48']);
    // Codes are of one case: another is the name of an asset that the network does not have.
    expect(thor('=:B')).toEqual({ kind: 'fault', reason: '"B" abbreviates no asset that is known' });
  });

  it('names the chains that both networks pay on, traced or not', () => {
    const goes = (memo: string) => {
      const read = thor(memo);
      return read.kind === 'swap' ? [read.asset.chain, read.to] : read;
    };
    expect(goes('=:d:DNbdjeaEicpCpRpjopS35QGFCS42TLF4eU')).toEqual([
      'bip122:1a91e3dace36e2be3bf030a65679fe82',
      { account: '0x76a914bf7efea88e5b680597c24e15bdc9d9f99df85d1288ac' },
    ]);
    expect(goes(`=:f:${EVM}`)).toEqual(['eip155:8453', { account: EVM.toLowerCase() }]);
    expect(goes('=:c:qql5mu96v44h06fxfkmvyh4qsttr4x7ssylu7e8gyr')).toEqual([
      'bip122:000000000000000000651ef99cb9fcbe',
      { account: 'qql5mu96v44h06fxfkmvyh4qsttr4x7ssylu7e8gyr' },
    ]);
    expect(goes('=:x:rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh')).toEqual([
      'xrpl:0',
      { account: 'rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh' },
    ]);
    expect(goes('=:tr:TLe4fXH3X6yBeM13xKuhkiZ1KhNYEsdDmN')).toEqual([
      'tron:0x2b6653dc',
      { account: 'TLe4fXH3X6yBeM13xKuhkiZ1KhNYEsdDmN' },
    ]);
    expect(goes(`=:b:${BTC}`)).toEqual([BITCOIN, { account: BTC_SCRIPT }]);
  });
});

describe('other memos', () => {
  it('name the transaction that a payout is for', () => {
    expect(thor(`OUT:${HASH}`)).toEqual({ kind: 'out', hash: HASH.toLowerCase() });
    expect(thor(`out:0x${HASH}`)).toEqual({ kind: 'out', hash: HASH.toLowerCase() });
    expect(thor(`OUTBOUND:${HASH}`)).toEqual({ kind: 'out', hash: HASH.toLowerCase() });
    expect(maya(`REFUND:${HASH}`)).toEqual({ kind: 'refund', hash: HASH.toLowerCase() });
    expect(thor(`OUT:${HASH}-2`)).toEqual({ kind: 'out', hash: HASH.toLowerCase() });
  });

  it('are of vaults among themselves', () => {
    expect(thor('MIGRATE:14220195')).toEqual({ kind: 'internal', action: 'migrate', height: 14_220_195 });
    for (const memo of ['RAGNAROK:12', 'consolidate', 'NOOP:NOVAULT', 'YGGDRASIL+:5', 'yggdrasil-:5']) {
      expect(thor(memo)).toMatchObject({ kind: 'internal' });
    }
  });

  it.each([
    ['+:BTC.BTC', 'add', undefined],
    [`ADD:ETH.ETH:${THOR}:t:10`, 'add', THOR],
    ['wd:b:10000', 'withdraw', undefined],
    ['donate:BTC.BTC', 'donate', undefined],
    [`TRADE+:${THOR}`, 'trade+', THOR],
    [`secure+:${THOR}`, 'secure+', THOR],
    [`bond:${THOR}`, 'bond', THOR],
    [`switch:${THOR}`, 'switch', THOR],
    [`tcy:${THOR}`, 'tcy', THOR],
    [`x:${THOR}:e30=`, 'execute', THOR],
    ['~:odin:BTC:addr', 'name', undefined],
    ['pool+', 'pool+', undefined],
    ['tcy+', 'tcy+', undefined],
    ['reserve', 'reserve', undefined],
    ['m=<:1BTC.BTC:2ETH.ETH:3', 'modify limit swap', undefined],
  ])('credit an account of the network: %s', (memo, action, account) => {
    expect(thor(memo)).toMatchObject({ kind: 'credit', action, account });
  });

  it('may stand for one that was left before', () => {
    expect(thor('r:00042')).toEqual({ kind: 'reference', reference: '00042' });
    expect(thor('r:')).toMatchObject({ kind: 'fault' });
  });

  it.each([
    ['', /empty/],
    ['|00ff', /empty/],
    ['hello', /begins no memo/],
    [' =:b', /begins no memo/],
    ['=', /names no asset/],
    ['=:FOO.BAR', /no chain that is known/],
    ['=:ETH.', /names no asset/],
    ['=:RUNES', /abbreviates no asset/],
    ['=:BTC.BTC:0x6057d2D9f07e06FA0836a17a4e4F0044d8F02912', /no account of bip122/],
    ['=:ETH.ETH:bc1qk8mhj9j5rsz7j7ymv92t2mv5fcqfgt7scn9p72', /no account of eip155:1/],
    ['=:ETH.ETH:0x6057d2D9f07e', /no account of eip155:1/],
    ['=:b:bc1qk8mhj9j5rsz7j7ymv92t2mv5fcqfgt7scn9p7', /no account of bip122/],
    ['=:b:19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhF', /no account of bip122/],
    ['=:r:thor1w2p7nya388', /no account of cosmos/],
    ['=:b:::t:20000', /may not get 20000 points/],
    ['=:b:::t:x', /no number of points/],
    ['=:b::1e99', /no limit/],
    ['=:b::1/2/3/4', /no limit/],
    ['=:b::-5', /no limit/],
    ['OUT:08A863', /no hash/],
    ['REFUND:', /no hash/],
    ['=:b:b\u00fccher', /no text/],
  ])('are faults with their reason where the network refuses them: %j', (memo, reason) => {
    expect(thor(memo)).toEqual({ kind: 'fault', reason: expect.stringMatching(reason) });
  });

  it('have an account of the other network for none of their own', () => {
    expect(maya(`trade+:${THOR}`)).toMatchObject({ kind: 'credit', account: undefined });
    expect(maya(`trade+:${MAYA}`)).toMatchObject({ kind: 'credit', account: MAYA });
  });

  it('never fail, whatever bytes they are, and cut anywhere', () => {
    const kinds = ['swap', 'credit', 'out', 'refund', 'internal', 'reference', 'fault'];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 260 }), (bytes) => {
        expect(kinds).toContain(thor(bytes).kind);
      }),
    );
    const words = fc.constantFrom('=', 's', '+', 'OUT', '$+', 'trade+', 'm=<', '~', 'r', '__proto__', 'constructor');
    const part = fc.oneof(fc.string(), fc.constantFrom('b', 'ETH.ETH', 'ETH~', BTC, EVM, THOR, '1e9/0/0', 't/ej'));
    fc.assert(
      fc.property(words, fc.array(part, { maxLength: 9 }), fc.nat(120), (word, parts, cut) => {
        const memo = [word, ...parts].join(':');
        for (const text of [memo, memo.slice(0, cut)]) {
          expect(kinds).toContain(thor(text).kind);
          expect(kinds).toContain(maya(text).kind);
        }
      }),
    );
  });
});

const FOLDERS = ['bridges/fixtures/thorchain-api', 'bridges/fixtures/maya-api', 'thorchain-midgard', 'bybit-2025'];
const found = FOLDERS.flatMap((folder) => sharedData(folder) ?? []);

describe.skipIf(found.length < FOLDERS.length)('memos of recorded answers', () => {
  it('are read, but for those that their network refused', () => {
    const memos = [...new Set(found.flatMap(memosIn))];
    expect(memos.length).toBeGreaterThan(300);
    const faults = memos.flatMap((memo) => {
      const network = memo.includes(MAYA.slice(0, 5)) || memo.includes('ARB.') ? MAYA_NETWORK : THORCHAIN_NETWORK;
      const read = parseMemo(memo, network);
      return read.kind === 'fault' ? [`${memo}: ${read.reason}`] : [];
    });
    expect(faults).toEqual(REFUSED);
  });
});

/** It was refunded, as the answer that holds it tells. */
const REFUSED = [' BOND:thor1tlxyya77xd23xqyep5ec2659y94qsaxgyadpym: " BOND" begins no memo'];

function memosIn(folder: string): readonly string[] {
  const memos: string[] = [];
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    JSON.parse(readFileSync(join(folder, name), 'utf8'), (key, value) => {
      if (key === 'memo' && typeof value === 'string') memos.push(value);
      return value;
    });
  }
  return memos;
}
