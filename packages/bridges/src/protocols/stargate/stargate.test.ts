import type { BridgeLeg, Leg } from '@fundtrail/core';
import { AbiCoder, concat, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { OFT_RECEIVED, OFT_SENT } from '../layerzero_oft/oft-events.ts';
import { guidOf } from '../layerzero_oft/packet.ts';
import { STARGATE } from './adapter.ts';
import { INTERCHANGEABLE, UNCLEAR } from './assemble-v2.ts';

describe.skipIf(!HAS_RECORDS)('Stargate in recorded transactions', async () => {
  const legs = legsByTransaction(STARGATE, await recordedFacts());

  it('is one taxi of v2 with a message for a contract', () => {
    expect([...legs.keys()]).toEqual(['0x221118a4']);
    expect(legs.get('0x221118a4')).toMatchObject([
      {
        side: 'source',
        proof: 'K',
        key: '0x9fa1de5e2a7412f978d1aa57d67cf7f947c3cd0d71bb8def959af191293100c6',
        toChain: 'eip155:8453',
        toAccount: '0xb84aefef2ddde628d5c7f1fba320de63e3f4757c',
        asset: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
        amount: 0x9178a99n,
        fee: 0x9178a99n - 0x9161defn,
        custody: ['0xc026395860db2d07ee33e05fe50ed7bd583189c7'],
        toAsset: 'usdc',
        fault: undefined,
        notes: [expect.stringMatching(/^composed/)],
      },
    ]);
  });
});

const reader = createBridgeReader([], [STARGATE]);
const [ETHEREUM, BASE, BSC] = ['eip155:1', 'eip155:8453', 'eip155:56'];
const ENDPOINT = '0x1a44076050125825900e736c501f859c50fe728c';
const MESSAGING = '0x6d6620efa72948c5f68a3c8646d58c00d3f4a980';
const POOL_USDC = '0xc026395860db2d07ee33e05fe50ed7bd583189c7';
const POOL_NATIVE = '0x77b2043768d28e9c9ab44e1abfc95944bce57931';
const POOL_USDC_BASE = '0x27a16dc786820b16e5c9028b75b99f6f604b5d26';
const POOL_USDC_BSC = '0x962bd449e630b0d928f308ce63f1a21f02576057';
const ALICE = madeAddress('a1');
const BOB = madeAddress('b2');
const USDC = madeAddress('cc');
const NO_GUID = topicOf(0);
const RODE = 'event BusRode(uint32 dstEid, uint72 ticketId, uint80 fare, bytes passenger)';
const DRIVEN = 'event BusDriven(uint32 dstEid, uint72 startTicketId, uint8 numPassengers, bytes32 guid)';

function passenger(receiver = topicOf(BOB), amount = 495n): string {
  return concat([toBeHex(1, 2), receiver, toBeHex(amount, 8), toBeHex(0, 1)]);
}

function ride(dstEid = 30184, receiver = topicOf(BOB)): readonly MadeLog[] {
  return [
    { from: MESSAGING, event: RODE, args: [dstEid, 41n, 5n, passenger(receiver)] },
    { from: POOL_USDC, event: OFT_SENT, args: [NO_GUID, dstEid, ALICE, 500n, 495n] },
  ];
}

function read(chain: string, logs: readonly MadeLog[], legs: readonly Leg[], input = '0x'): readonly BridgeLeg[] {
  return reader.read(madeTransaction({ chain, logs, legs, input }));
}

const TAKEN = [madeToken('log:0', USDC, ALICE, POOL_USDC, 500n)];

describe('Stargate v2 in made logs of its published ABI', () => {
  const guid = topicOf(77);
  const got = (amount: bigint, to = BOB, pool = POOL_USDC_BASE): MadeLog => {
    return { from: pool, event: OFT_RECEIVED, args: [guid, 30101, to, amount] };
  };
  const paid = (amount: bigint, to = BOB, pool = POOL_USDC_BASE): Leg =>
    madeToken(`log:${amount}`, USDC, pool, to, amount);
  const KEY = `bus:30101:30184:usdc:${topicOf(BOB)}:495`;

  it('joins a ride with its passenger among those who arrive with it', () => {
    const [source] = read(ETHEREUM, ride(), TAKEN);
    expect(source).toMatchObject({ proof: 'D', key: KEY, asset: USDC, amount: 500n, custody: [POOL_USDC], fee: 5n });
    expect(source).toMatchObject({ fromAccount: ALICE, toChain: BASE, toAccount: BOB, fault: undefined });
    expect(source?.notes).toEqual([INTERCHANGEABLE, 'ticket 41']);
    const arrived = read(BASE, [got(495n), got(7n, ALICE)], [paid(495n), paid(7n, ALICE)]);
    expect(arrived.map(({ key }) => key)).toEqual([KEY, `bus:30101:30184:usdc:${topicOf(ALICE)}:7`]);
    expect(arrived[0]).toMatchObject({ proof: 'D', asset: USDC, amount: 495n, custody: [POOL_USDC_BASE] });
    expect(arrived[0]?.notes).toEqual([INTERCHANGEABLE, `packet ${guid}`]);
  });

  it('tells the packet of a bus that is driven in the same transaction', () => {
    const driven = { from: MESSAGING, event: DRIVEN, args: [30184, 40n, 2, guid] };
    expect(read(ETHEREUM, [...ride(), driven], TAKEN)[0]?.notes).toContain(`driven by packet ${guid}`);
    const other = { from: MESSAGING, event: DRIVEN, args: [30184, 42n, 2, guid] };
    expect(read(ETHEREUM, [...ride(), other], TAKEN)[0]?.notes).not.toContain(`driven by packet ${guid}`);
  });

  it('tells taxi and bus with one passenger apart by the message in the call data', () => {
    const delivery = (message: string): string =>
      concat(['0x0badc0de', topicOf(BigInt((message.length - 2) / 2)), message]);
    const bus = concat([toBeHex(2, 1), toBeHex(0, 16), toBeHex(0, 16), passenger()]);
    const taxi = concat([toBeHex(1, 1), toBeHex(1, 2), topicOf(BOB), toBeHex(495, 8)]);
    const keyOf = (input: string) => read(BASE, [got(495n)], [paid(495n)], input)[0];
    expect(keyOf(delivery(bus))?.key).toBe(KEY);
    expect(keyOf(delivery(taxi))).toMatchObject({ key: guid, proof: 'K', notes: [] });
    expect(keyOf('0x')).toMatchObject({ key: guid, notes: [UNCLEAR] });
  });

  it('compares amounts in shared decimals: a token has 18 on BNB Smart Chain', () => {
    const amount = 495n * 10n ** 12n;
    const logs = [got(amount, BOB, POOL_USDC_BSC), got(10n ** 12n, ALICE, POOL_USDC_BSC)];
    const [leg] = read(BSC, logs, [paid(amount, BOB, POOL_USDC_BSC)]);
    expect(leg?.key).toBe(`bus:30101:30102:usdc:${topicOf(BOB)}:495`);
  });

  it('joins a taxi by its packet, and takes native value without the fee of its message', () => {
    const path = { nonce: 1n, srcEid: 30101, sender: topicOf(MESSAGING), dstEid: 30184, receiver: topicOf(MESSAGING) };
    const id = guidOf(path);
    const header = [toBeHex(1, 1), toBeHex(1, 8), toBeHex(30101, 4), path.sender, toBeHex(30184, 4), path.receiver, id];
    const message = concat([toBeHex(1, 1), toBeHex(13, 2), topicOf(BOB), toBeHex(495, 8)]);
    const event = 'event PacketSent(bytes encodedPayload, bytes options, address sendLibrary)';
    const [leg] = read(
      ETHEREUM,
      [
        { from: ENDPOINT, event, args: [concat([...header, message]), '0x', madeAddress('0')] },
        { from: POOL_NATIVE, event: OFT_SENT, args: [id, 30184, ALICE, 500n, 495n] },
      ],
      [madeNative('value', ALICE, POOL_NATIVE, 520n)],
    );
    expect(leg).toMatchObject({ key: id, asset: 'native', amount: 500n, custody: [POOL_NATIVE], toAccount: BOB });
    expect(leg).toMatchObject({ toAsset: 'eth', fault: undefined, notes: [] });
  });

  it('says what it cannot read, and reads nothing of contracts that are none of its', () => {
    expect(read(ETHEREUM, ride().slice(1), TAKEN)[0]?.fault).toBe('the message cannot be read');
    expect(read(ETHEREUM, ride(39999), TAKEN)[0]?.fault).toBe('endpoint 39999 is not known');
    expect(read(ETHEREUM, ride(30184, `0x${'11'.repeat(32)}`), TAKEN)[0]?.fault).toMatch(/no account of eip155:8453/);
    expect(
      read(
        ETHEREUM,
        ride().map((log) => ({ ...log, from: madeAddress('ee') })),
        TAKEN,
      ),
    ).toEqual([]);
  });

  it('is looked for by packet or receiver at the pools of its asset', () => {
    const [bus] = read(ETHEREUM, ride(), TAKEN);
    if (bus === undefined) throw new Error('no leg');
    const [first] = STARGATE.search?.(bus) ?? [];
    expect(first).toMatchObject({ by: 'logs', chain: BASE, addresses: [POOL_USDC_BASE] });
    expect(first?.by === 'logs' && first.topics.slice(1)).toEqual([null, topicOf(BOB)]);
    expect(STARGATE.api?.path(bus)).toBeUndefined();
    const taxi = { ...bus, key: guid };
    expect(STARGATE.search?.(taxi)).toMatchObject([{ topics: [expect.anything(), guid] }]);
    expect(STARGATE.api?.path(taxi)).toBe(`/messages/guid/${guid}`);
  });
});

describe('Stargate v1 in made logs of its published ABI', () => {
  const ULN = '0x4d73adb72bc3dd368966edd0f0b2148401a178e2';
  const ARBITRUM = 'eip155:42161';
  const POOL = '0xdf0770df86a8034b3efef0a1bb3c889b8332ff56';
  const POOL_ETH = '0x101816545f6bd2b1076434b54383a1e633390a2e';
  const POOL_ARBITRUM = '0x892785f33cdee22a30aef750f285e18c18040c3e';
  const VAULT = '0x72e2f4830b9e45d52f80ac08cb2bec0fef72ed9c';
  const VAULT_ARBITRUM = '0x82cbecf39bee528b5476fe6d1550af59a9db6fc0';
  const POOL_ETH_ARBITRUM = '0x915a55e36a01285a14f05de6e81ed9ce89772f8e';
  const ROUTER = madeAddress('d4');
  const BRIDGE = madeAddress('6b');
  const REMOTE = madeAddress('7b');
  const SWAP =
    'event Swap(uint16 chainId, uint256 dstPoolId, address from, uint256 amountSD, uint256 eqReward, uint256 eqFee, uint256 protocolFee, uint256 lpFee)';
  const KEY = `101:${BRIDGE}:${REMOTE}:3`;
  const payload = AbiCoder.defaultAbiCoder().encode(
    [
      'uint8',
      'uint256',
      'uint256',
      'uint256',
      'tuple(uint256,uint256)',
      'tuple(uint256,uint256,uint256,uint256,uint256,uint256)',
      'bytes',
      'bytes',
    ],
    [1, 1, 1, 0, [0, 0], [495n, 1n, 0n, 2n, 2n, 0n], BOB, '0x'],
  );
  const packet: MadeLog = {
    from: ULN,
    event: 'event Packet(bytes payload)',
    args: [concat([toBeHex(3, 8), toBeHex(101, 2), BRIDGE, toBeHex(110, 2), REMOTE, payload])],
  };
  const swap = (pool = POOL): MadeLog => ({ from: pool, event: SWAP, args: [110, 1n, ALICE, 495n, 0n, 1n, 2n, 2n] });
  const delivered: MadeLog = {
    from: ULN,
    event:
      'event PacketReceived(uint16 indexed srcChainId, bytes srcAddress, address indexed dstAddress, uint64 nonce, bytes32 payloadHash)',
    args: [101, BRIDGE, REMOTE, 3n, NO_GUID],
  };
  const paid = (pool = POOL_ARBITRUM): MadeLog => ({
    from: pool,
    event: 'event SwapRemote(address to, uint256 amountSD, uint256 protocolFee, uint256 dstFee)',
    args: [BOB, 495n, 2n, 1n],
  });

  it('joins a swap with what the other pool paid, by the packet, and reads the receiver from it', () => {
    const [source] = read(ETHEREUM, [swap(), packet], [madeToken('log:0', USDC, ALICE, POOL, 500n)]);
    expect(source).toMatchObject({ key: KEY, toChain: ARBITRUM, toAccount: BOB, fromAccount: ALICE, fault: undefined });
    expect(source).toMatchObject({ asset: USDC, amount: 500n, custody: [POOL] });
    const amount = 495n * 10n ** 12n;
    const legs = [madeToken('log:0', USDC, POOL_ARBITRUM, BOB, amount)];
    const [destination] = read(ARBITRUM, [delivered, paid()], legs);
    expect(destination).toMatchObject({ key: KEY, fromChain: ETHEREUM, asset: USDC, amount, custody: [POOL_ARBITRUM] });
    expect(destination).toMatchObject({ toAccount: BOB, fault: undefined });
  });

  it('follows ether into its vault, and out of it', () => {
    const wrapped = [
      madeNative('value', ALICE, ROUTER, 500n),
      madeNative('trace:0', ROUTER, VAULT, 500n),
      madeToken('log:0', VAULT, madeAddress('0'), ROUTER, 500n),
      madeToken('log:1', VAULT, ROUTER, POOL_ETH, 500n),
    ];
    const [source] = read(ETHEREUM, [swap(POOL_ETH), packet], wrapped);
    expect(source).toMatchObject({ key: KEY, asset: 'native', amount: 500n, custody: [VAULT] });
    const legs = [madeNative('trace:0', VAULT_ARBITRUM, BOB, 495n)];
    const [destination] = read(ARBITRUM, [delivered, paid(POOL_ETH_ARBITRUM)], legs);
    expect(destination).toMatchObject({ key: KEY, asset: 'native', amount: 495n, custody: [VAULT_ARBITRUM] });
  });

  it('burns the shares of who redeems them on another chain', () => {
    const event =
      'event RedeemRemote(uint16 chainId, uint256 dstPoolId, address from, uint256 amountLP, uint256 amountSD)';
    const [leg] = read(ETHEREUM, [{ from: POOL, event, args: [110, 1n, ALICE, 480n, 495n] }, packet], []);
    expect(leg).toMatchObject({ key: KEY, asset: POOL, amount: 480n, custody: [POOL], toAccount: BOB });
  });

  it('says where a packet is missing', () => {
    expect(read(ETHEREUM, [swap()], [])[0]).toMatchObject({ key: undefined, fault: 'its packet cannot be read' });
    expect(read(ARBITRUM, [paid()], [])[0]).toMatchObject({ key: undefined, fault: 'its packet is not in the record' });
  });
});
