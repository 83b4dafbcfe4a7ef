import { AbiCoder, encodeRlp, toBeArray, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { POLYGON_POS } from './adapter.ts';
import { readBurnProof } from './burn-proof.ts';

describe.skipIf(!HAS_RECORDS)('the Polygon bridge in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(POLYGON_POS, facts);

  it('is in these and no others, without fault', () => {
    const told = [...legs].map(([hash, found]) => [hash, ...found.map(({ side, key }) => `${side} ${key}`)]);
    expect(told.sort()).toEqual([
      ['0x0bc7401a', 'destination exit:63592897:69:0'],
      ['0x418f0306', 'source state:2973894'],
      ['0x74b36dd9', 'destination state:2972706', 'destination state:2972707'],
      ['0x8b097020', 'destination exit:63593467:117:0'],
      ['0x962b5ec3', 'destination state:2972282'],
      ['0xa97396d6', 'source exit:63472851:34:0'],
    ]);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('tells two arrivals of one transaction apart, each by the token that was made for it', () => {
    const found = legs.get('0x74b36dd9') ?? [];
    expect(found.map(({ asset, amount, legs: ids }) => [asset, amount, ids])).toEqual([
      ['0x7ceb23fd6bc0add59e62ac25578270cff1b9f619', 103117209758881459n, ['log:291']],
      ['0x2791bca1f2de4661ed88a30c99a7a9449aa84174', 892014616138n, ['log:293']],
    ]);
  });
});

const reader = createBridgeReader([], [POLYGON_POS]);
const [ALICE, BOB, ROOT] = [madeAddress('a1'), madeAddress('b2'), madeAddress('70')];
const MANAGER = '0xa0c68c638235ee32657e8f720a23cec1bfc77c77';
const PREDICATE = '0x40ec5b33f54e0e8a33a975908c5ba1c14e5bbbdf';
const CHILD = '0xc2132d05d31c914a87c6611c10748aeb04b58e8f';
const NOBODY = madeAddress('0');
const TRANSFER = 'event Transfer(address indexed from, address indexed to, uint256 value)';

/** The proof of a log, as far as the bridge needs it to find the burn. */
function proofOf(block: number, place: number, log: number, token = CHILD): string {
  const logs = Array.from({ length: log + 1 }, () => [token, [topicOf(1), topicOf(ALICE), topicOf(0)], toBeHex(5, 32)]);
  const receipt = `0x02${encodeRlp(['0x01', '0x', '0x', logs]).slice(2)}`;
  const path = `0x00${encodeRlp(toBeArray(place)).slice(2)}`;
  const number = (value: number) => toBeArray(value);
  return encodeRlp(['0x01', '0x', number(block), '0x01', '0x', '0x', receipt, '0x', path, number(log)]);
}

function exit(proof: string) {
  const call = `0x3805550f${AbiCoder.defaultAbiCoder().encode(['bytes'], [proof]).slice(2)}`;
  const event = 'event ExitedERC20(address indexed exitor, address indexed rootToken, uint256 amount)';
  return madeTransaction({
    chain: 'eip155:1',
    to: MANAGER,
    input: call,
    logs: [{ from: PREDICATE, event, args: [ALICE, ROOT, 5] }],
    legs: [madeToken('log:9', ROOT, PREDICATE, ALICE, 5n)],
  });
}

describe('the Polygon bridge in made logs of its published ABI', () => {
  const burn = madeTransaction({
    chain: 'eip155:137',
    logs: [{ from: CHILD, event: TRANSFER, args: [ALICE, NOBODY, 5] }],
    legs: [madeToken('log:0', CHILD, ALICE, NOBODY, 5n)],
  });

  it.each([0, 3, 127, 128, 300])('joins a burn at place %i with the exit that proves it', (place) => {
    const facts = [
      { ...burn, block: 77, index: place },
      { ...exit(proofOf(77, place, 0)), hash: `0x${'99'.repeat(32)}` },
    ];
    expect(arrivedIn(linksOf(POLYGON_POS, facts))).toEqual([['0x77777777', '0x99999999']]);
  });

  it('faults an exit whose proof it cannot read or is not told', () => {
    expect(reader.read(exit('0x1234'))[0]?.fault).toBe('the proof of the exit cannot be read');
    const wrapped = { ...exit(proofOf(1, 1, 0)), receipt: { ...exit('0x').receipt, to: BOB } };
    expect(reader.read(wrapped)[0]?.fault).toBe('the exit was made through another contract: its proof is not told');
    expect(readBurnProof(encodeRlp(['0x01']))).toBeUndefined();
  });

  it('joins ether that is deposited with what is made for it, and searches by the message', () => {
    const abi = AbiCoder.defaultAbiCoder();
    const ether = `0x${'ee'.repeat(20)}`;
    const inner = abi.encode(['address', 'address', 'bytes'], [BOB, ether, toBeHex(7, 32)]);
    const data = abi.encode(['bytes32', 'bytes'], [topicOf(1), inner]);
    const [source] = reader.read(
      madeTransaction({
        chain: 'eip155:1',
        to: MANAGER,
        logs: [
          {
            from: '0x28e4f3a7f651294b9564800b2d01f35189a5bfbe',
            event: 'event StateSynced(uint256 indexed id, address indexed contractAddress, bytes data)',
            args: [42, '0xa6fa4fb5f76172d178d61b04b0ecd319c5d1c0aa', data],
          },
        ],
        legs: [madeNative('value', ALICE, MANAGER, 7n)],
      }),
    );
    expect(source).toMatchObject({ key: 'state:42', asset: 'native', amount: 7n, toAccount: BOB, custody: [MANAGER] });
    expect(source === undefined ? [] : POLYGON_POS.search?.(source)).toMatchObject([
      { by: 'logs', chain: 'eip155:137', topics: [expect.any(String), topicOf(42n)] },
    ]);
  });
});
