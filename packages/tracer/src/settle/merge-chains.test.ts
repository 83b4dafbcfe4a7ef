import { createRandom } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { type ChainLane, mergeChains, type Ordered, type WaitFor } from './merge-chains.ts';

const [A, B, C] = ['eip155:1', 'eip155:10', 'bip122:000000000019d6689c085ae165831e93'] as const;

function fact(chain: string, block: number, time: number, place = 0): Ordered {
  return { chain, hash: `0x${chain}/${block}/${place}`, block, time };
}

async function* batches(facts: readonly Ordered[], size = 1): AsyncGenerator<readonly Ordered[]> {
  for (let start = 0; start < facts.length; start += size) yield facts.slice(start, start + size);
}

function lane(facts: readonly Ordered[], size = 1): ChainLane<Ordered> {
  return { chain: facts[0]?.chain, batches: batches(facts, size) };
}

async function inOrder(options: Parameters<typeof mergeChains<Ordered>>[0]): Promise<string[]> {
  const order: string[] = [];
  for await (const batch of mergeChains(options)) for (const { chain, block } of batch) order.push(`${chain}@${block}`);
  return order;
}

const waitsOf =
  (waits: ReadonlyMap<string, readonly Ordered[]>) =>
  (one: Ordered): readonly WaitFor[] =>
    (waits.get(one.hash) ?? []).map(({ chain, hash, block }) => ({ chain, hash, block }));

describe('chains', () => {
  it('are merged by time, then by chain; a clock that goes back stands still', async () => {
    const lanes = [
      lane([fact(A, 1, 100), fact(A, 2, 130), fact(A, 3, 150)]),
      lane([fact(B, 7, 100), fact(B, 8, 131)]),
      lane([fact(C, 4, 140), fact(C, 5, 120), fact(C, 6, 150)]),
    ];
    const order = [`${A}@1`, `${B}@7`, `${A}@2`, `${B}@8`, `${C}@4`, `${C}@5`, `${C}@6`, `${A}@3`];
    expect(await inOrder({ lanes })).toEqual(order);
  });

  it('go on from where they were left with the clocks that they had then', async () => {
    const start = { blocks: new Map([[A, 2]]), clocks: new Map([[A, 500]]) };
    const lanes = [lane([fact(A, 3, 100)]), lane([fact(B, 1, 400)])];
    expect(await inOrder({ lanes, start })).toEqual([`${B}@1`, `${A}@3`]);
  });

  it('are asked for more only when all that was given has been dealt with', async () => {
    const seen: string[] = [];
    const telling = async function* (facts: readonly Ordered[]): AsyncGenerator<readonly Ordered[]> {
      for (const one of facts) {
        yield [one];
        seen.push(`asked after ${one.chain}@${one.block}`);
      }
    };
    const lanes = [
      { chain: A, batches: telling([fact(A, 1, 1), fact(A, 2, 4)]) },
      { chain: B, batches: telling([fact(B, 1, 2), fact(B, 2, 3)]) },
    ];
    for await (const batch of mergeChains({ lanes })) for (const one of batch) seen.push(`${one.chain}@${one.block}`);
    for (const name of [`${A}@1`, `${A}@2`, `${B}@1`, `${B}@2`])
      expect(seen.indexOf(name), name).toBeLessThan(seen.indexOf(`asked after ${name}`));
  });

  it('are closed when nobody reads on', async () => {
    let closed = 0;
    const endless = async function* (chain: string): AsyncGenerator<readonly Ordered[]> {
      try {
        for (let block = 0; ; block += 1) yield [fact(chain, block, block)];
      } finally {
        closed += 1;
      }
    };
    const lanes = [A, B].map((chain) => ({ chain, batches: endless(chain) }));
    for await (const batch of mergeChains({ lanes })) if (batch.some(({ block }) => block > 3)) break;
    expect(closed).toBe(2);
  });
});

describe('a transaction that waits for one of another chain', () => {
  const [early, late] = [fact(B, 5, 100), fact(A, 9, 200)];
  const waitsFor = waitsOf(new Map([[early.hash, [late]]]));

  it.each(['lanes of their own', 'one lane'])('comes after it, and holds its own chain back only: %s', async (how) => {
    const facts = [fact(C, 1, 90), early, fact(B, 6, 110), fact(C, 2, 120), late, fact(A, 10, 210)];
    const lanes =
      how === 'one lane'
        ? [{ chain: undefined, batches: batches(facts, 2) }]
        : [A, B, C].map((chain) => lane(facts.filter((one) => one.chain === chain)));
    const unmet: string[] = [];
    const order = await inOrder({ lanes, waitsFor, onUnmet: ({ hash }) => unmet.push(hash) });
    expect(order).toEqual([`${C}@1`, `${C}@2`, `${A}@9`, `${B}@5`, `${B}@6`, `${A}@10`]);
    expect(unmet).toEqual([]);
  });

  it('goes on without it as soon as its chain has passed the block, and says so', async () => {
    const lanes = [lane([fact(A, 8, 50), fact(A, 12, 300)]), lane([early, fact(B, 6, 110)])];
    const unmet: unknown[] = [];
    const order = await inOrder({ lanes, waitsFor, onUnmet: (one, waits) => unmet.push([one.hash, ...waits]) });
    expect(order).toEqual([`${A}@8`, `${B}@5`, `${B}@6`, `${A}@12`]);
    expect(unmet).toEqual([[early.hash, { chain: A, hash: late.hash, block: 9 }]]);
  });

  it('goes on without it when its chain tells nothing more', async () => {
    const unmet: string[] = [];
    const onUnmet = ({ hash }: Ordered): unknown => unmet.push(hash);
    expect(await inOrder({ lanes: [lane([early])], waitsFor, onUnmet })).toEqual([`${B}@5`]);
    const shared = [{ chain: undefined, batches: batches([early, fact(C, 2, 120)]) }];
    expect(await inOrder({ lanes: shared, waitsFor, onUnmet })).toEqual([`${C}@2`, `${B}@5`]);
    expect(unmet).toEqual([early.hash, early.hash]);
  });

  it('does not wait for what was given before the merge began', async () => {
    const start = { blocks: new Map([[A, 9]]), clocks: new Map([[A, 200]]) };
    const unmet: string[] = [];
    const lanes = [lane([early]), lane([fact(A, 10, 210)])];
    expect(await inOrder({ lanes, waitsFor, start, onUnmet: ({ hash }) => unmet.push(hash) })).toEqual([
      `${B}@5`,
      `${A}@10`,
    ]);
    expect(unmet).toEqual([]);
  });

  it('waits for nothing of its own chain, whose order is fixed', async () => {
    const [one, two] = [fact(A, 1, 1), fact(A, 2, 2)];
    const waits = waitsOf(new Map([[one.hash, [two]]]));
    expect(await inOrder({ lanes: [lane([one, two]), lane([fact(B, 1, 9)])], waitsFor: waits })).toEqual([
      `${A}@1`,
      `${A}@2`,
      `${B}@1`,
    ]);
  });

  it('goes on, the earliest first, where all wait for each other', async () => {
    const [a, b] = [fact(A, 1, 20), fact(B, 1, 10)];
    const circle = waitsOf(
      new Map([
        [a.hash, [b]],
        [b.hash, [a]],
      ]),
    );
    const unmet: string[] = [];
    const onUnmet = ({ hash }: Ordered): unknown => unmet.push(hash);
    expect(await inOrder({ lanes: [lane([a]), lane([b])], waitsFor: circle, onUnmet })).toEqual([`${B}@1`, `${A}@1`]);
    expect(unmet).toEqual([b.hash]);
  });
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])('loses nothing and keeps every chain in order, seed %i', async (seed) => {
  const { between, chance, pick } = createRandom(seed);
  const chains = [A, B, C, 'eip155:56'].map((chain) => {
    let time = between(0, 50);
    return Array.from({ length: 40 }, (_, block) => {
      time += between(-5, 20);
      return fact(chain, Math.floor(block / 2), time, block);
    });
  });
  const every = chains.flat();
  const waits = new Map(every.flatMap((one) => (chance(0.2) ? [[one.hash, [pick(every), pick(every)]] as const] : [])));
  const [first = [], second = [], ...rest] = chains;
  const shared: Ordered[] = [];
  for await (const batch of mergeChains({ lanes: [lane(first), lane(second)] })) shared.push(...batch);
  const lanes = [{ chain: undefined, batches: batches(shared, 7) }, ...rest.map((own) => lane(own, 3))];
  const unmet = new Set<string>();
  const order: Ordered[] = [];
  const options = { waitsFor: waitsOf(waits), onUnmet: ({ hash }: Ordered) => void unmet.add(hash) };
  for await (const batch of mergeChains({ lanes, ...options })) order.push(...batch);
  for (const own of chains) expect(order.filter(({ chain }) => chain === own[0]?.chain)).toEqual(own);
  expect(order).toHaveLength(every.length);
  const placeOf = new Map(order.map(({ hash }, place) => [hash, place]));
  for (const [hash, before] of waits) {
    const met = before.every(
      (one) => hash.includes(`${one.chain}/`) || (placeOf.get(one.hash) ?? 0) < (placeOf.get(hash) ?? 0),
    );
    expect(met || unmet.has(hash)).toBe(true);
  }
});
