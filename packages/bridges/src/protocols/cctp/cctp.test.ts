import { type BridgeLeg, SourceError } from '@fundtrail/core';
import { concat, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { joinLegs } from '../../link/join-legs.ts';
import { type MadeLog, madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { CCTP } from './adapter.ts';
import { INTERCHANGEABLE } from './assemble.ts';
import { BURN_V2, MINT_V2, RECEIVED } from './events.ts';

describe.skipIf(!HAS_RECORDS)('CCTP v1 in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(CCTP, facts);

  it('is in these and no others, each whole and without fault', () => {
    const told = [...legs].map(([hash, found]) => [
      hash,
      found.map(({ side, key, amount }) => `${side} ${key} ${amount}`),
    ]);
    expect(told.sort()).toEqual([
      ['0x9da8beb8', ['destination 0:62883 1839726596']],
      ['0xac7bb457', ['source 0:62883 1839726596']],
      ['0xad6aa569', ['destination 7:104742 4253283606']],
      ['0xd067d3d8', ['destination 7:104835 1541124']],
      ['0xe8c9cffe', ['source 2:35259 359941433']],
    ]);
    expect([...legs.values()].flat().filter(({ fault, notes }) => fault !== undefined || notes.length > 0)).toEqual([]);
  });

  it('joins a burn on Ethereum with what was minted on Arbitrum', () => {
    const [source] = legs.get('0xac7bb457') ?? [];
    const [destination] = legs.get('0x9da8beb8') ?? [];
    const placed = [source, destination].flatMap((leg, time) =>
      leg === undefined ? [] : { leg, block: 1, place: 0, time },
    );
    expect(joinLegs(CCTP, placed)).toMatchObject({ state: 'arrived', proof: 'K', refused: [], key: '0:62883' });
    const account = '0xd0adc5d079cc486b58f1b9a28b973355c4ec9e6f';
    expect(source).toMatchObject({ fromChain: 'eip155:1', toChain: 'eip155:42161', toAccount: account });
    expect(destination).toMatchObject({ fromChain: 'eip155:1', toChain: 'eip155:42161', toAccount: account });
    expect([source?.asset, source?.custody]).toEqual([USDC_ETHEREUM, [USDC_ETHEREUM]]);
    expect([destination?.asset, destination?.custody]).toEqual([USDC_ARBITRUM, [USDC_ARBITRUM]]);
    expect(destination?.fromAccount).toBe(source?.fromAccount);
  });

  it('finds every amount among what its own transaction burns or mints', () => {
    for (const leg of [...legs.values()].flat()) {
      const fact = facts.find(({ hash, chain }) => hash === leg.tx && chain === leg.chain);
      const kind = leg.side === 'source' ? 'burn' : 'mint';
      const moved = fact?.legs.filter((part) => part.asset === leg.asset && part.amount === leg.amount) ?? [];
      expect([leg.tx, moved.filter((part) => part.kind === kind).length]).toEqual([leg.tx, 1]);
    }
  });
});

const USDC_ETHEREUM = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const USDC_ARBITRUM = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const reader = createBridgeReader([], [CCTP]);
const MESSENGER = '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d';
const TRANSMITTER = '0x81d40f21f12a8f0e3252bccb954d722d4c464b64';
const SENT = 'event MessageSent(bytes message)';
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const CALLER = madeAddress('d4');
const MINTER = madeAddress('e5');
const NOBODY = madeAddress('0');
const NO_WORD = topicOf(0);
const AMOUNT = 1_000_000n;

type Made = { readonly amount?: bigint; readonly fee?: bigint; readonly domain?: number; readonly recipient?: string };

function body({ amount = AMOUNT, fee = 0n, recipient = topicOf(BOB) }: Made): string {
  const numbers = [500n, fee, fee === 0n ? 0n : 777n].map((value) => toBeHex(value, 32));
  return concat([toBeHex(1, 4), topicOf(USDC_ETHEREUM), recipient, toBeHex(amount, 32), topicOf(ALICE), ...numbers]);
}

/** A burn of v2 on Ethereum, as its contracts emit it. */
function burnt(made: Made = {}): readonly MadeLog[] {
  const { amount = AMOUNT, domain = 3, recipient = topicOf(BOB) } = made;
  const header = [toBeHex(1, 4), toBeHex(0, 4), toBeHex(domain, 4), NO_WORD, topicOf(MESSENGER), topicOf(MESSENGER)];
  const message = concat([...header, NO_WORD, toBeHex(1000, 4), toBeHex(0, 4), body(made)]);
  const args = [USDC_ETHEREUM, amount, ALICE, recipient, domain, topicOf(MESSENGER), NO_WORD, 500n, 1000, '0x'];
  return [
    { from: TRANSMITTER, event: SENT, args: [message] },
    { from: MESSENGER, event: BURN_V2, args },
  ];
}

function minted(made: Made = {}): readonly MadeLog[] {
  const { amount = AMOUNT, fee = 0n } = made;
  return [
    { from: MESSENGER, event: MINT_V2, args: [BOB, amount - fee, USDC_ARBITRUM, fee] },
    {
      from: TRANSMITTER,
      event: RECEIVED[2],
      args: [CALLER, 0, topicOf(99), topicOf(MESSENGER), 1000, body(made)],
    },
  ];
}

function sourceOf(logs: readonly MadeLog[], burns: readonly bigint[] = [AMOUNT]): readonly BridgeLeg[] {
  const legs = burns.map((amount, at) => madeToken(`log:${at}`, USDC_ETHEREUM, MINTER, NOBODY, amount));
  return reader.read(madeTransaction({ chain: 'eip155:1', logs, legs }));
}

function destinationOf(logs: readonly MadeLog[], chain = 'eip155:42161'): readonly BridgeLeg[] {
  return reader.read(madeTransaction({ chain, logs, legs: [] }));
}

describe('CCTP v2 in made logs of its published ABI', () => {
  it('gives both sides the same key, though fee and expiration are filled in between', () => {
    const [source] = sourceOf(burnt());
    const [destination] = destinationOf(minted({ fee: 120n }));
    expect(source).toMatchObject({ proof: 'D', amount: AMOUNT, custody: [USDC_ETHEREUM], minOut: AMOUNT - 500n });
    expect(source).toMatchObject({ toChain: 'eip155:42161', fromAccount: ALICE, toAccount: BOB, fault: undefined });
    expect(destination).toMatchObject({ proof: 'D', amount: AMOUNT - 120n, fee: 120n, custody: [USDC_ARBITRUM] });
    expect(destination).toMatchObject({ fromAccount: ALICE, toAccount: BOB, fault: undefined });
    expect(source?.key).toMatch(/^v2:0x[0-9a-f]{64}$/);
    expect(destination?.key).toBe(source?.key);
    expect(source?.notes).toEqual([INTERCHANGEABLE]);
  });

  it('mints what was burnt, without the fee', () => {
    const [source] = sourceOf(burnt());
    const [destination] = destinationOf(minted({ fee: 120n }));
    if (source === undefined || destination === undefined) throw new Error('no legs');
    expect(CCTP.match?.(source, destination)).toBeUndefined();
    const other = { ...destination, amount: 5n };
    expect(CCTP.match?.(source, other)).toBe('1000000 was burnt, but 125 minted');
  });

  it('has another key for another amount, recipient or chain', () => {
    const keys = [{}, { amount: 5n }, { recipient: topicOf(CALLER) }, { domain: 6 }].map(
      (made) => sourceOf(burnt(made), [made.amount ?? AMOUNT])[0]?.key,
    );
    expect(new Set(keys).size).toBe(4);
  });

  it('keeps two burns of one transaction apart, each with its own message', () => {
    const logs = [...burnt({ amount: 1n }), ...burnt({ amount: 2n })];
    const legs = sourceOf(logs, [1n, 2n]);
    expect(legs.map(({ amount, index, evidence }) => [amount, index, evidence])).toEqual([
      [1n, 0, 'log:1'],
      [2n, 1, 'log:3'],
    ]);
    expect(legs.map(({ key }) => key)).toEqual([sourceOf(burnt({ amount: 1n }), [1n])[0]?.key, legs[1]?.key]);
  });

  it('says which domain or recipient is unknown, and what is no burn', () => {
    expect(sourceOf(burnt({ domain: 99 }))[0]?.fault).toBe('domain 99 is not known');
    expect(sourceOf(burnt({ recipient: `0x${'11'.repeat(32)}` }))[0]?.fault).toMatch(/no account of eip155:42161/);
    expect(sourceOf(burnt(), [])[0]).toMatchObject({ asset: undefined, custody: [] });
    expect(sourceOf(burnt(), [])[0]?.notes).toContain('nothing is burnt here: it replaces an earlier message');
    const [burn] = burnt().slice(1);
    expect(sourceOf(burn === undefined ? [] : [burn])[0]?.fault).toBe('the burn has no message');
    expect(destinationOf(minted().slice(1))).toEqual([]);
    expect(destinationOf(minted(), 'eip155:424242')[0]?.fault).toBe('the domain of eip155:424242 is not known');
  });

  it('takes no message of v1 from the transmitter of v2', () => {
    const [sent, burn] = burnt();
    if (sent === undefined || burn === undefined) throw new Error('made no logs');
    const wrong = { ...sent, args: [concat([toBeHex(0, 4), `0x${String(sent.args[0]).slice(10)}`])] };
    expect(sourceOf([wrong, burn])[0]?.fault).toBe('the burn has no message');
  });

  it('writes the account of a Solana recipient', () => {
    const [leg] = sourceOf(burnt({ domain: 5, recipient: `0x${'11'.repeat(32)}` }));
    expect([leg?.toAccount, leg?.fault]).toEqual(['29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2', undefined]);
  });
});

describe('the other side of a CCTP movement', () => {
  const [v2] = sourceOf(burnt());

  it('is looked for by nonce in v1, by recipient and sender in v2', () => {
    if (v2 === undefined) throw new Error('no leg');
    const v1 = { ...v2, key: '0:62883' };
    const topics = (leg: BridgeLeg) => CCTP.search?.(leg).map((one) => (one.by === 'logs' ? one.topics.slice(1) : one));
    const back = { side: 'destination', fromChain: 'eip155:1', chain: 'eip155:42161' } as const;
    expect(topics(v1)).toEqual([[null, topicOf(62883)]]);
    expect(topics({ ...v1, ...back })).toEqual([[topicOf(62883)]]);
    expect(topics(v2)).toEqual([[topicOf(BOB)]]);
    expect(topics({ ...v2, ...back })).toEqual([[null, topicOf(ALICE)]]);
    const [first] = CCTP.search?.(v1) ?? [];
    expect(first).toMatchObject({ chain: 'eip155:42161', addresses: ['0xc30362313fbba5cf9163f0bb16a0e01f01a896ca'] });
    expect(CCTP.search?.({ ...v1, toChain: 'aptos:1' })).toEqual([]);
  });

  it('is asked of Iris by transaction, which tells the state but no place', () => {
    if (v2 === undefined) throw new Error('no leg');
    expect(CCTP.api?.path(v2)).toBe(`/v2/messages/0?transactionHash=${v2.tx}`);
    const answer = { messages: [{ status: 'complete', eventNonce: '0x12' }] };
    expect(CCTP.api?.read(answer, v2)).toEqual({ state: 'pending', findings: [], notes: ['complete, nonce 0x12'] });
    expect(() => CCTP.api?.read({}, v2)).toThrow(/no messages/);
    for (const bad of [null, 5, 'text']) {
      expect(() => CCTP.api?.read({ messages: [bad] }, v2)).toThrow(SourceError);
    }
    const v1 = { ...v2, key: '0:62883' };
    expect(CCTP.api?.path(v1)).toBe(`/v1/messages/0/${v2.tx}`);
    expect(CCTP.api?.read({ messages: [{ attestation: '0x', eventNonce: '5' }] }, v1).notes).toEqual([
      'attested, nonce 5',
    ]);
  });
});
