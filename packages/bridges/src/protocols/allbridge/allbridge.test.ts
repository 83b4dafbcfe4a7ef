import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { TRON, topicOf } from '../../decode/foreign-account.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { ALLBRIDGE, INTO, OUT_OF, RECEIVED, SENT, UNKNOWN_POOL } from './adapter.ts';

const reader = createBridgeReader([], [ALLBRIDGE]);
const BRIDGE = '0x609c690e8f7d68a59885c9132e812eebdaaf0c9e';
const BRIDGE_2 = '0x3c4fa639c8d7e65c603145adad8bd12f2358312f';
const POOL = '0xa7062bba94c91d565ae33b893ab5dfaf1fc57c4d';
const POOL_2 = '0xf833afa46fcd100e62365a0fdb0734b7c4537811';
const [ALICE, BOB, TOKEN, TOKEN_2] = ['a1', 'b2', '70', '72'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const WORD = `0x${'11'.repeat(32)}`;

describe('Allbridge Core in made logs of its published ABI', () => {
  const sent = (chain: number, recipient: string) =>
    madeTransaction({
      chain: 'eip155:1',
      logs: [
        { from: POOL, event: INTO, args: [ALICE, TOKEN, 1000, 99, 1] },
        { from: BRIDGE, event: SENT, args: [99, topicOf(recipient), chain, topicOf(TOKEN_2), 5, 1] },
      ],
      legs: [madeToken('log:9', TOKEN, ALICE, POOL, 1000n)],
    });

  it('joins by messenger, number, dollars and receiver, in the tokens that pools took and paid', () => {
    const came = madeTransaction({
      chain: 'eip155:56',
      logs: [
        { from: POOL_2, event: OUT_OF, args: [BOB, TOKEN_2, 99, 980, 1] },
        { from: BRIDGE_2, event: RECEIVED, args: [99, topicOf(BOB), 5, 1, WORD] },
      ],
      legs: [madeToken('log:9', TOKEN_2, POOL_2, BOB, 980n)],
    });
    expect(reader.read(sent(2, BOB))[0]).toMatchObject({
      asset: TOKEN,
      amount: 1000n,
      custody: [POOL],
      toAccount: BOB,
      fromAccount: ALICE,
    });
    expect(reader.read(came)[0]).toMatchObject({ asset: TOKEN_2, amount: 980n, custody: [POOL_2], toAccount: BOB });
    const facts = [sent(2, BOB), { ...came, hash: `0x${'0b'.repeat(32)}` }];
    expect(arrivedIn(linksOf(ALLBRIDGE, facts))).toEqual([['0x77777777', '0x0b0b0b0b']]);
  });

  it('writes receivers of Tron as they are written there, and faults chains that it does not know', () => {
    const [tron] = reader.read(sent(3, '0xa614f803b6fd780986a42c78ec9c7f77e6ded13c'));
    expect(tron).toMatchObject({ toChain: TRON, toAccount: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', fault: undefined });
    expect(reader.read(sent(99, BOB))[0]?.fault).toBe('the chain it goes to is not known');
  });

  it('takes no swap without a message for a movement, and faults a message without a swap', () => {
    const swap = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: POOL, event: INTO, args: [ALICE, TOKEN, 1, 2, 0] }],
    });
    expect(reader.read(swap)).toEqual([]);
    const alone = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: BRIDGE, event: SENT, args: [99, topicOf(BOB), 2, WORD, 5, 1] }],
    });
    expect(reader.read(alone)[0]?.fault).toBe('what was swapped for it is not told');
  });

  it('does not take the payee of a plain transfer for the bridge because a contract tells a swap', () => {
    const [thief, stash] = [madeAddress('ee'), madeAddress('57')];
    const message = { from: BRIDGE, event: SENT, args: [99, topicOf(BOB), 2, topicOf(TOKEN_2), 5, 1] };
    const fake = { from: thief, event: INTO, args: [ALICE, TOKEN, 1000, 99, 1] };
    const legs = [madeToken('log:9', TOKEN, ALICE, stash, 1000n)];
    const read = (...pools: string[]) =>
      reader.read(
        madeTransaction({ chain: 'eip155:1', logs: [...pools.map((from) => ({ ...fake, from })), message], legs }),
      );
    expect(read(thief)).toMatchObject([{ proof: 'H', custody: [thief], notes: [UNKNOWN_POOL] }]);
    expect(read(thief, POOL)).toMatchObject([{ proof: 'K', custody: [POOL], notes: [] }]);
    expect(read(thief, POOL_2)).toMatchObject([
      { custody: [], fault: 'which of several swaps is meant cannot be told' },
    ]);
  });
});
