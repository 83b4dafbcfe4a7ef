import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress } from '../../made.fixture.ts';
import { NOMAD } from './adapter.ts';
import { HAS_PAIRS, hashOf, madeOf, pairRows, ROUTER, ROUTER_1, received, sent } from './made-nomad.fixture.ts';

const reader = createBridgeReader([], [NOMAD]);
const [BOB, TOKEN, TOKEN_2] = [madeAddress('b2'), madeAddress('70'), madeAddress('72')];

describe('Nomad in made logs of its published ABI', () => {
  const movement = { id: 5, token: TOKEN, to: BOB, amount: 9n };

  it('joins what left with what arrived by the hash of the message', () => {
    const [source] = reader.read(sent(movement));
    expect(source).toMatchObject({ key: hashOf(5), custody: [TOKEN], toChain: 'eip155:1', toAccount: BOB });
    const facts = [sent(movement), received({ ...movement, token: TOKEN_2 })];
    expect(arrivedIn(linksOf(NOMAD, facts))).toEqual([['0x0a0a0a0a', '0x0b0b0b0b']]);
    expect(source === undefined ? [] : NOMAD.search?.(source)?.[0]).toMatchObject({ by: 'logs', chain: 'eip155:1' });
  });

  it('joins nothing with a message that nobody sent, as in the theft', () => {
    expect(linksOf(NOMAD, [received(movement)])).toEqual([]);
    expect(reader.read(received(movement))[0]).toMatchObject({ key: hashOf(5), custody: [ROUTER_1], amount: 9n });
  });

  it('faults a movement without message, and one whose message failed', () => {
    const alone = { ...sent(movement), receipt: { to: ROUTER, logs: sent(movement).receipt?.logs?.slice(1) ?? [] } };
    expect(reader.read(alone)[0]?.fault).toBe('no message tells it');
    expect(reader.read(received(movement, undefined, false))[0]?.fault).toBe('its message failed');
  });
});

describe.skipIf(!HAS_PAIRS)('Nomad over matched pairs of its withdrawals', () => {
  it('joins each of a thousand real movements with its own arrival (logs made of their rows)', () => {
    const rows = pairRows('nomad-bridge__results__CCTX_Withdrawal').slice(0, 1000);
    const expected = rows.map(({ from, into }) => [from, into].map((hash) => hash.slice(0, 10)).join(' '));
    const joined = arrivedIn(linksOf(NOMAD, rows.flatMap(madeOf))).map((pair) => pair.join(' '));
    expect(joined).toHaveLength(1000);
    expect(joined).toEqual(expected.sort());
  });
});
