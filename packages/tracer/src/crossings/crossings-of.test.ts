import { joinLegs, type Link } from '@fundtrail/bridges';
import { type BridgeLeg, type Leg, linkId, type TransactionFact } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { checkClaims } from './check-claims.ts';
import { crossingsOf } from './crossings-of.ts';
import { MADE_ADAPTER, madeLeg, placed } from './made-leg.fixture.ts';

const VAULT = `0x${'aa'.repeat(20)}`;
const THIEF = `0x${'bb'.repeat(20)}`;
const HANDLER = `0x${'cc'.repeat(20)}`;

function fact(chain: string, hash: string, from: string, to: string, amount: bigint): TransactionFact {
  return {
    chain,
    hash,
    block: 1,
    index: 0,
    time: 100,
    success: true,
    legs: [{ id: 'value', kind: 'native', from, to, asset: 'native', amount }],
    whole: ['native', 'internal', 'token'],
  };
}

const bare = madeLeg();
const arrivalLeg: BridgeLeg = { ...bare, side: 'destination', chain: 'eip155:10', tx: '0x02', toAccount: THIEF };
const paid = fact('eip155:1', '0x01', THIEF, VAULT, 100n);

function linkOf(...legs: readonly BridgeLeg[]): () => Link | undefined {
  const link = joinLegs(
    MADE_ADAPTER,
    legs.map((leg) => placed(leg)),
  );
  return () => link;
}

test('what leaves goes into the transit of its link, and what cannot be joined into one of its own', () => {
  const joined = crossingsOf(paid, [bare], linkOf(bare));
  expect(joined).toMatchObject([{ side: 'in', link: linkId('test', 'k'), amount: 100n, fee: 0n }]);
  const faulty = { ...bare, key: undefined, fault: 'the memo cannot be read' };
  expect(crossingsOf(paid, [faulty], () => undefined)).toMatchObject([{ link: linkId('test', 'eip155:1:0x01#0') }]);
  const twice = linkOf(bare, { ...bare, tx: '0x09' });
  expect(crossingsOf(paid, [bare], twice)).toMatchObject([{ link: linkId('test', 'eip155:1:0x01#0') }]);
});

test('what arrives comes out by its link, to the receiver or to whoever the protocol pays for it', () => {
  const link = linkOf(bare, arrivalLeg);
  const direct = fact('eip155:10', '0x02', VAULT, THIEF, 100n);
  expect(crossingsOf(direct, [arrivalLeg], link)).toMatchObject([{ side: 'out', recipient: THIEF, share: 'rest' }]);
  const [through] = crossingsOf(fact('eip155:10', '0x02', VAULT, HANDLER, 100n), [arrivalLeg], link);
  expect(through).not.toHaveProperty('recipient');
});

test('an arrival whose source is not known, or that its link refuses, is none', () => {
  const direct = fact('eip155:10', '0x02', VAULT, THIEF, 100n);
  expect(crossingsOf(direct, [arrivalLeg], () => undefined)).toEqual([]);
  const wrong = { ...arrivalLeg, fromChain: 'eip155:56' };
  expect(crossingsOf(direct, [wrong], linkOf(bare, wrong))).toEqual([]);
});

test('of an event that claims more than was paid counts what moved, and where nothing did it is a fault', () => {
  const direct = fact('eip155:10', '0x02', VAULT, THIEF, 99n);
  const [arrival] = checkClaims(direct, [arrivalLeg]);
  expect(arrival).toMatchObject({ amount: 99n, fault: undefined, notes: ['says that 100 was paid, but 99 moved'] });
  const legs = [...direct.legs, { ...direct.legs[0], id: 'fee of the token', to: HANDLER, amount: 1n } as Leg];
  expect(checkClaims({ ...direct, legs }, [arrivalLeg])[0]?.amount).toBe(99n);
  expect(checkClaims({ ...direct, whole: ['native'] }, [arrivalLeg])[0]).toBe(arrivalLeg);
  expect(checkClaims({ ...direct, legs: [] }, [arrivalLeg])[0]?.fault).toBe(
    'claims to have paid 100, but nothing moved',
  );
  const [source] = checkClaims(fact('eip155:1', '0x01', THIEF, VAULT, 99n), [bare]);
  expect([source?.fault, source?.notes.length]).toEqual([undefined, 1]);
});

test('what a protocol says where value arrives that it kept is its fee, told once; of what came back it kept none', () => {
  const arrived = { ...arrivalLeg, amount: 97n, fee: 3n };
  const other = { ...bare, index: 1 };
  const link = linkOf(bare, other, arrived);
  expect(crossingsOf(paid, [bare, other], link)).toMatchObject([{ fee: 3n }, { fee: 0n }]);
  const said = { ...bare, fee: 2n };
  expect(crossingsOf(paid, [said], linkOf(said, arrived))).toMatchObject([{ fee: 2n }]);
  const back: BridgeLeg = { ...bare, side: 'refund', tx: '0x02', toAccount: THIEF };
  expect(crossingsOf(paid, [said], linkOf(said, back))).toMatchObject([{ fee: 0n }]);
});
