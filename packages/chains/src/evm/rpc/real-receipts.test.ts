import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, test } from 'vitest';
import { type ReceiptView, wholeTransaction, wrappedContracts } from '../legs.ts';
import { readReceiptView } from './receipts.ts';
import { createWire, type Fields } from './wire.ts';

type Recorded = {
  readonly chainId: number | null;
  readonly hash: string;
  readonly tx?: Fields | null;
  readonly receipt: Fields;
  readonly blockTimestamp?: number;
};

const FOLDER = sharedData('evm-receipts');
const PAIRS = sharedData('bridges/fixtures/receipts');
const TICKETS = sharedData('bridges/fixtures/arbitrum-sdk/retryable.json');
const wire = createWire('recorded');
/** Where `l1Fee` is part of what was paid. */
const PAYS_L1: ReadonlySet<number> = new Set([10, 8453, 534_352]);

describe.skipIf(FOLDER === undefined)('recorded receipts of many chains', () => {
  const records = [...(FOLDER === undefined ? [] : recordsOf(FOLDER))].filter(
    ({ tx }) => tx !== undefined && tx !== null,
  );
  const views = records.map((record) => ({ record, view: viewOf(record) }));

  test('belong together in every log, and every leg and thing has a name of its own', () => {
    expect(views.length).toBeGreaterThan(600);
    for (const { view } of views) {
      const fact = factOf(view);
      const names = [...fact.legs, ...(fact.nfts ?? [])].map(({ id }) => id);
      expect([view.hash, new Set(names).size]).toEqual([view.hash, names.length]);
    }
  });

  test('tell the fee as the chain charges it: L1 data on rollups that tell it apart, nothing for a share of blobs', () => {
    const paid = new Map<number, bigint>();
    for (const { record, view } of views) {
      const { gasUsed, effectiveGasPrice, l1Fee } = record.receipt;
      const chain = Number(view.chain.slice('eip155:'.length));
      const l1 = PAYS_L1.has(chain) && l1Fee !== undefined && l1Fee !== null ? wire.quantity(l1Fee, 'l1Fee') : 0n;
      const gas =
        record.tx?.type === '0x68' ? 0n : wire.quantity(gasUsed, 'gas') * wire.quantity(effectiveGasPrice, 'price');
      expect([view.hash, view.fee]).toEqual([view.hash, gas + l1]);
      paid.set(chain, (paid.get(chain) ?? 0n) + l1);
    }
    expect(
      [...paid]
        .filter(([, l1]) => l1 > 0n)
        .map(([chain]) => chain)
        .sort((a, b) => a - b),
    ).toEqual([10, 8453, 534_352]);
  });

  test('tell deposits from L1 on the OP stack as money that is new on the chain', () => {
    const deposits = views.filter(({ view }) => view.minted !== undefined);
    expect(deposits.map(({ view }) => [view.chain, view.minted?.amount, view.value, view.fee])).toEqual([
      ['eip155:10', 0x16345785d8a0000n, 0x16345785d8a0000n, 0n],
      ['eip155:8453', 0xb84c09a3b930000n, 0xb84c09a3b930000n, 0n],
    ]);
  });

  test('tell things beside the amounts, and take none of them for an amount', () => {
    const things = views.flatMap(({ view }) => factOf(view).nfts ?? []);
    expect(things.filter(({ standard }) => standard === 'erc721')).toHaveLength(28);
    expect(things.filter(({ standard }) => standard === 'erc1155')).toHaveLength(3);
    const named = new Set(views.flatMap(({ view }) => (factOf(view).nfts ?? []).map(({ id }) => `${view.hash} ${id}`)));
    for (const { view } of views)
      for (const leg of factOf(view).legs) expect(named).not.toContain(`${view.hash} ${leg.id}`);
  });

  test('of an operation of an abstract account (ERC-4337) tell the bundler as sender and the account as party', () => {
    const found = views.filter(({ record }) => record.hash.startsWith('0xe0500c13'));
    expect(found).toHaveLength(1);
    for (const { view } of found) {
      const fact = factOf(view);
      const movers = new Set(fact.legs.filter(({ kind }) => kind !== 'fee').flatMap(({ from, to }) => [from, to]));
      expect(fact.legs[0]).toMatchObject({ kind: 'fee', from: fact.sender });
      expect(movers.has(fact.sender ?? '')).toBe(false);
      expect(movers.size).toBeGreaterThan(2);
    }
  });
});

test.skipIf(PAIRS === undefined)('a deposit of ether on Arbitrum is new on the chain, then paid on', () => {
  const file = join(PAIRS ?? '', 'arbitrum_one_bridge__receive_eth_on_arbitrum_one__30505174.json');
  const { transaction, receipt, hash } = JSON.parse(readFileSync(file, 'utf8'));
  const view = viewOf({ chainId: 42_161, hash, tx: transaction, receipt });
  expect(factOf(view).legs.map(({ id, from, to, amount }) => [id, from, to, amount])).toEqual([
    ['mint', `0x${'0'.repeat(40)}`, view.sender, 0x1dc09c5606ee67n],
    ['value', view.sender, view.to, 0x1dc09c5606ee67n],
  ]);
});

test.skipIf(TICKETS === undefined)('a retryable ticket brings its deposit, and its retry pays no fee again', () => {
  const { childTxByHash, childReceiptByHash } = JSON.parse(readFileSync(TICKETS ?? '', 'utf8'));
  const [ticket, retry] = (Object.keys(childTxByHash) as string[]).map((hash) => {
    const told = childReceiptByHash[hash];
    const receipt = { ...told, type: `0x${told.type.toString(16)}`, status: '0x1' };
    return viewOf({ chainId: 42_161, hash, tx: childTxByHash[hash], receipt });
  });
  expect(ticket?.minted?.amount).toBe(0x11193dd3e55c0n);
  expect((ticket?.fee ?? 0n) > 0n).toBe(true);
  expect([retry?.minted, retry?.fee]).toEqual([undefined, 0n]);
});

function factOf(view: ReceiptView) {
  return wholeTransaction(view, [], wrappedContracts(view.chain));
}

function viewOf({ chainId, tx, receipt, blockTimestamp }: Recorded): ReceiptView {
  const chain = `eip155:${chainId ?? wire.count(tx?.chainId, 'tx.chainId')}`;
  const hash = wire.hash(receipt.blockHash, 'receipt.blockHash');
  const block = {
    number: wire.count(receipt.blockNumber, 'number'),
    hash,
    parentHash: hash,
    time: blockTimestamp ?? 0,
  };
  return readReceiptView(
    { wire, source: 'recorded', chain },
    { transaction: tx, receipt, block: { ...block, transactions: [] }, trace: undefined },
  );
}

function* recordsOf(folder: string): Generator<Recorded> {
  for (const name of readdirSync(folder)) {
    const text = gunzipSync(readFileSync(join(folder, name))).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') yield JSON.parse(line) as Recorded;
  }
}
