import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { IN, MULTICHAIN } from './adapter.ts';

const reader = createBridgeReader([], [MULTICHAIN]);
const ROUTER = '0x6b7a87899490ece95443e979ca9485cbe7e71522';
const ROUTER_2 = '0xd1c5966f9f5ee6881ff6b261bbeda45972b1b5f3';
const [ALICE, BOB, ANY, UNDERLYING] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70'), madeAddress('71')];
const NOBODY = madeAddress('0');
const OUT =
  'event LogAnySwapOut(address indexed token, address indexed from, address indexed to, uint256 amount, uint256 fromChainID, uint256 toChainID)';

describe('Multichain in made logs of its published ABI', () => {
  const source = madeTransaction({
    chain: 'eip155:1',
    logs: [{ from: ROUTER, event: OUT, args: [ANY, ALICE, BOB, 9, 1, 56] }],
    legs: [
      madeToken('log:1', UNDERLYING, ALICE, ANY, 9n),
      madeToken('log:2', ANY, NOBODY, ROUTER, 9n),
      madeToken('log:3', ANY, ROUTER, NOBODY, 9n),
    ],
  });

  it('tells what stands behind its token as what moved, and joins by the hash of the source', () => {
    const [leg] = reader.read(source);
    expect(leg).toMatchObject({
      key: `tx:${source.hash}`,
      asset: UNDERLYING,
      custody: [ANY],
      toChain: 'eip155:56',
      toAccount: BOB,
    });
    const arrival = {
      ...madeTransaction({
        chain: 'eip155:56',
        logs: [{ from: ROUTER_2, event: IN, args: [source.hash, ANY, BOB, 8, 1, 56] }],
        legs: [madeToken('log:1', ANY, NOBODY, BOB, 8n)],
      }),
      hash: `0x${'0b'.repeat(32)}`,
    };
    expect(reader.read(arrival)[0]).toMatchObject({ asset: ANY, amount: 8n, custody: [ANY], fromChain: 'eip155:1' });
    expect(arrivedIn(linksOf(MULTICHAIN, [source, arrival]))).toEqual([['0x77777777', '0x0b0b0b0b']]);
    expect(leg === undefined ? [] : MULTICHAIN.search?.(leg)?.[0]).toMatchObject({
      by: 'logs',
      chain: 'eip155:56',
      topics: [expect.any(String), source.hash],
    });
  });

  it('tells what is sent to the account of a chain, and receivers that are written as text', () => {
    const account = '0xc564ee9f21ed8a2d8e7e76c085740d5e4c5fafbe';
    const sent = madeTransaction({ chain: 'eip155:1', legs: [madeToken('log:1', UNDERLYING, ALICE, account, 5n)] });
    expect(reader.read(sent)[0]).toMatchObject({
      side: 'source',
      toChain: 'eip155:250',
      toAccount: ALICE,
      custody: [account],
    });
    const event =
      'event LogAnySwapOut(address indexed token, address indexed from, string to, uint256 amount, uint256 fromChainID, uint256 toChainID)';
    const text = madeTransaction({
      chain: 'eip155:1',
      logs: [{ from: ROUTER, event, args: [ANY, ALICE, 'terra1xyz', 9, 1, 1000005002307] }],
    });
    expect(reader.read(text)[0]).toMatchObject({ toAccount: 'terra1xyz', toChain: undefined });
  });
});
