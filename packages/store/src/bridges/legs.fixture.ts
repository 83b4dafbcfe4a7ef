import { type BridgeLeg, type ReceiptFact, type TransactionFact, UNTOLD } from '@fundtrail/core';
import { address } from '../follow/live.fixture.ts';

/** A leg of a transaction, of which nothing is known but what is given. */
export function legOf(fact: TransactionFact, more: Partial<BridgeLeg> = {}): BridgeLeg {
  return {
    ...UNTOLD,
    protocol: 'across',
    side: 'source',
    proof: 'K',
    chain: fact.chain,
    tx: fact.hash,
    index: 0,
    evidence: 'log:3',
    ...more,
  };
}

const MOST = 2n ** 256n - 1n;

/** A leg with everything, and with what people put on chains: quotes, a NUL, a deadline that no clock reaches. */
export function fullLeg(fact: TransactionFact): BridgeLeg {
  return legOf(fact, {
    key: '1:42',
    fromChain: fact.chain,
    fromAccount: address(1),
    toChain: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
    toAccount: 'So1anaAccount',
    asset: address(0xabc),
    amount: MOST,
    custody: [address(2), address(3)],
    legs: ['log:1', 'log:"2"'],
    toAsset: 'BTC.BTC',
    minOut: MOST,
    memo: '=:BTC.BTC:bc1{"x",\\n\0y}',
    expires: Number(MOST),
    fee: 7n,
    via: ['lifi', 'so,cket'],
    fault: 'a memo that cannot be "read"',
    notes: ['one, {two}', 'three\nfour'],
  });
}

export const RECEIPT: ReceiptFact = {
  to: address(0x50),
  input: '0xdeadbeef',
  logs: [{ address: address(0x50), topics: [`0x${'11'.repeat(32)}`], data: '0x', index: 3 }],
};
