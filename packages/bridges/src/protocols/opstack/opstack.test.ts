import { readFileSync } from 'node:fs';
import { sharedData } from '@fundtrail/testkit';
import { concat, Interface, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { aliasOf } from '../../decode/l1-alias.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { OPSTACK } from './adapter.ts';
import { readPayout } from './carried-message.ts';
import { depositHash, messageHash, readDeposit, readRelay, withdrawalHash } from './derive.ts';
import { STACKS } from './stacks.ts';

describe.skipIf(!HAS_RECORDS)('OP stack bridges in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(OPSTACK, facts);

  it('are in these and no others, each one leg without fault', () => {
    const told = [...legs].map(([hash, found]) => [hash, ...found.map(({ side, chain }) => `${side} ${chain}`)]);
    expect(told.sort()).toEqual([
      ['0x0c0515e5', 'destination eip155:10'],
      ['0x2d047f0b', 'destination eip155:1'],
      ['0x4ccfa0fa', 'source eip155:1'],
      ['0x5798c5d9', 'source eip155:10'],
      ['0x58160ce9', 'source eip155:1'],
      ['0x6a93d5aa', 'destination eip155:10'],
      ['0x6f62277e', 'destination eip155:1'],
      ['0x785d75b9', 'destination eip155:10'],
      ['0x785df1d7', 'destination eip155:1'],
      ['0x92416706', 'destination eip155:8453'],
      ['0x95932007', 'source eip155:1'],
      ['0xa577a47e', 'destination eip155:1'],
      ['0xb35a4120', 'destination eip155:10'],
      ['0xbd58a280', 'source eip155:1'],
      ['0xd566bc86', 'source eip155:10'],
      ['0xe451ca09', 'source eip155:8453'],
    ]);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins a withdrawal from before Bedrock with its relay by the hash of the message', () => {
    expect(arrivedIn(linksOf(OPSTACK, facts))).toEqual([['0x5798c5d9', '0xa577a47e']]);
  });

  it('recomputes the hash that each messenger told from the call that relayed it', () => {
    const relays = facts.flatMap(({ receipt }) => {
      const message = readRelay(receipt?.input ?? '');
      const log = receipt?.logs?.find(({ topics }) => topics[0] === RELAYED_TOPIC);
      return message === undefined || log === undefined ? [] : [[messageHash(message), log.topics[1]]];
    });
    expect(relays).toHaveLength(5);
    for (const [computed, told] of relays) expect(computed).toBe(told);
  });

  it('finds every token amount where the transaction moves it', () => {
    const tokens = [...legs.values()].flat().filter(({ asset }) => asset !== 'native');
    expect(tokens).toHaveLength(9);
    for (const leg of tokens) {
      const fact = facts.find(({ hash, chain }) => hash === leg.tx && chain === leg.chain);
      expect(fact?.legs.filter((part) => part.asset === leg.asset && part.amount === leg.amount)).toHaveLength(1);
    }
  });

  it('recomputes the published hashes', () => {
    const path = sharedData('bridges/fixtures/derivation-vectors.json') ?? '';
    const { vectors } = JSON.parse(readFileSync(path, 'utf8'));
    const [deposit, withdrawal] = ['opstack_l2_hash', 'opstack_withdrawal_hash'].map((kind) =>
      vectors.find((one: { kind: string }) => one.kind === kind),
    );
    const told = readDeposit(deposit.opaqueData);
    if (told === undefined) throw new Error('the vector is no deposit');
    expect(depositHash(deposit.l1BlockHash, deposit.logIndex, deposit.from, deposit.to, told)).toBe(deposit.l2TxHash);
    // The vector leaves out the message's data, so only another hash than its own can be shown here.
    const { nonce, sender, target, value, gasLimit } = withdrawal;
    const without = {
      nonce: BigInt(nonce),
      sender,
      target,
      value: BigInt(value),
      gasLimit: BigInt(gasLimit),
      data: '0x',
    };
    expect(withdrawalHash(without)).not.toBe(withdrawal.withdrawalHash);
  });

  it('recomputes the withdrawal hashes that the rollup told', () => {
    const passer = new Interface([PASSED]);
    const passed = facts
      .flatMap(({ receipt }) => receipt?.logs ?? [])
      .filter(({ topics }) => topics[0] === passer.getEvent('MessagePassed')?.topicHash);
    expect(passed.length).toBeGreaterThan(0);
    for (const log of passed) {
      const [nonce, sender, target, value, gasLimit, data, hash] = passer.decodeEventLog('MessagePassed', log.data, [
        ...log.topics,
      ]);
      expect(withdrawalHash({ nonce, sender, target, value, gasLimit, data })).toBe(hash);
    }
  });
});

const RELAYED_TOPIC = '0x4641df4a962071e12719d8c8c8e5ac7fc4d97b927346a3d7a335b1f7517e133c';
const PASSED =
  'event MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)';
const DEPOSITED =
  'event TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)';
const FINALIZED = 'event WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)';
const [OPTIMISM] = STACKS;
const reader = createBridgeReader([], [OPSTACK]);
const [ALICE, BOB] = [madeAddress('a1'), madeAddress('b2')];
const PORTAL = OPTIMISM?.portal ?? '';

function opaque(mint: bigint): string {
  return concat([toBeHex(mint, 32), toBeHex(mint, 32), toBeHex(21000, 8), '0x00', '0x']);
}

describe('OP stack bridges in made logs of their published ABI', () => {
  const depositedBy = (from: string, data = opaque(5n)) =>
    madeTransaction({ chain: 'eip155:1', logs: [{ from: PORTAL, event: DEPOSITED, args: [from, BOB, 0, data] }] });
  const blockHash = `0x${'bb'.repeat(32)}`;

  it('joins a deposit into the portal with what the rollup makes for it, by the derived hash', () => {
    const [source] = reader.read({ ...depositedBy(ALICE), blockHash });
    expect(source).toMatchObject({ proof: 'D', asset: 'native', amount: 5n, custody: [PORTAL], toChain: 'eip155:10' });
    expect(source === undefined ? [] : OPSTACK.search?.(source)).toEqual([
      { by: 'transaction', chain: 'eip155:10', hash: source?.key },
    ]);
    const made = madeTransaction({
      chain: 'eip155:10',
      to: BOB,
      sender: ALICE,
      legs: [{ ...madeNative('mint', madeAddress('0'), ALICE, 5n), kind: 'mint' }, madeNative('value', ALICE, BOB, 5n)],
    });
    const [arrival] = reader.read({ ...made, hash: source?.key ?? '' });
    expect(arrival).toMatchObject({
      side: 'destination',
      key: source?.key,
      amount: 5n,
      toAccount: BOB,
      legs: ['mint'],
    });
  });

  it('faults a deposit that it cannot read or place, and leaves messengers to their messages', () => {
    expect(reader.read(depositedBy(ALICE))[0]?.fault).toBe('the hash of its block is not known');
    expect(reader.read({ ...depositedBy(ALICE, '0x12'), blockHash })[0]?.fault).toBe('the portal tells no deposit');
    expect(reader.read({ ...depositedBy(aliasOf(OPTIMISM?.messenger ?? '0x0')), blockHash })).toEqual([]);
  });

  it('joins a withdrawal that no messenger carries, whoever finalizes it', () => {
    const hash = withdrawalHash({ nonce: 1n, sender: ALICE, target: BOB, value: 7n, gasLimit: 0n, data: '0x' });
    const passer = '0x4200000000000000000000000000000000000016';
    const out = { from: passer, event: PASSED, args: [1, ALICE, BOB, 7, 0, '0x', hash] };
    const [source] = reader.read(
      madeTransaction({ chain: 'eip155:10', logs: [out], legs: [madeNative('value', ALICE, passer, 7n)] }),
    );
    expect(source).toMatchObject({ key: hash, proof: 'K', amount: 7n, custody: [passer], toAccount: BOB });
    const done = (success: boolean) =>
      madeTransaction({
        chain: 'eip155:1',
        logs: [{ from: PORTAL, event: FINALIZED, args: [hash, success] }],
        legs: [madeNative('trace:0', PORTAL, BOB, 7n)],
      });
    expect(reader.read(done(true))[0]).toMatchObject({ key: hash, amount: 7n, toAccount: BOB, custody: [PORTAL] });
    expect(reader.read(done(false))).toEqual([]);
    expect(source === undefined ? [] : OPSTACK.search?.(source)?.[0]).toMatchObject({ by: 'logs', chain: 'eip155:1' });
  });

  it('reads nothing into messages of other contracts, and has no key for a version it does not know', () => {
    expect(readPayout('0x')).toBeUndefined();
    expect(readPayout(`0x1635f5fd${topicOf(ALICE).slice(2)}`)).toBeUndefined();
    const message = { sender: ALICE, target: BOB, value: 0n, gasLimit: 0n, message: '0x' };
    expect(messageHash({ ...message, nonce: 2n << 240n })).toBeUndefined();
  });
});
