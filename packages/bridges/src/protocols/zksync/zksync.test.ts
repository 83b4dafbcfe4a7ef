import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { ZKSYNC } from './adapter.ts';
import { LITE } from './lite.ts';

describe.skipIf(!HAS_RECORDS)('zkSync Lite in recorded transactions', async () => {
  const legs = legsByTransaction(ZKSYNC, await recordedFacts());

  it('is in these and no others, each amount where the transaction moves it', () => {
    expect([...legs].map(([hash, found]) => [hash, found[0]?.side, found.length]).sort()).toEqual(RECORDED);
    expect([...legs.values()].flat().filter(({ fault, key }) => fault !== undefined || key !== undefined)).toEqual([]);
  });

  it('tells a deposit with its owner there', () => {
    const [deposit] = legs.get('0x6740ba7d') ?? [];
    expect(deposit).toMatchObject({
      side: 'source',
      proof: 'A',
      toChain: LITE,
      asset: '0x6b175474e89094c44da98b954eedeac495271d0f',
      amount: 9436100000000000000n,
      custody: ['0xabea9132b05a70803a4e85094fd0e1800777fbef'],
    });
  });
});

const RECORDED: readonly unknown[] = [
  ['0x23440796', 'destination', 7],
  ['0x4fe31686', 'destination', 14],
  ['0x6740ba7d', 'source', 1],
  ['0x8c1cf41d', 'destination', 3],
];
const reader = createBridgeReader([], [ZKSYNC]);
const DIAMOND = '0x32400084c286cf3e17e7b677ea9583e60a000324';
const SHARED = '0xd7f9f54194c633f36ccd5f3da84ad4a1c38cb2cb';
const [ALICE, BOB, TOKEN, TOKEN_2] = ['a1', 'b2', '70', '72'].map((digits) => madeAddress(digits)) as [
  string,
  string,
  string,
  string,
];
const HASH = `0x${'ab'.repeat(32)}`;
const DATA = `0x${'cd'.repeat(32)}`;
const NOBODY = madeAddress('0');

function eventOf(name: string, rules: typeof ZKSYNC.source): string {
  const rule = rules.find((one) => one.on === 'log' && one.event.startsWith(`event ${name}(`));
  return rule?.on === 'log' ? rule.event : '';
}

describe('zkSync Era in made logs of its published ABI', () => {
  const request: MadeLog = {
    from: DIAMOND,
    event: eventOf('NewPriorityRequest', ZKSYNC.source),
    args: [1, HASH, 2, [255, 0, BigInt(BOB), 0, 0, 0, 0, 0, 0, 5, [9, 0, 0, 0], '0x', '0x', [], '0x', '0x'], []],
  };
  const shared = (name: string, args: readonly unknown[]): MadeLog => ({
    from: SHARED,
    event: eventOf(name, ZKSYNC.source),
    args,
  });
  const source = madeTransaction({
    chain: 'eip155:1',
    logs: [
      shared('BridgehubDepositInitiated', [324, DATA, ALICE, BOB, TOKEN, 50]),
      request,
      shared('BridgehubDepositFinalized', [324, DATA, HASH]),
    ],
    legs: [madeNative('value', ALICE, DIAMOND, 9n), madeToken('log:9', TOKEN, ALICE, SHARED, 50n)],
  });

  it('joins ether and tokens of one deposit, each with its own, by the hash on Era', () => {
    const arrival = {
      ...madeTransaction({
        chain: 'eip155:324',
        to: BOB,
        logs: [
          {
            from: '0x11f943b2c77b743ab90f4a0ae7d5a4e7fca3e102',
            event: eventOf('FinalizeDeposit', ZKSYNC.destination as typeof ZKSYNC.source),
            args: [ALICE, BOB, TOKEN_2, 50],
          },
        ],
        legs: [
          { ...madeNative('log:0', NOBODY, BOB, 9n), kind: 'mint' },
          madeToken('log:1', TOKEN_2, NOBODY, BOB, 50n),
        ],
      }),
      hash: HASH,
    };
    const links = linksOf(ZKSYNC, [source, arrival]);
    expect(links.map(({ key, state }) => [key, state]).sort()).toEqual([
      [HASH, 'arrived'],
      [`${HASH}:token`, 'arrived'],
    ]);
    const [token] = links.filter(({ key }) => key.endsWith(':token'));
    expect(token?.arrivals[0]?.leg).toMatchObject({ asset: TOKEN_2, amount: 50n, custody: [TOKEN_2] });
    expect(token?.sources[0]?.leg).toMatchObject({ asset: TOKEN, custody: [SHARED], fromAccount: ALICE });
    expect(token === undefined ? [] : ZKSYNC.search?.(token.sources[0]?.leg as never)).toEqual([
      { by: 'transaction', chain: 'eip155:324', hash: HASH },
    ]);
  });

  it('joins ether that is withdrawn by what both sides hold', () => {
    const base = '0x000000000000000000000000000000000000800a';
    const out = madeTransaction({
      chain: 'eip155:324',
      logs: [{ from: base, event: eventOf('Withdrawal', ZKSYNC.source), args: [ALICE, BOB, 7] }],
      legs: [madeNative('value', ALICE, base, 7n)],
    });
    const back = {
      ...madeTransaction({
        chain: 'eip155:1',
        logs: [
          { from: DIAMOND, event: 'event EthWithdrawalFinalized(address indexed to, uint256 amount)', args: [BOB, 7] },
        ],
        legs: [madeNative('trace:0', DIAMOND, BOB, 7n)],
      }),
      hash: HASH,
    };
    expect(arrivedIn(linksOf(ZKSYNC, [out, back]))).toEqual([['0x77777777', '0xabababab']]);
  });

  it('faults tokens whose hash no event tells', () => {
    const [leg] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        logs: [shared('BridgehubDepositInitiated', [324, topicOf(1), ALICE, BOB, TOKEN, 50])],
      }),
    );
    expect(leg).toMatchObject({ key: undefined, fault: 'the hash on Era is not told' });
  });
});
