import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, recordedFacts } from '../../recorded.fixture.ts';
import { ACROSS } from '../across/adapter.ts';
import { HOP } from '../hop/adapter.ts';
import { SOCKET } from './adapter.ts';

const GATEWAY = '0x3a23f943181408eac424116af7b7790c94cb97a5';

describe.skipIf(!HAS_RECORDS)('Socket in recorded transactions', async () => {
  const facts = await recordedFacts();
  const read = (hash: string, ...adapters: (typeof HOP)[]) =>
    facts
      .filter((fact) => fact.hash.startsWith(hash))
      .flatMap((fact) => createBridgeReader([], [SOCKET, ...adapters]).read(fact));

  it('puts its name to the bridges that it calls', () => {
    expect(read('0xafaf61e1', HOP)).toMatchObject([
      { protocol: 'hop', via: ['socket'], toAccount: '0x3ba6eb0e4327b96ade6d4f3b578724208a590cef', notes: [] },
    ]);
    expect(read('0xb1e29beb', ACROSS)).toMatchObject([{ protocol: 'across', via: ['socket'] }]);
  });

  it('is a leg of its own where the bridge is not recognised', () => {
    expect(read('0xe8c9cffe')).toMatchObject([
      {
        protocol: 'socket',
        proof: 'A',
        asset: '0x0b2c639c533813f4aa9d7837caf62653d097ff85',
        amount: 0x15813d89n,
        toChain: 'eip155:42161',
        toAccount: '0xc37b40abdb939635068d3c5f13e7faf686f03b65',
        notes: ['the bridge it calls (cctp) is not recognised'],
      },
    ]);
  });

  it('sees no other transaction', () => {
    const seen = facts.flatMap((fact) =>
      createBridgeReader([], [SOCKET])
        .read(fact)
        .map(({ tx }) => tx.slice(0, 10)),
    );
    expect(seen.sort()).toEqual(['0xafaf61e1', '0xb1e29beb', '0xe8c9cffe']);
  });
});

it('reads the event of the first gateways, which had no metadata', () => {
  const [alice, token, bridge] = ['a1', 'cc', 'b8'].map((digits) => madeAddress(digits)) as [string, string, string];
  const event = SOCKET.source.map((rule) => (rule.on === 'log' ? rule.event : ''))[1] ?? '';
  const args = [70n, token, 10n, `0x${'01'.repeat(32)}`, alice, alice];
  const legs = [madeToken('log:1', token, alice, GATEWAY, 70n), madeToken('log:2', token, GATEWAY, bridge, 70n)];
  const fact = madeTransaction({ chain: 'eip155:1', logs: [{ from: GATEWAY, event, args }], legs });
  expect(createBridgeReader([], [SOCKET]).read(fact)).toMatchObject([
    { amount: 70n, custody: [bridge], toAccount: alice, notes: ['the bridge it calls is not recognised'] },
  ]);
});
