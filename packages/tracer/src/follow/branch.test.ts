import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Link, type Tail, type Verdict } from './branch.ts';

const RUNS = { numRuns: 500, verbose: 1 } as const;

/** `a3` is block 3 of branch a; `b3 on a2` one that stands on another branch. */
function block(name: string, parent: string): Link {
  return { number: Number(name.slice(1)), hash: name, parentHash: parent };
}

/** Blocks `from` to `to` of a branch that leaves another one (or none) below `from`. */
function run(branch: string, from: number, to: number, on = branch): readonly Link[] {
  return Array.from({ length: to - from + 1 }, (_, place) => {
    const number = from + place;
    return block(`${branch}${number}`, `${place === 0 ? on : branch}${number - 1}`);
  });
}

function tailOf(blocks: readonly Link[], floor: number): Tail {
  const hashes = new Map(blocks.map(({ number, hash }) => [number, hash]));
  return { last: Math.max(...hashes.keys()), floor, hashOf: (number) => hashes.get(number) };
}

const READ = tailOf(run('a', 10, 20), 12);

describe('a branch compared with what was read', () => {
  it('goes on where its first block stands on the last one read', () => {
    expect(judge(READ, run('a', 21, 21))).toEqual({ kind: 'extend' });
    expect(judge(READ, run('a', 15, 23))).toEqual({ kind: 'extend' });
  });

  it('says nothing new where its newest block was read', () => {
    expect(judge(READ, run('a', 20, 20))).toEqual({ kind: 'duplicate' });
    expect(judge(READ, run('a', 13, 14))).toEqual({ kind: 'duplicate' });
  });

  it('only lags where it ends below all known hashes', () => {
    expect(judge(READ, run('x', 5, 5))).toEqual({ kind: 'behind' });
  });

  it('asks for the block before its first one as long as the two do not meet', () => {
    expect(judge(READ, run('a', 25, 25))).toEqual({ kind: 'gap', ask: 24 });
    expect(judge(READ, run('b', 19, 21))).toEqual({ kind: 'gap', ask: 18 });
  });

  it('takes back what was read above the block where they part, also when the head is lower or the same', () => {
    expect(judge(READ, run('b', 20, 20, 'a'))).toEqual({ kind: 'reorg', ancestor: 19 });
    expect(judge(READ, run('b', 18, 21, 'a'))).toEqual({ kind: 'reorg', ancestor: 17 });
    expect(judge(READ, run('b', 14, 15, 'a'))).toEqual({ kind: 'reorg', ancestor: 13 });
  });

  it('takes back down to the floor and not below it', () => {
    expect(judge(READ, run('b', 13, 21, 'a'))).toEqual({ kind: 'reorg', ancestor: 12 });
    expect(judge(READ, run('b', 12, 21, 'a'))).toEqual({ kind: 'too_deep', floor: 12 });
    expect(judge(READ, run('b', 13, 21))).toEqual({ kind: 'too_deep', floor: 12 });
    expect(judge(READ, run('b', 11, 11))).toEqual({ kind: 'too_deep', floor: 12 });
  });

  it('does not trust blocks that do not stand on each other', () => {
    expect(judge(READ, [...run('a', 19, 20), ...run('b', 21, 21)])).toEqual({ kind: 'torn' });
    expect(judge(READ, [...run('a', 21, 21), ...run('a', 23, 23)])).toEqual({ kind: 'torn' });
  });
});

describe('whoever follows a chain by its verdicts', () => {
  /** A reorganisation takes `depth` blocks back and puts `added` there; depth 0 only adds. */
  const change = fc.record({ depth: fc.nat(12), added: fc.integer({ min: 0, max: 14 }) });
  const WINDOW = 8;

  it('has read the chain as it is, after reorganisations of any number, as long as none is deeper than the window', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20, size: 'max' }), (changes) => {
        let chain = run('a', 0, 10);
        let read = chain;
        for (const [place, { depth, added }] of changes.entries()) {
          const kept = chain.slice(0, Math.max(1, chain.length - depth));
          const name = String.fromCharCode(98 + place);
          const next = [...kept, ...run(name, kept.length, kept.length + added - 1, kept.at(-1)?.hash[0] ?? '')];
          const end = follow(read, next);
          if (end.halted) {
            // The naive model: how many of the blocks that were read are not of the chain any more.
            expect(foreign(read, next)).toBeGreaterThan(WINDOW);
            return;
          }
          if (next.length >= read.length) expect(end.read).toEqual(next);
          // What is not of the chain is never kept, and what the source has not got yet is not given up.
          expect(end.read.slice(0, next.length)).toEqual(next);
          chain = next;
          read = end.read;
        }
      }),
      RUNS,
    );
  });

  it('never halts where as few blocks were taken back as the window allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WINDOW }), fc.integer({ min: 1, max: 9 }), (depth, added) => {
        const chain = run('a', 0, 20);
        const next = [...chain.slice(0, 21 - depth), ...run('b', 21 - depth, 20 - depth + added, 'a')];
        const { halted, read } = follow(chain, next);
        expect({ halted, read }).toEqual({ halted: false, read: next });
      }),
      RUNS,
    );
  });

  it('asks only for blocks from the newest down to the one where the branches part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WINDOW }), (depth) => {
        const chain = run('a', 0, 20);
        const next = [...chain.slice(0, 21 - depth), ...run('b', 21 - depth, 20, 'a')];
        expect(follow(chain, next).asked).toEqual(Array.from({ length: depth - 1 }, (_, place) => 19 - place));
      }),
      RUNS,
    );
  });

  /** Follows as a follower does: the head first, then block by block; walks back where a verdict asks for it. */
  function follow(
    before: readonly Link[],
    chain: readonly Link[],
  ): { read: readonly Link[]; halted: boolean; asked: readonly number[] } {
    let read = before;
    const asked: number[] = [];
    const at = (number: number): Link => chain[number] ?? block('?0', '?');
    for (let steps = 0; steps < 1_000; steps += 1) {
      const last = read.length - 1;
      const head = chain.length - 1;
      const tail = tailOf(read, Math.max(0, last - WINDOW));
      let branch = [at(Math.min(head, last + 1))];
      let verdict: Verdict = judge(tail, branch);
      while (verdict.kind === 'gap') {
        asked.push(verdict.ask);
        branch = [at(verdict.ask), ...branch];
        verdict = judge(tail, branch);
      }
      if (verdict.kind === 'too_deep') return { read, halted: true, asked };
      if (verdict.kind === 'reorg') read = read.slice(0, verdict.ancestor + 1);
      else if (verdict.kind === 'extend') read = [...read, at(last + 1)];
      else return { read, halted: false, asked };
    }
    throw new Error('it does not end');
  }

  function foreign(read: readonly Link[], chain: readonly Link[]): number {
    return read.filter(({ number, hash }) => chain[number]?.hash !== hash).length;
  }
});
