import type { BridgeLeg, Leg } from '@fundtrail/core';
import { concat, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { LAYERZERO_OFT } from './adapter.ts';
import { chainOfEid, eidOf } from './eids.ts';
import {
  OFT_RECEIVED,
  OFT_SENT,
  OFT_V1_RECEIVED,
  OFT_V1_SENT,
  OFT_V1_SENT_WORD,
  OMNI_RECEIVED,
  OMNI_SENT,
} from './oft-events.ts';
import { guidOf, readPacket, readPacketV1 } from './packet.ts';
import { LAYERZERO_SCAN } from './scan.ts';

describe.skipIf(!HAS_RECORDS)('LayerZero in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(LAYERZERO_OFT, facts);

  it('is one USDT0 that leaves Arbitrum; Stargate and what is no token are left to others', () => {
    expect([...legs.keys()]).toEqual(['0x9f0a7244']);
    expect(legs.get('0x9f0a7244')).toMatchObject([
      {
        side: 'source',
        key: '0x04b808941d695263e573c852d78a20fad1c5636ad11cabf03841adc644e6e54f',
        toChain: 'eip155:999',
        toAccount: '0x80123ab57c9bc0c452d6c18f92a653a4ee2e7585',
        fromAccount: '0x023fa838682c115c2cfba96ef3791cb5bd931fc7',
        asset: USDT_ARBITRUM,
        amount: 0x299679fdn,
        custody: [USDT_ARBITRUM],
        toAsset: '0x904861a24f30ec96ea7cfc3be9ea4b476d237e98',
        fault: undefined,
        notes: [expect.stringMatching(/^composed/)],
      },
    ]);
  });

  it('has packets of v2 whose id is what their parts give, and one of v1', () => {
    const logs = facts.flatMap(({ receipt }) => receipt?.logs ?? []);
    const packets = logs
      .filter(({ topics }) => topics[0] === PACKET_SENT)
      .map(({ data }) => readPacket(bytesAt(data, 0)));
    expect(packets.length).toBeGreaterThanOrEqual(2);
    for (const packet of packets) expect(packet === undefined ? '' : guidOf(packet)).toBe(packet?.guid);
    const older = logs.filter(({ topics }) => topics[0] === PACKET).map(({ data }) => readPacketV1(bytesAt(data, 0)));
    expect(older).toMatchObject([
      { srcChain: 109, dstChain: 110, nonce: 4106n, sender: '0xba91ffd8a2b9f68231eca6af51623b3433a89b13' },
    ]);
  });
});

const PACKET_SENT = '0x1ab700d4ced0c005b164c0f789fd09fcbb0156d4c2041b8a3bfbcd961cd1567f';
const PACKET = '0xe9bded5f24a4168e4f3bf44e00298c993b22376aad8c58c7dda9718a54cbea82';
const USDT_ARBITRUM = '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9';

/** The bytes that an argument of an event's data points to. */
function bytesAt(data: string, argument: number): string {
  const word = (at: number): number => Number(BigInt(`0x${data.slice(2 + at * 2, 2 + (at + 32) * 2)}`));
  const start = word(argument * 32);
  return `0x${data.slice(2 + (start + 32) * 2, 2 + (start + 32 + word(start)) * 2)}`;
}

const reader = createBridgeReader([], [LAYERZERO_OFT]);
const ENDPOINT = '0x1a44076050125825900e736c501f859c50fe728c';
const ULN = '0x4d73adb72bc3dd368966edd0f0b2148401a178e2';
const OFT = madeAddress('0f');
const REMOTE = madeAddress('1f');
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const COMPOSER = madeAddress('c3');
const TOKEN = madeAddress('cc');
const NOBODY = madeAddress('0');
const [ETHEREUM, ARBITRUM] = ['eip155:1', 'eip155:42161'];
const PATH = { nonce: 7n, srcEid: 30101, sender: topicOf(OFT), dstEid: 30110, receiver: topicOf(REMOTE) };
const GUID = guidOf(PATH);

type Path = typeof PATH;

function packetOf(path: Path, guid: string, message: string): string {
  const header = [toBeHex(1, 1), toBeHex(path.nonce, 8), toBeHex(path.srcEid, 4), path.sender, toBeHex(path.dstEid, 4)];
  return concat([...header, path.receiver, guid, message]);
}

function messageTo(receiver: string, compose = '0x'): string {
  return concat([receiver, toBeHex(500, 8), compose]);
}

function sent(path: Path = PATH, message = messageTo(topicOf(BOB)), guid = guidOf(path)): MadeLog {
  const event = 'event PacketSent(bytes encodedPayload, bytes options, address sendLibrary)';
  return { from: ENDPOINT, event, args: [packetOf(path, guid, message), '0x', NOBODY] };
}

function oftSent(path: Path = PATH, guid = guidOf(path), from = OFT): MadeLog {
  return { from, event: OFT_SENT, args: [guid, path.dstEid, ALICE, 500n, 495n] };
}

const DELIVERED: MadeLog = {
  from: ENDPOINT,
  event: 'event PacketDelivered((uint32 srcEid, bytes32 sender, uint64 nonce) origin, address receiver)',
  args: [[30101, topicOf(OFT), 7n], REMOTE],
};

function oftReceived(guid = GUID, from = REMOTE): MadeLog {
  return { from, event: OFT_RECEIVED, args: [guid, 30101, BOB, 495n] };
}

function onEthereum(logs: readonly MadeLog[], legs: readonly Leg[] = [burn()]): readonly BridgeLeg[] {
  return reader.read(madeTransaction({ chain: ETHEREUM, logs, legs }));
}

function onArbitrum(logs: readonly MadeLog[], legs: readonly Leg[] = []): readonly BridgeLeg[] {
  return reader.read(madeTransaction({ chain: ARBITRUM, logs, legs }));
}

function burn(amount = 500n): Leg {
  return madeToken('log:0', OFT, ALICE, NOBODY, amount);
}

describe('OFT of LayerZero v2 in made logs of its published ABI', () => {
  it('joins what is burnt with what is minted by the id of the packet', () => {
    const [source] = onEthereum([sent(), oftSent()]);
    const [destination] = onArbitrum([oftReceived(), DELIVERED], [madeToken('log:0', REMOTE, NOBODY, BOB, 495n)]);
    expect(source).toMatchObject({ key: GUID, toChain: ARBITRUM, toAccount: BOB, fee: 5n, fault: undefined });
    expect(source).toMatchObject({ asset: OFT, amount: 500n, custody: [OFT], toAsset: REMOTE, notes: [] });
    expect(destination).toMatchObject({ key: GUID, fromChain: ETHEREUM, toAccount: BOB, fault: undefined });
    expect(destination).toMatchObject({ asset: REMOTE, amount: 495n, custody: [REMOTE] });
  });

  it('finds what an adapter keeps, pays, or takes as native value', () => {
    const [kept] = onEthereum([sent(), oftSent()], [madeToken('log:0', TOKEN, ALICE, OFT, 500n)]);
    expect([kept?.asset, kept?.custody]).toEqual([TOKEN, [OFT]]);
    const [native] = onEthereum([sent(), oftSent()], [madeNative('value', ALICE, OFT, 500n)]);
    expect([native?.asset, native?.custody]).toEqual(['native', [OFT]]);
    const [paid] = onArbitrum([oftReceived(), DELIVERED], [madeToken('log:0', TOKEN, REMOTE, BOB, 495n)]);
    expect([paid?.asset, paid?.custody]).toEqual([TOKEN, [REMOTE]]);
    const [minted] = onArbitrum([oftReceived(), DELIVERED], [madeToken('log:0', TOKEN, NOBODY, BOB, 495n)]);
    expect([minted?.asset, minted?.custody]).toEqual([TOKEN, [TOKEN]]);
  });

  it('believes no token without a packet of its own: not another sender, id, endpoint or receiver', () => {
    const other = madeAddress('ee');
    expect(onEthereum([oftSent()])).toEqual([]);
    expect(onEthereum([sent(), oftSent(PATH, GUID, other)])).toEqual([]);
    expect(onEthereum([sent(PATH, messageTo(topicOf(BOB)), topicOf(5)), oftSent(PATH, topicOf(5))])).toEqual([]);
    expect(onEthereum([{ ...sent(), from: other }, oftSent()])).toEqual([]);
    expect(onArbitrum([oftReceived()])).toEqual([]);
    expect(onArbitrum([oftReceived(GUID, other), DELIVERED])).toEqual([]);
    expect(onArbitrum([oftReceived(topicOf(5)), DELIVERED])).toEqual([]);
  });

  it('tells Tron and Solana receivers, and what cannot be one', () => {
    const to = (dstEid: number, receiver: string): BridgeLeg | undefined =>
      onEthereum([sent({ ...PATH, dstEid }, messageTo(receiver)), oftSent({ ...PATH, dstEid })])[0];
    const tron = to(30420, topicOf('0xa614f803b6fd780986a42c78ec9c7f77e6ded13c'));
    expect([tron?.toChain, tron?.toAccount]).toEqual(['tron:0x2b6653dc', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t']);
    expect(to(30168, `0x${'11'.repeat(32)}`)?.toAccount).toBe('29d2S7vB453rNYFdR5Ycwt7y9haRT5fwVwL9zTmBhfV2');
    expect(to(30110, `0x${'11'.repeat(32)}`)?.fault).toMatch(/is no account of eip155:42161/);
    expect(to(39999, topicOf(BOB))?.fault).toBe('endpoint 39999 is not known');
    expect(onEthereum([sent(PATH, '0x1234'), oftSent()])[0]?.fault).toBe('the message is no token message');
  });

  it('notes a composed message on both sides', () => {
    const compose = concat([topicOf(ALICE), '0x1234']);
    const [source] = onEthereum([sent(PATH, messageTo(topicOf(COMPOSER), compose)), oftSent()]);
    expect([source?.toAccount, source?.notes.length]).toEqual([COMPOSER, 1]);
    const event = 'event ComposeSent(address from, address to, bytes32 guid, uint16 index, bytes message)';
    const composed = { from: ENDPOINT, event, args: [REMOTE, COMPOSER, GUID, 0, '0x'] };
    expect(onArbitrum([composed, oftReceived(), DELIVERED])[0]?.notes).toEqual([
      `composed: ${COMPOSER} acts on it in a later transaction`,
    ]);
  });
});

describe('OFT of LayerZero v1 in made logs of its published ABI', () => {
  const packet = concat([toBeHex(9, 8), toBeHex(101, 2), OFT, toBeHex(110, 2), REMOTE, '0x1234']);
  const sentV1: MadeLog = { from: ULN, event: 'event Packet(bytes payload)', args: [packet] };
  const says: MadeLog = { from: OFT, event: OFT_V1_SENT, args: [110, ALICE, BOB, 500n] };
  const received: MadeLog = {
    from: ULN,
    event:
      'event PacketReceived(uint16 indexed srcChainId, bytes srcAddress, address indexed dstAddress, uint64 nonce, bytes32 payloadHash)',
    args: [101, OFT, REMOTE, 9n, topicOf(0)],
  };
  const gets: MadeLog = { from: REMOTE, event: OFT_V1_RECEIVED, args: [101, BOB, 500n] };
  const KEY = `101:${OFT}:${REMOTE}:9`;

  it('joins both sides by path and nonce, also where the library tells the whole path', () => {
    const [source] = onEthereum([sentV1, says]);
    expect(source).toMatchObject({ key: KEY, toChain: ARBITRUM, toAccount: BOB, asset: OFT, custody: [OFT] });
    const mint = madeToken('log:0', REMOTE, NOBODY, BOB, 500n);
    const [destination] = onArbitrum([received, gets], [mint]);
    expect(destination).toMatchObject({ key: KEY, fromChain: ETHEREUM, toAccount: BOB, asset: REMOTE, amount: 500n });
    const whole = { ...received, args: [101, concat([OFT, REMOTE]), REMOTE, 9n, topicOf(0)] };
    expect(onArbitrum([whole, gets], [mint])[0]?.key).toBe(KEY);
  });

  it('reads the later form of the event, and packets of the later library', () => {
    const word = { ...says, event: OFT_V1_SENT_WORD, args: [110, ALICE, topicOf(BOB), 500n] };
    expect(onEthereum([sentV1, word])[0]).toMatchObject({ key: KEY, toAccount: BOB });
    const path = { nonce: 9n, srcEid: 101, sender: topicOf(OFT), dstEid: 110, receiver: topicOf(REMOTE) };
    const event = 'event PacketSent(bytes encodedPayload, bytes options, uint256 nativeFee, uint256 lzTokenFee)';
    const args = [packetOf(path, guidOf(path), '0x1234'), '0x', 0n, 0n];
    const later = { from: '0xd231084bfb234c107d3ee2b22f97f3346fdaf705', event, args };
    expect(onEthereum([later, says])[0]?.key).toBe(KEY);
  });

  it("reads the events of Stargate's own token", () => {
    const [source] = onEthereum([sentV1, { from: OFT, event: OMNI_SENT, args: [110, BOB, 500n, 9n] }]);
    expect(source).toMatchObject({ key: KEY, toChain: ARBITRUM, fromAccount: madeAddress('5e'), toAccount: BOB });
    const mint = madeToken('log:0', REMOTE, NOBODY, BOB, 500n);
    const [destination] = onArbitrum(
      [received, { from: REMOTE, event: OMNI_RECEIVED, args: [101, BOB, 500n, 9n] }],
      [mint],
    );
    expect(destination).toMatchObject({ key: KEY, toAccount: BOB, asset: REMOTE, amount: 500n });
  });

  it('believes no token without a packet of its own, and gives each its own', () => {
    expect(onEthereum([says])).toEqual([]);
    expect(onEthereum([sentV1, { ...says, from: TOKEN }])).toEqual([]);
    expect(onArbitrum([gets])).toEqual([]);
    const second = { ...sentV1, args: [packet.replace('0x0000000000000009', '0x000000000000000a')] };
    const keys = onEthereum([sentV1, says, second, says]).map(({ key }) => key?.split(':')[3]);
    expect(keys).toEqual(['9', '10']);
  });
});

describe('the other side of a LayerZero movement', () => {
  const [leg] = onEthereum([sent(), oftSent()]);

  it('is looked for by the id of the packet at the token that it is for', () => {
    if (leg === undefined) throw new Error('no leg');
    const [logs, account] = LAYERZERO_OFT.search?.(leg) ?? [];
    expect(logs).toMatchObject({ by: 'logs', chain: ARBITRUM, addresses: [REMOTE], topics: [expect.anything(), GUID] });
    expect(account).toEqual({ by: 'account', chain: ARBITRUM, address: BOB });
  });

  it('is asked of LayerZero Scan, by id in v2 and by transaction and path in v1', () => {
    if (leg === undefined) throw new Error('no leg');
    const pathway = { srcEid: 30101, dstEid: 30110, sender: { address: OFT }, receiver: { address: REMOTE }, nonce: 9 };
    const answer = (name: string, txHash?: string) => ({
      data: [{ pathway, status: { name }, source: { tx: {} }, destination: { tx: { txHash } } }],
    });
    const tx = `0x${'AB'.repeat(32)}`;
    expect(LAYERZERO_SCAN.path(leg)).toBe(`/messages/guid/${GUID}`);
    expect(LAYERZERO_SCAN.read(answer('DELIVERED', tx), leg)).toMatchObject({
      state: 'found',
      findings: [{ side: 'destination', chain: ARBITRUM, tx: tx.toLowerCase() }],
    });
    expect(LAYERZERO_SCAN.read(answer('INFLIGHT'), leg).state).toBe('pending');
    const v1 = { ...leg, key: `101:${OFT}:${REMOTE}:9` };
    expect(LAYERZERO_SCAN.path(v1)).toBe(`/messages/tx/${leg.tx}`);
    expect(LAYERZERO_SCAN.read(answer('DELIVERED', tx), v1).state).toBe('found');
    expect(LAYERZERO_SCAN.read(answer('DELIVERED', tx), { ...v1, key: `101:${OFT}:${REMOTE}:8` }).state).toBe(
      'unknown',
    );
    expect(() => LAYERZERO_SCAN.read({}, leg)).toThrow(/no data/);
  });

  it('lies on the chain that the endpoint has a number of', () => {
    expect([101, 30101, 30420, 30184, 1].map(chainOfEid)).toEqual([
      ETHEREUM,
      ETHEREUM,
      'tron:0x2b6653dc',
      'eip155:8453',
      undefined,
    ]);
    expect(eidOf('eip155:8453')).toBe(30184);
  });
});
