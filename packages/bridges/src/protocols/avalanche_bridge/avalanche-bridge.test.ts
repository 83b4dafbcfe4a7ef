import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { AVALANCHE_BRIDGE, MINT, MINT_BTC } from './adapter.ts';

const reader = createBridgeReader([], [AVALANCHE_BRIDGE]);
const VAULT = '0x8eb8a3b98659cce290402893d0123abb75e3ab28';
const USDC_E = '0xa7d7079b0fead91f3e65f86e8915cb59c1a4c664';
const BTC_B = '0x152b9d0fdc40c096757f570a51e494bd4b943e50';
const [ALICE, BOB, FEES, TOKEN] = [madeAddress('a1'), madeAddress('b2'), madeAddress('fe'), madeAddress('70')];
const NOBODY = madeAddress('0');
const TXID = `0x${'bc'.repeat(32)}`;

describe('the Avalanche bridge in made logs of its published ABI', () => {
  const sent = madeTransaction({ chain: 'eip155:1', legs: [madeToken('log:1', TOKEN, ALICE, VAULT, 9n)] });

  it('joins tokens that are sent to its account with what is minted for their transaction', () => {
    const minted = {
      ...madeTransaction({
        chain: 'eip155:43114',
        logs: [{ from: USDC_E, event: MINT, args: [ALICE, 8, FEES, 1, sent.hash] }],
        legs: [madeToken('log:1', USDC_E, NOBODY, ALICE, 8n), madeToken('log:2', USDC_E, NOBODY, FEES, 1n)],
      }),
      hash: `0x${'0b'.repeat(32)}`,
    };
    expect(arrivedIn(linksOf(AVALANCHE_BRIDGE, [sent, minted]))).toEqual([['0x77777777', '0x0b0b0b0b']]);
    expect(reader.read(minted)[0]).toMatchObject({ custody: [USDC_E], amount: 8n, fee: 1n, toAccount: ALICE });
  });

  it('names the outpoint on Bitcoin that BTC.b is minted for, and searches its transaction', () => {
    const minted = madeTransaction({
      chain: 'eip155:43114',
      logs: [{ from: BTC_B, event: MINT_BTC, args: [BOB, 8, FEES, 1, TXID, 3] }],
      legs: [madeToken('log:1', BTC_B, NOBODY, BOB, 8n)],
    });
    const [leg] = reader.read(minted);
    expect(leg).toMatchObject({ key: `btc:${TXID}:3`, fromChain: BITCOIN, asset: BTC_B, custody: [BTC_B] });
    expect(leg === undefined ? [] : AVALANCHE_BRIDGE.search?.(leg)).toEqual([
      { by: 'transaction', chain: BITCOIN, hash: TXID },
    ]);
  });

  it('only guesses on the way back', () => {
    const event = 'event Unwrap(uint256 amount, uint256 chainId)';
    const [out] = reader.read(
      madeTransaction({
        chain: 'eip155:43114',
        sender: ALICE,
        logs: [{ from: USDC_E, event, args: [5, 0] }],
        legs: [madeToken('log:1', USDC_E, ALICE, NOBODY, 5n)],
      }),
    );
    expect(out).toMatchObject({ proof: 'H', key: undefined, toAccount: ALICE, toChain: 'eip155:1', custody: [USDC_E] });
    const paid = madeTransaction({ chain: 'eip155:1', legs: [madeToken('log:1', TOKEN, VAULT, ALICE, 5n)] });
    expect(reader.read(paid)[0]).toMatchObject({ proof: 'H', side: 'destination', toAccount: ALICE, custody: [VAULT] });
  });

  it('does not believe tokens that are not its own', () => {
    const log = { from: TOKEN, event: MINT, args: [ALICE, 8, FEES, 1, sent.hash] };
    expect(reader.read(madeTransaction({ chain: 'eip155:43114', logs: [log] }))).toEqual([]);
  });
});
