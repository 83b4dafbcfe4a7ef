import { InputError } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { parseSeed } from './seed-input.ts';
import { seedInput, storeSeed } from './stored-case.ts';

const TX = `0x${'ab'.repeat(32)}`;
const THIEF = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const HOLDER = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const HOLDER_SCRIPT = '0x76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac';
const SHOWN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

function faultOf(read: () => unknown): InputError {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a seed', () => {
  test('may be a transaction, with or without a receiver', () => {
    expect(parseSeed(`eip155:1:${TX.toUpperCase().replace('0X', '0x')}`)).toEqual({
      kind: 'transaction',
      chain: 'eip155:1',
      hash: TX,
    });
    const receiver = { kind: 'transaction', chain: 'eip155:1', hash: TX, account: `eip155:1:${THIEF}` };
    expect(parseSeed(`eip155:1:${TX}@${SHOWN}`)).toEqual(receiver);
    expect(parseSeed(`eip155:1:${TX}@eip155:1:${THIEF}`)).toEqual(receiver);
    expect(parseSeed(`${TX}@${THIEF}`, { chain: 'eip155:1' })).toEqual(receiver);
  });

  test('may be an account, from block 0 unless it says otherwise', () => {
    expect(parseSeed(`eip155:1:${SHOWN}`)).toEqual({ kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 0 });
    expect(parseSeed(THIEF, { chain: 'eip155:10', fromBlock: '14442778', asset: 'native', amount: '5' })).toEqual({
      kind: 'account',
      account: `eip155:10:${THIEF}`,
      fromBlock: 14442778,
      asset: 'native',
      amount: 5n,
    });
  });

  test('with an amount but no asset speaks of the native asset', () => {
    expect(parseSeed(`eip155:1:${THIEF}`, { amount: '7' })).toMatchObject({ asset: 'native', amount: 7n });
  });

  test.each([
    ['without a chain', THIEF, {}, 'seed', /does not say its chain/],
    ['on a chain that cannot be traced', `tron:0x2b6653dc:${THIEF}`, {}, 'seed', /namespace tron/],
    ['of a wrong length', `eip155:1:${THIEF}00`, {}, 'seed', /neither an account nor a transaction/],
    ['with a wrong checksum', `eip155:1:${SHOWN.replace('Aaf', 'aaf')}`, {}, 'seed', /checksum/],
    ['of another kind of chain', 'eip155:1:1BoatSLRHtKNngkdXEeobR76b53LETtpyT', {}, 'seed', /not an address of/],
    ['of letters', 'eip155:1:thief', {}, 'seed', /not an address of/],
    ['that is empty', ' ', { chain: 'eip155:1' }, 'seed', /empty/],
    ['with a receiver on another chain', `eip155:1:${TX}@eip155:10:${THIEF}`, {}, 'seed', /on eip155:10/],
    ['with a negative amount', `eip155:1:${THIEF}`, { amount: '-1' }, 'amount', /not an amount/],
    ['with a fractional amount', `eip155:1:${THIEF}`, { amount: '1.5' }, 'amount', /not an amount/],
    ['with an amount of nothing', `eip155:1:${THIEF}`, { amount: '0' }, 'amount', /nothing was stolen/],
    ['with a negative block', `eip155:1:${THIEF}`, { fromBlock: '-1' }, 'from_block', /not a block number/],
    ['with an asset of another chain', `eip155:1:${THIEF}`, { asset: 'eip155:10/slip44:60' }, 'asset', /lives on/],
    ['naming a transaction and a block', `eip155:1:${TX}`, { fromBlock: 1 }, 'from_block', /a transaction says itself/],
  ])('%s is refused with its field', (_case, text, defaults, field, message) => {
    const fault = faultOf(() => parseSeed(text, defaults));
    expect(fault.message).toMatch(message);
    expect(fault.place.field).toBe(field);
    expect(fault.remedy).toBeTruthy();
  });
});

describe('a seed on a UTXO chain', () => {
  const transaction = { kind: 'transaction', chain: BITCOIN, hash: `0x${TXID}` };
  const output = (place: string) => ({ ...transaction, account: `${BITCOIN}:0xff${TXID}${place}` });

  test.each([TXID, `0x${TXID}`, TXID.toUpperCase()])('may be a transaction: %s', (text) => {
    expect(parseSeed(`${BITCOIN}:${text}`)).toEqual(transaction);
    expect(parseSeed(text, { chain: BITCOIN })).toEqual(transaction);
  });

  test('may be one receiver of a transaction', () => {
    const receiver = { ...transaction, account: `${BITCOIN}:${HOLDER_SCRIPT}` };
    expect(parseSeed(`${BITCOIN}:${TXID}@${HOLDER}`)).toEqual(receiver);
    expect(parseSeed(`${BITCOIN}:${TXID}@${BITCOIN}:${HOLDER}`)).toEqual(receiver);
    expect(parseSeed(`${TXID}@${HOLDER}`, { chain: BITCOIN })).toEqual(receiver);
  });

  test('may be one output of a transaction, with or without its chain', () => {
    expect(parseSeed(`${BITCOIN}:${TXID}:0`)).toEqual(output('00000000'));
    expect(parseSeed(`${BITCOIN}:0x${TXID}:258`)).toEqual(output('00000102'));
    expect(parseSeed(`${TXID}:7`, { chain: BITCOIN })).toEqual(output('00000007'));
  });

  test('may be an address from a block on, with an amount in satoshi', () => {
    expect(parseSeed(`${BITCOIN}:${HOLDER}`, { fromBlock: '700000', amount: '5000000000' })).toEqual({
      kind: 'account',
      account: `${BITCOIN}:${HOLDER_SCRIPT}`,
      fromBlock: 700000,
      asset: 'native',
      amount: 5_000_000_000n,
    });
    expect(parseSeed(HOLDER, { chain: BITCOIN })).toMatchObject({ fromBlock: 0 });
  });

  test.each([
    [
      'with an output that is no number',
      `${BITCOIN}:${TXID}:first`,
      {},
      'seed',
      /"first" is not the number of an output/,
    ],
    ['with a negative output', `${BITCOIN}:${TXID}:-1`, {}, 'seed', /"-1" is not the number/],
    ['with no output behind its colon', `${BITCOIN}:${TXID}:`, {}, 'seed', /"" is not the number/],
    ['with an output too far', `${BITCOIN}:${TXID}:4294967295`, {}, 'seed', /no transaction has an output 4294967295/],
    ['with two outputs', `${BITCOIN}:${TXID}:1:2`, {}, 'seed', /"1:2" is not the number/],
    ['with an output and a receiver', `${BITCOIN}:${TXID}:1@${HOLDER}`, {}, 'seed', /output and a receiver are both/],
    ['with a transaction id cut short', `${BITCOIN}:${TXID.slice(2)}`, {}, 'seed', /neither an account nor .*has 62/],
    ['with an output of an id cut short', `${BITCOIN}:${TXID.slice(2)}:0`, {}, 'seed', /not a transaction id.*has 62/],
    ['with an output of an address', `${HOLDER}:0`, { chain: BITCOIN }, 'seed', /not a transaction id/],
    ['with a receiver of another chain', `${BITCOIN}:${TXID}@${THIEF}`, {}, 'seed', /an address of an EVM chain/],
    ['with an EVM address', `${BITCOIN}:${THIEF}`, {}, 'seed', /an address of an EVM chain/],
    ['of a token', `${BITCOIN}:${HOLDER}`, { asset: THIEF }, 'asset', /is no asset of Bitcoin.*only the native asset/],
    ['of a fraction of a bitcoin', `${BITCOIN}:${HOLDER}`, { amount: '0.5' }, 'amount', /not an amount.*satoshi/],
    ['with an output and an amount', `${BITCOIN}:${TXID}:0`, { amount: '5' }, 'amount', /a transaction says itself/],
    ['without a chain', `${TXID}:0`, {}, 'seed', /does not say its chain.*Write bip122:000000000019d6/],
    ['of an address without a chain', HOLDER, {}, 'seed', /does not say its chain.*Write bip122:000000000019d6/],
    ['on an EVM chain', `eip155:1:${TX}:0`, {}, 'seed', /transactions of eip155:1 have no numbered outputs/],
    ['with its chain by ticker', `BTC:${HOLDER}`, {}, 'seed', /"BTC" is not a CAIP-2 chain id.*bip122:/],
  ])('%s is refused with its field', (_case, text, defaults, field, message) => {
    const fault = faultOf(() => parseSeed(text, defaults));
    expect(`${fault.message} ${fault.remedy}`).toMatch(message);
    expect(fault.place.field).toBe(field);
  });

  test('is kept and read back as it was given', () => {
    const texts = [TXID, `${TXID}@${HOLDER}`, `${TXID}:258`, HOLDER].map((text) => `${BITCOIN}:${text}`);
    const seeds = [...texts.map((text) => parseSeed(text)), parseSeed(texts[3] ?? '', { fromBlock: 5, amount: '7' })];
    expect(seeds.map(storeSeed).map(seedInput)).toEqual(seeds);
  });
});
