import type { BridgeLeg } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { LIFI } from '../lifi/adapter.ts';
import { RELAY } from './adapter.ts';
import { relayChain } from './chains.ts';
import { ANYBODY, UNKNOWN_PAYER } from './fills.ts';

const ORDER = '0x4865275a0ce3b45d06b859019d78246f27ab851a689ba92ad9225999aa2d0753';
const reader = createBridgeReader([], [RELAY]);

describe.skipIf(!HAS_RECORDS)('Relay in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(RELAY, facts);

  it('is in these and no others, without fault', () => {
    expect([...legs].map(([hash, [leg, ...more]]) => [hash, leg?.side, leg?.key, more.length]).sort()).toEqual([
      ['0x647abf5d', 'source', ORDER, 0],
      ['0x9832bb33', 'destination', ORDER, 0],
    ]);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins a deposit through LI.FI with the payout whose call data is the order', () => {
    const both = createBridgeReader([], [RELAY, LIFI]);
    const placed = facts
      .filter(({ hash }) => legs.has(hash.slice(0, 10)))
      .flatMap((fact) =>
        both.read(fact).map((leg) => ({ leg, block: fact.block, place: fact.index, time: fact.time })),
      );
    const link = joinLegs(RELAY, placed);
    expect(link).toMatchObject({ state: 'arrived', proof: 'K', refused: [], notes: [] });
    expect(link?.sources[0]?.leg).toMatchObject({
      chain: 'eip155:42161',
      asset: '0xaf88d065e77c8cc2239327c5edb3a432268e5831',
      amount: 59_579_993n,
      custody: ['0x4cd00e387622c35bddb9b4c962c136462338bc31'],
      toAccount: '0x3ba6eb0e4327b96ade6d4f3b578724208a590cef',
      toChain: 'eip155:1',
      via: ['lifi'],
    });
    expect(link?.arrivals[0]?.leg).toMatchObject({
      chain: 'eip155:1',
      asset: 'native',
      amount: 0x7ac4462f65bbc1n,
      custody: ['0xa5a5491bca93dd4c076e4906e79e7673f4a5a142'],
      toAccount: '0x3ba6eb0e4327b96ade6d4f3b578724208a590cef',
    });
  });
});

// Published transactions of which only Relay's own logs and the end of the call data are recorded; their movements are made.
const DEPOSITORY = '0x4cd00e387622c35bddb9b4c962c136462338bc31';
const ROUTER = '0xb92fe925dc43a0ecde6c8b1a2709c170ec4fff4f';
const SOLVER = '0xe209e0047731aa494289e1af9a0d03da19c5ef08';
const ALICE = madeAddress('a1');
const TOKEN = madeAddress('cc');
const MOVEMENT = 'event FundsMovement(address from, address to, address currency, uint256 amount, bytes metadata)';
const NATIVE_DEPOSIT = 'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)';
const TAIL = '65e446b0d78b05c94b0e808a723cd8dae66b3e7d4c1fb891c5c7f6778a17a43f';

function payout(sender: string, to = madeAddress('c1'), emitter = ROUTER): BridgeLeg | undefined {
  const logs = [
    { from: emitter, event: MOVEMENT, args: [SOLVER, emitter, madeAddress('0'), 9n, '0x'] },
    { from: emitter, event: MOVEMENT, args: [emitter, ALICE, TOKEN, 77n, '0x12'] },
  ];
  const legs = [madeToken('log:5', TOKEN, emitter, ALICE, 77n)];
  const input = `0x12345678${TAIL}`;
  const found = reader.read(madeTransaction({ chain: 'eip155:4663', logs, legs, sender, to, input }));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('Relay in made transactions', () => {
  it('reads what a router pays for a solver, with the order from the end of the call data', () => {
    const expected = { side: 'destination', key: `0x${TAIL}`, proof: 'K', asset: TOKEN, amount: 77n };
    expect(payout(SOLVER)).toMatchObject({ ...expected, toAccount: ALICE, custody: [ROUTER], fault: undefined });
    expect(payout(SOLVER)?.notes).toEqual([]);
    expect(payout(madeAddress('5e'), ROUTER)).toMatchObject({ ...expected, notes: [ANYBODY] });
  });

  it('takes no order from a payer it does not know, and says so', () => {
    const unknown = { key: undefined, proof: 'H', notes: [UNKNOWN_PAYER], amount: 77n };
    expect(payout(madeAddress('5e'))).toMatchObject(unknown);
    expect(payout(madeAddress('5e'), ROUTER, madeAddress('ee'))).toMatchObject(unknown);
  });

  it('reads a token that a solver pays by itself, and no plain transfer of it', () => {
    const transfer = `0xa9059cbb${ALICE.slice(2).padStart(64, '0')}${'5'.padStart(64, '0')}`;
    const paid = (input: string) =>
      reader.read(
        madeTransaction({
          chain: 'eip155:10',
          sender: SOLVER,
          to: TOKEN,
          input,
          legs: [madeToken('log:1', TOKEN, SOLVER, ALICE, 5n)],
        }),
      );
    expect(paid(transfer + TAIL)).toMatchObject([
      { key: `0x${TAIL}`, asset: TOKEN, amount: 5n, custody: [SOLVER], toAccount: ALICE },
    ]);
    expect(paid(transfer)).toEqual([]);
  });

  it('reads a native deposit, and a payment to a solver with an id as what only its API can tell', () => {
    const deposit = { from: DEPOSITORY, event: NATIVE_DEPOSIT, args: [ALICE, 5n, ORDER] };
    const legs = [madeNative('value', ALICE, DEPOSITORY, 5n)];
    expect(reader.read(madeTransaction({ chain: 'eip155:8453', logs: [deposit], legs }))).toMatchObject([
      { side: 'source', key: ORDER, asset: 'native', amount: 5n, custody: [DEPOSITORY], fromAccount: ALICE },
    ]);
    const solver = '0xf70da97812cb96acdf810712aa562db8dfa3dbef';
    const to = (input: string) =>
      reader.read(
        madeTransaction({ chain: 'eip155:1', to: solver, input, legs: [madeNative('value', ALICE, solver, 5n)] }),
      );
    expect(to('0xdeadbeef')).toMatchObject([{ side: 'source', proof: 'A', amount: 5n, custody: [solver] }]);
    expect(to('0x')).toEqual([]);
  });

  it('is looked for at its receiver and asked of the API', () => {
    const [source] = reader.read(
      madeTransaction({
        chain: 'eip155:8453',
        logs: [{ from: DEPOSITORY, event: NATIVE_DEPOSIT, args: [ALICE, 5n, ORDER] }],
      }),
    );
    if (source === undefined) throw new Error('no deposit');
    expect(RELAY.search?.(source)).toEqual([]);
    expect(RELAY.search?.({ ...source, toChain: 'eip155:10', toAccount: ALICE })).toEqual([
      { by: 'account', chain: 'eip155:10', address: ALICE },
    ]);
    expect(RELAY.api?.path(source)).toBe(`/requests/v2?hash=${source.tx}`);
    const out = { txHash: `0x${'AB'.repeat(32)}`, chainId: 10 };
    // Made, in the documented form: no answer is recorded.
    const answer = (status: string, outTxs: unknown[]) => ({
      requests: [{ id: '0x1', status, recipient: ALICE, refundTo: SOLVER, data: { inTxs: [], outTxs } }],
    });
    expect(RELAY.api?.read(answer('success', [out]), source)).toMatchObject({
      state: 'found',
      findings: [{ side: 'destination', chain: 'eip155:10', tx: `0x${'ab'.repeat(32)}`, account: ALICE }],
    });
    expect(RELAY.api?.read(answer('refund', [{ ...out, chainId: 8453 }]), source).findings[0]).toMatchObject({
      side: 'refund',
      account: SOLVER,
    });
    expect(RELAY.api?.read(answer('pending', []), source).state).toBe('pending');
    expect(RELAY.api?.read({ requests: [] }, source).state).toBe('unknown');
    expect(() => RELAY.api?.read({}, source)).toThrow(/no requests/);
  });

  it('names chains that are no EVM chains by its own numbers for them, and takes only digits for a number', () => {
    const told = ['8253038', '792703809', '728126428', '8453'].map(relayChain);
    expect(told).toEqual([BITCOIN, SOLANA, TRON, 'eip155:8453']);
    for (const text of ['1.5', '1e3', '-1', '0', 'solana', undefined]) expect(relayChain(text)).toBeUndefined();
    const [source] = reader.read(nativeDeposit());
    if (source === undefined) throw new Error('no deposit');
    const paid = (txHash: string, chainId: unknown) =>
      RELAY.api?.read(
        { requests: [{ id: '0x1', status: 'success', data: { outTxs: [{ txHash, chainId }] } }] },
        source,
      );
    expect(paid('AB'.repeat(32), 8_253_038)?.findings).toMatchObject([{ chain: BITCOIN, tx: `0x${'ab'.repeat(32)}` }]);
    expect(paid('5xSig', 792_703_809)?.findings).toMatchObject([{ chain: SOLANA, tx: '5xSig' }]);
    expect(paid(`0x${'ab'.repeat(32)}`, 1.5)).toMatchObject({ state: 'unknown', findings: [] });
  });

  it('takes of several requests of one transaction the one of the deposit, or none', () => {
    const [source] = reader.read(nativeDeposit());
    if (source === undefined) throw new Error('no deposit');
    const request = (id: string, byte: string) => ({
      id,
      status: 'success',
      data: { outTxs: [{ txHash: `0x${byte.repeat(32)}`, chainId: 10 }] },
    });
    const two = [request('0x1', 'aa'), request(ORDER, 'bb')];
    expect(RELAY.api?.read({ requests: two }, source).findings).toMatchObject([{ tx: `0x${'bb'.repeat(32)}` }]);
    for (const key of [`0x${'12'.repeat(32)}`, undefined]) {
      expect(RELAY.api?.read({ requests: two }, { ...source, key })).toEqual({
        state: 'unknown',
        findings: [],
        notes: ['2 requests of one transaction, none with this id'],
      });
    }
  });
});

function nativeDeposit() {
  const logs = [{ from: DEPOSITORY, event: NATIVE_DEPOSIT, args: [ALICE, 5n, ORDER] }];
  return madeTransaction({ chain: 'eip155:8453', logs });
}
