import { readFileSync } from 'node:fs';
import { type BridgeLeg, parseAddress, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { CHAINFLIP } from './adapter.ts';
import { BITCOIN } from './assets.ts';
import { readSwapPayload } from './payload.ts';
import { EVM_SWAPS } from './vault-swaps.ts';

const reader = createBridgeReader([], [CHAINFLIP]);
const SWAP = sharedData('bridges/fixtures/chainflip/btc-vault-swap-testnet.json');

describe.skipIf(SWAP === undefined)('a recorded vault swap on Bitcoin', () => {
  const { expect: told, hex } = JSON.parse(readFileSync(SWAP ?? '', 'utf8'));

  it('tells what is asked for, in its own bytes', () => {
    expect(readSwapPayload(Buffer.from(told.vout1_payload, 'hex'))).toEqual({
      asset: { name: told.outputAssetName, chain: 'eip155:1' },
      address: told.destination,
      retryBlocks: told.retryDurationBlocks,
      minOutput: BigInt(told.minOutput),
      chunks: told.numberOfChunks,
      chunkInterval: told.chunkInterval,
    });
  });

  it('is a source leg of its first output, were it on mainnet', () => {
    const channel = `0x5120${hex.split('225120')[1].slice(0, 64)}`;
    const [leg] = reader.read(bitcoin([channel, `0x6a2f${told.vout1_payload}`, REFUND]));
    expect(leg).toMatchObject({
      side: 'source',
      proof: 'A',
      key: '77'.repeat(32),
      toChain: 'eip155:1',
      toAccount: told.destination,
      toAsset: 'Eth',
      minOut: BigInt(told.minOutput),
      asset: 'native',
      amount: 500_000n,
      custody: [channel],
      legs: ['out:0'],
      fault: undefined,
      notes: [`refunds go to ${REFUND}`],
    });
  });

  it('is nothing where the data or an output is another', () => {
    const { vout1_payload: payload } = told;
    const data = `0x6a2f${payload}`;
    expect(reader.read(bitcoin([REFUND, data, REFUND]))).toEqual([]);
    expect(reader.read(bitcoin([data, TAPROOT, REFUND]))).toEqual([]);
    expect(reader.read(bitcoin([TAPROOT, REFUND, data]))).toEqual([]);
    expect(reader.read({ ...bitcoin([TAPROOT, data]), chain: 'bip122:12a765e31ffd4059bada1e25190f6e98' })).toEqual([]);
    const wrong = [`02${payload.slice(2)}`, `0005${payload.slice(4)}`, `00ff${payload.slice(4)}`, payload.slice(2)];
    for (const other of [...wrong, `${payload}00`, payload.slice(0, -2), '', '00']) {
      expect([other, readSwapPayload(Buffer.from(other, 'hex'))]).toEqual([other, undefined]);
    }
  });
});

describe.skipIf(!HAS_RECORDS)('Chainflip in recorded transactions', () => {
  it('is in none of those of EVM chains', async () => {
    expect([...legsByTransaction(CHAINFLIP, await recordedFacts()).keys()]).toEqual([]);
  });
});

const TAPROOT = `0x5120${'11'.repeat(32)}`;
const REFUND = `0x0014${'22'.repeat(20)}`;
const SENDER = `0x0014${'33'.repeat(20)}`;

function bitcoin(scripts: readonly string[]): TransactionFact {
  const input = {
    id: 'in:0',
    kind: 'input',
    from: SENDER,
    to: '0x',
    asset: 'native',
    amount: 1n,
    owner: SENDER,
  } as const;
  const outputs = scripts.map((owner, at) => {
    const amount = owner.startsWith('0x6a') ? 0n : 500_000n;
    return { id: `out:${at}`, kind: 'output', from: '0x', to: owner, asset: 'native', amount, owner } as const;
  });
  return madeTransaction({ chain: BITCOIN, legs: [input, ...outputs] });
}

const [SWAP_NATIVE = '', SWAP_TOKEN = '', CALL_NATIVE = '', CALL_TOKEN = ''] = EVM_SWAPS.map(({ event }) => event);
const ETHEREUM = 'eip155:1';
const VAULT = '0xf5e10380213880111522dd0efd3dbb45b9f62bcc';
const KEY_MANAGER = '0xcd351d3626dc244730796a3168d315168ebf08be';
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const USDC = madeAddress('cc');
const BTC_ADDRESS = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';
const ascii = (text: string): string => `0x${Buffer.from(text).toString('hex')}`;

function one(event: string, args: readonly unknown[]): BridgeLeg {
  const logs = [{ from: VAULT, event, args }];
  const [leg] = reader.read(madeTransaction({ chain: ETHEREUM, logs }));
  if (leg === undefined) throw new Error('no leg');
  return leg;
}

describe('Chainflip in made logs of its published ABI', () => {
  it('reads swaps of ether and tokens, with and without a message', () => {
    const legs = [
      one(SWAP_NATIVE, [4, BOB, 6, 500n, ALICE, '0x']),
      one(SWAP_TOKEN, [4, BOB, 6, USDC, 500n, ALICE, '0x']),
      one(CALL_NATIVE, [4, BOB, 6, 500n, ALICE, '0x12', 1n, '0x']),
      one(CALL_TOKEN, [4, BOB, 6, USDC, 500n, ALICE, '0x12', 1n, '0x']),
    ];
    expect(legs.map(({ asset, notes }) => [asset, notes.length])).toEqual([
      ['native', 0],
      [USDC, 0],
      ['native', 1],
      [USDC, 1],
    ]);
    for (const leg of legs) {
      expect(leg).toMatchObject({ key: '77'.repeat(32), side: 'source', proof: 'A', amount: 500n, custody: [VAULT] });
      expect(leg).toMatchObject({ fromAccount: ALICE, toChain: 'eip155:42161', toAccount: BOB, toAsset: 'ArbEth' });
      expect(leg.fault).toBeUndefined();
    }
  });

  it('writes receivers as their chains do', () => {
    const told = (chain: number, address: string, asset: number): unknown => {
      const { toChain, toAccount, fault } = one(SWAP_NATIVE, [chain, address, asset, 5n, ALICE, '0x']);
      return [toChain, toAccount, fault];
    };
    expect(told(3, ascii(BTC_ADDRESS), 5)).toEqual([BITCOIN, parseAddress(BTC_ADDRESS, BITCOIN), undefined]);
    expect(told(5, `0x${'11'.repeat(32)}`, 9)).toEqual([
      'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
      '29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2',
      undefined,
    ]);
    expect(told(7, '0xa614f803b6fd780986a42c78ec9c7f77e6ded13c', 18)).toEqual([
      'tron:0x2b6653dc',
      'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      undefined,
    ]);
  });

  it('says what is wrong with chain, asset or receiver', () => {
    const faultOf = (chain: number, address: string, asset: number): string | undefined =>
      one(SWAP_NATIVE, [chain, address, asset, 5n, ALICE, '0x']).fault;
    expect(faultOf(99, BOB, 6)).toBe('chain 99 is not known');
    expect(faultOf(4, BOB, 99)).toBe('asset 99 is not known');
    expect(faultOf(4, BOB, 1)).toBe('Eth is no asset of eip155:42161');
    expect(faultOf(3, ascii('bc1qnone'), 5)).toMatch(/is no address of Bitcoin/);
    expect(faultOf(4, '0x1234', 6)).toMatch(/0x1234 is no account of eip155:42161/);
    expect(faultOf(4, madeAddress('0'), 6)).toBe('the receiver is the zero address');
  });

  it('sees what the validators pay out and fetch, and nothing that they did not sign', () => {
    const event =
      'event SignatureAccepted((uint256 sig, uint256 nonce, address kTimesGAddress) sigData, address signer)';
    const signed: MadeLog = { from: KEY_MANAGER, event, args: [[1n, 2n, ALICE], ALICE] };
    const channel = madeAddress('c4');
    const legs = [
      madeNative('trace:0', channel, VAULT, 9n),
      madeNative('trace:1', VAULT, BOB, 7n),
      madeToken('log:1', USDC, VAULT, ALICE, 8n),
    ];
    const told = (logs: readonly MadeLog[]) =>
      reader
        .read(madeTransaction({ chain: ETHEREUM, logs, legs }))
        .map(({ side, key, legs: ids, toAccount, fromAccount }) => [side, key, ids, toAccount ?? fromAccount]);
    expect(told([signed])).toEqual([
      ['source', undefined, ['trace:0'], channel],
      ['destination', undefined, ['trace:1'], BOB],
      ['destination', undefined, ['log:1'], ALICE],
    ]);
    expect(told([])).toEqual([]);
    expect(told([{ ...signed, from: madeAddress('ee') }])).toEqual([]);
  });
});

describe('the other side of a Chainflip swap', () => {
  const toBitcoin = one(SWAP_NATIVE, [3, ascii(BTC_ADDRESS), 5, 500n, ALICE, '0x']);
  const read = (answer: unknown) => CHAINFLIP.api?.read(answer, toBitcoin);

  it('is asked for by the transaction, with 0x on EVM chains only', () => {
    expect(CHAINFLIP.api?.path(toBitcoin)).toBe(`/v2/swaps/0x${'77'.repeat(32)}`);
    expect(CHAINFLIP.api?.path({ ...toBitcoin, chain: BITCOIN })).toBe(`/v2/swaps/${'77'.repeat(32)}`);
    expect(CHAINFLIP.api?.path({ ...toBitcoin, key: '6726421-Bitcoin-34009' })).toBe('/v2/swaps/6726421-Bitcoin-34009');
    expect(CHAINFLIP.api?.path({ ...toBitcoin, key: undefined })).toBeUndefined();
  });

  it('is where the swap or the refund went, as the service tells it', () => {
    const txRef = 'AB'.repeat(32);
    const swapped = {
      state: 'COMPLETED',
      destAddress: BTC_ADDRESS,
      destAsset: 'BTC',
      swapEgress: { txRef, amount: '42' },
    };
    const destination = { side: 'destination', chain: BITCOIN, tx: txRef.toLowerCase(), asset: 'BTC', amount: 42n };
    const account = parseAddress(BTC_ADDRESS, BITCOIN);
    expect(read(swapped)).toMatchObject({ state: 'found', findings: [{ ...destination, account }] });
    const refundEgress = { txRef: `0x${txRef}`, amount: '500' };
    const refunded = { ...swapped, swapEgress: undefined, refundEgress, fillOrKillParams: { refundAddress: ALICE } };
    expect(read(refunded)?.findings).toMatchObject([{ side: 'refund', chain: ETHEREUM, account: ALICE, amount: 500n }]);
    expect(read({ state: 'SWAPPING' })?.state).toBe('pending');
    expect(read({ state: 'FAILED' })?.state).toBe('unknown');
    expect(() => read({})).toThrow(/no state/);
    expect(() => read({ ...swapped, destAddress: 'bc1qnone' })).toThrow(/bc1qnone/);
  });

  it('is looked for at its receiver, on chains that can be traced', () => {
    const address = parseAddress(BTC_ADDRESS, BITCOIN);
    expect(CHAINFLIP.search?.(toBitcoin)).toEqual([{ by: 'account', chain: BITCOIN, address }]);
    expect(CHAINFLIP.search?.({ ...toBitcoin, toChain: 'tron:0x2b6653dc' })).toEqual([]);
  });
});
