import { readFileSync } from 'node:fs';
import { sharedData } from '@fundtrail/testkit';
import { concat, Interface, toBeHex } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { aliasOf, unaliased } from '../../decode/l1-alias.ts';
import { arrivedIn, linksOf } from '../../joined.fixture.ts';
import { eventOf, type MadeLog, madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { HAS_RECORDS, legsByTransaction, recordedFacts } from '../../recorded.fixture.ts';
import { ARBITRUM_NATIVE } from './adapter.ts';
import { INTERCHANGEABLE, UNKNOWN_GATEWAY } from './assemble.ts';
import { depositHash, ticketId } from './derive.ts';
import { EXECUTED } from './events.ts';

const SUBMIT =
  'function submitRetryable(bytes32 requestId, uint256 l1BaseFee, uint256 deposit, uint256 callvalue, uint256 gasFeeCap, uint64 gasLimit, uint256 maxSubmissionFee, address feeRefundAddress, address beneficiary, address retryTo, bytes retryData)';

type Vector = { readonly kind: string; readonly [field: string]: unknown };

function vector(kind: string): { readonly [field: string]: string } {
  const path = sharedData('bridges/fixtures/derivation-vectors.json') ?? '';
  const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { readonly vectors: readonly Vector[] };
  return vectors.find((one) => one.kind === kind) as unknown as { readonly [field: string]: string };
}

describe.skipIf(!HAS_RECORDS)('the Arbitrum bridge in recorded transactions', async () => {
  const facts = await recordedFacts();
  const legs = legsByTransaction(ARBITRUM_NATIVE, facts);

  it('is in these and no others, each without fault', () => {
    const told = [...legs].map(([hash, found]) => [
      hash,
      found.map(({ side, asset }) => `${side} ${asset === 'native'}`),
    ]);
    expect(told.sort()).toEqual([
      ['0x2698916b', ['destination true']],
      ['0x30505174', ['destination true']],
      ['0x48321bb0', ['source true', 'source false']],
      ['0x80e6c083', ['destination false']],
      ['0x90ca8a76', ['source false']],
      ['0xa235be4b', ['destination false']],
      ['0xac42ca2d', ['source true']],
      ['0xb425d3f1', ['source false']],
      ['0xbe5b7471', ['source true']],
      ['0xdd71f6b5', ['destination false']],
      ['0xed80711e', ['source true', 'source false']],
    ]);
    expect([...legs.values()].flat().filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('joins ether by its derived hash, tokens by the position of their message, and what left before Nitro by a digest', () => {
    const links = linksOf(ARBITRUM_NATIVE, facts);
    expect(arrivedIn(links)).toEqual([
      ['0x90ca8a76', '0xa235be4b'],
      ['0xb425d3f1', '0xdd71f6b5'],
      ['0xbe5b7471', '0x30505174'],
    ]);
    expect(links.filter(({ state }) => state === 'refused')).toEqual([]);
  });

  it('finds every token amount where the transaction moves it, with who took or paid it', () => {
    for (const leg of [...legs.values()].flat()) {
      if (leg.asset === 'native') continue;
      const fact = facts.find(({ hash, chain }) => hash === leg.tx && chain === leg.chain);
      const moved = fact?.legs.filter((part) => part.asset === leg.asset && part.amount === leg.amount) ?? [];
      const keepers = moved.flatMap(({ kind, from, to, asset }) => (kind === 'token' ? [from, to] : [asset]));
      expect([leg.tx, moved.length]).toEqual([leg.tx, 1]);
      expect(keepers).toContain(leg.custody[0]);
    }
  });

  it('recomputes the published hashes', () => {
    const deposit = vector('arbitrum_eth_deposit_hash');
    expect(
      depositHash(
        42161,
        BigInt(deposit.messageNum ?? 0),
        deposit.aliasedFrom ?? '',
        deposit.to ?? '',
        BigInt(deposit.value ?? 0),
      ),
    ).toBe(deposit.l2TxHash);
  });

  it('recomputes the hash of a recorded ticket from its own call', () => {
    const path = sharedData('bridges/fixtures/arbitrum-sdk/retryable.json') ?? '';
    const { source, childTxByHash } = JSON.parse(readFileSync(path, 'utf8'));
    const { input, from } = childTxByHash[source.ticketId];
    const call = new Interface([SUBMIT]).decodeFunctionData('submitRetryable', input);
    const uint = (name: string): bigint => BigInt(call.getValue(name));
    const address = (name: string): string => String(call.getValue(name)).toLowerCase();
    const ticket = {
      messageNumber: BigInt(call.getValue('requestId')),
      sender: from,
      l1BaseFee: uint('l1BaseFee'),
      deposit: uint('deposit'),
      maxFeePerGas: uint('gasFeeCap'),
      gasLimit: uint('gasLimit'),
      to: address('retryTo'),
      callValue: uint('callvalue'),
      callValueRefund: address('beneficiary'),
      maxSubmissionFee: uint('maxSubmissionFee'),
      feeRefund: address('feeRefundAddress'),
      data: call.getValue('retryData'),
    };
    expect(ticketId(42161, ticket)).toBe(source.ticketId);
    expect(ticketId(42161, { ...ticket, deposit: ticket.deposit + 1n })).not.toBe(source.ticketId);
  });
});

const reader = createBridgeReader([], [ARBITRUM_NATIVE]);
const BRIDGE = '0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a';
const INBOX = '0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f';
const GATEWAY = '0xa3a7b6f88361f48403514059f1f16c8e78d60eec';
const GATEWAY_2 = '0x09e9222e96e7b4ae2a407b98d48e330053351eee';
const OUTBOX = '0x0b9857ae2d4a3dbe74ffe1d7df045bb7f96e4840';
const [ALICE, BOB] = [madeAddress('a1'), madeAddress('b2')];
const [TOKEN, TOKEN_2] = [madeAddress('70'), madeAddress('72')];
const WORD = topicOf(0);
const DELIVERED = ARBITRUM_NATIVE.source[0];
const TICKET_DATA = '0x1234';

function delivered(sender: string, kind: number): MadeLog {
  const event = DELIVERED?.on === 'log' ? DELIVERED.event : '';
  return { from: BRIDGE, event, args: [7, WORD, INBOX, kind, sender, WORD, 5, 6] };
}

function inbox(data: string): MadeLog {
  return { from: INBOX, event: 'event InboxMessageDelivered(uint256 indexed messageNum, bytes data)', args: [7, data] };
}

/** Nine words and call data, as an inbox packs a retryable ticket. */
function ticketData(deposit: bigint, to = BOB): string {
  const words = [to, 0n, deposit, 3n, ALICE, ALICE, 4n, 5n, BigInt(TICKET_DATA.length / 2 - 1)];
  return concat([...words.map((word) => (typeof word === 'string' ? topicOf(word) : toBeHex(word, 32))), TICKET_DATA]);
}

const TICKET_ID = ticketId(42161, {
  messageNumber: 7n,
  sender: aliasOf(GATEWAY),
  l1BaseFee: 5n,
  deposit: 100n,
  maxFeePerGas: 5n,
  gasLimit: 4n,
  to: BOB,
  callValue: 0n,
  callValueRefund: ALICE,
  maxSubmissionFee: 3n,
  feeRefund: ALICE,
  data: TICKET_DATA,
});

describe('the Arbitrum bridge in made logs of its published ABI', () => {
  const deposited = [
    delivered(aliasOf(GATEWAY), 9),
    inbox(ticketData(100n)),
    {
      from: GATEWAY,
      event:
        'event DepositInitiated(address l1Token, address indexed _from, address indexed _to, uint256 indexed _sequenceNumber, uint256 _amount)',
      args: [TOKEN, ALICE, BOB, 7, 50],
    },
  ];
  const source = madeTransaction({
    chain: 'eip155:1',
    logs: deposited,
    legs: [madeNative('value', ALICE, GATEWAY, 100n), madeToken('log:9', TOKEN, ALICE, GATEWAY, 50n)],
  });

  it('tells the fee and the tokens of a ticket apart, and where each arrives', () => {
    const [fee, token] = reader.read(source);
    expect(fee).toMatchObject({
      key: TICKET_ID,
      asset: 'native',
      amount: 100n,
      proof: 'D',
      toAccount: aliasOf(GATEWAY),
    });
    expect(fee?.custody).toContain(GATEWAY);
    expect(token).toMatchObject({
      asset: TOKEN,
      amount: 50n,
      custody: [GATEWAY],
      toAccount: BOB,
      notes: [INTERCHANGEABLE, `retryable ticket ${TICKET_ID}`],
    });
    const arrival = madeTransaction({
      chain: 'eip155:42161',
      logs: [
        {
          from: GATEWAY_2,
          event:
            'event DepositFinalized(address indexed l1Token, address indexed _from, address indexed _to, uint256 _amount)',
          args: [TOKEN, ALICE, BOB, 50],
        },
      ],
      legs: [madeToken('log:0', TOKEN_2, madeAddress('0'), BOB, 50n)],
    });
    const [minted] = reader.read(arrival);
    expect(minted).toMatchObject({
      key: token?.key,
      asset: TOKEN_2,
      amount: 50n,
      custody: [TOKEN_2],
      fault: undefined,
    });
  });

  it('searches a ticket by its hash, tokens by the ticket and then by their receiver, a withdrawal by its receiver', () => {
    const [fee, token] = reader.read(source);
    const chain = 'eip155:42161';
    const ticket = { by: 'transaction', chain, hash: TICKET_ID };
    expect(fee === undefined ? [] : ARBITRUM_NATIVE.search?.(fee)).toEqual([ticket]);
    expect(token === undefined ? [] : ARBITRUM_NATIVE.search?.(token)).toEqual([
      ticket,
      { by: 'account', chain, address: BOB },
    ]);
  });

  it('believes a gateway only beside the message that proves it', () => {
    const forged = deposited.map((log) => (log.from === GATEWAY ? { ...log, from: madeAddress('ee') } : log));
    const legs = reader.read({ ...source, ...madeTransaction({ chain: 'eip155:1', logs: forged, legs: source.legs }) });
    expect(legs.map(({ asset }) => asset)).toEqual(['native']);
  });

  it('does not take the payee of a plain transfer for the bridge because a contract says so beside a message of its own', () => {
    const [thief, stash] = [madeAddress('ee'), madeAddress('57')];
    const legs = [madeToken('log:9', TOKEN, ALICE, stash, 50n)];
    const args = [TOKEN, ALICE, BOB, 7, 50];
    const guess = { proof: 'H', asset: TOKEN, amount: 50n, custody: [thief], fault: undefined };
    const deposit = [
      delivered(aliasOf(thief), 9),
      inbox(ticketData(0n)),
      { from: thief, event: eventOf(ARBITRUM_NATIVE, 'DepositInitiated'), args },
    ];
    const faked = reader.read(madeTransaction({ chain: 'eip155:1', logs: deposit, legs }));
    expect(faked).toMatchObject([guess]);
    expect(faked[0]?.notes).toContain(UNKNOWN_GATEWAY);
    const withdrawal = [
      {
        from: '0x0000000000000000000000000000000000000064',
        event: eventOf(ARBITRUM_NATIVE, 'L2ToL1Tx'),
        args: [thief, BOB, 1, 7, 2, 3, 4, 0, '0x'],
      },
      { from: thief, event: eventOf(ARBITRUM_NATIVE, 'WithdrawalInitiated'), args: [TOKEN, ALICE, BOB, 7, 0, 50] },
    ];
    expect(reader.read(madeTransaction({ chain: 'eip155:42161', logs: withdrawal, legs }))).toMatchObject([
      { ...guess, notes: [UNKNOWN_GATEWAY] },
    ]);
  });

  it('faults what the inbox cannot have packed, and ignores messages without value', () => {
    const [bad] = reader.read(madeTransaction({ chain: 'eip155:1', logs: [delivered(ALICE, 12), inbox('0x1234')] }));
    expect(bad).toMatchObject({ key: undefined, fault: 'the inbox tells no deposit' });
    const [cut] = reader.read(
      madeTransaction({ chain: 'eip155:1', logs: [delivered(ALICE, 9), inbox(`${ticketData(1n)}00`)] }),
    );
    expect(cut?.fault).toBe('the inbox tells no ticket');
    expect(reader.read(madeTransaction({ chain: 'eip155:1', logs: [delivered(ALICE, 3), inbox('0x')] }))).toEqual([]);
    const executed = { from: OUTBOX, event: EXECUTED, args: [BOB, ALICE, 0, 9] };
    expect(reader.read(madeTransaction({ chain: 'eip155:1', logs: [executed] }))).toEqual([]);
  });

  it('gives an alias and takes it back, also where it wraps', () => {
    expect(aliasOf('0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f')).toBe('0x5ece4fc535ac27206064b68ffcf827b0a60bbc50');
    const last = `0x${'ff'.repeat(20)}`;
    expect(unaliased(aliasOf(last))).toBe(last);
  });
});
