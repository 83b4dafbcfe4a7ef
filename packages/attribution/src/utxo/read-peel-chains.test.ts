import { coinOf, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { readBlock } from '../../bench/coinjoins/block.ts';
import { made, sh, wpkh } from './made-transaction.fixture.ts';
import { readPeelChains } from './read-peel-chains.ts';

/** A chain that peels 1,000,000 sat at each step, the change now first and now second. */
function chain(hops: number): readonly TransactionFact[] {
  const facts: TransactionFact[] = [];
  let coin: string | undefined;
  for (let hop = 1; hop <= hops; hop += 1) {
    const kept = 100_000_000 - hop * 1_000_000;
    const sides = [[wpkh(hop + 1), kept] as const, [sh(hop), 1_000_000] as const];
    const fact = made({
      number: hop,
      inputs: [coin === undefined ? [wpkh(hop), kept + 1_000_000] : [wpkh(hop), kept + 1_000_000, coin]],
      outputs: hop % 2 === 0 ? sides.toReversed() : sides,
    });
    coin = coinOf(fact.hash, hop % 2 === 0 ? 1 : 0);
    facts.push(fact);
  }
  return facts;
}

describe('readPeelChains', () => {
  it('tells start, end, peels, their sum and what is left', () => {
    const facts = chain(4);
    const [first, second, , last] = facts;
    const chains = readPeelChains([
      ...facts,
      made({ number: 99, inputs: [[wpkh(70), 5_000_000]], outputs: [[wpkh(71), 4_000_000]] }),
    ]);
    expect(chains).toHaveLength(1);
    expect(chains[0]).toMatchObject({ start: first?.hash, end: last?.hash, hops: 4, peeled: 4_000_000n });
    expect(chains[0]?.peels.map(({ owner }) => owner)).toEqual([sh(1), sh(2), sh(3), sh(4)]);
    expect(chains[0]?.peels[1]).toEqual({ tx: second?.hash, place: 0, owner: sh(2), amount: 1_000_000n });
    expect(chains[0]?.left).toEqual({ coin: coinOf(last?.hash ?? '', 1), amount: 96_000_000n });
  });

  it('takes two steps for payments, and a gap for the end of a chain', () => {
    expect(readPeelChains(chain(2))).toEqual([]);
    const gap = chain(8).filter((_, at) => at !== 4);
    expect(readPeelChains(gap).map(({ hops }) => hops)).toEqual([4, 3]);
  });

  it('does not go on through the smaller coin', () => {
    const [first, second, third] = chain(3);
    const other = made({
      number: 50,
      inputs: [[sh(3), 1_000_000, coinOf(third?.hash ?? '', 1)]],
      outputs: [
        [sh(60), 100_000],
        [sh(61), 800_000],
      ],
    });
    expect(
      readPeelChains([first, second, third, other].filter((fact) => fact !== undefined)).map(({ hops }) => hops),
    ).toEqual([3]);
  });
});

const block = sharedData('bitcoin/blocks/block426884.raw');
describe.skipIf(block === undefined)('a real block', () => {
  it('holds chains as long as nodes let them grow unmined, found though owners of inputs are not known', () => {
    const chains = readPeelChains(readBlock(block ?? '', 426_884));
    expect(chains.map(({ hops }) => hops).sort((a, b) => b - a)).toEqual([25, 25, 8, 5, 4, 4, 3, 3]);
    expect(chains[0]).toMatchObject({
      start: '0x67c71bc66309d24e5f6ad98a68584548277309a64e2528a4c9a486985de5f85e',
      peeled: 476_130_000n,
      left: { amount: 19_824_220_000n },
    });
  });
});
