import type { Source } from '@fundtrail/core';
import type { CaseRow, FollowState, OpenAccount } from '@fundtrail/store';
import { expect, it } from 'vitest';
import { createCaseReach } from './case-reach.ts';

const CHAIN = 'eip155:1';
const ROW = { id: 'a', follow: true, space: 'live' } as CaseRow;
const SOURCE = { id: 'rpc:a', coverageIds: ['rpc:a'], block: true, header: true } as unknown as Source;

function followed(number: number, change: Partial<FollowState> = {}): FollowState {
  const position = { number, hash: `0x${number}`, time: number };
  return { chain: 'eip155:1', source: 'rpc:a', kinds: ['native'], first: 5, position, lag: 0, reorgs: 0, ...change };
}

function open(...names: readonly string[]): OpenAccount[] {
  return names.map((account) => ({ account, wave: 1, state: 'covered', reason: null, firstBlock: 3 }));
}

it('looks at every account only when one was opened, or what is followed begins anew', async () => {
  let told = 10;
  let asked = 0;
  const reach = createCaseReach({
    reachOfCase: async () => {
      asked += 1;
      return told;
    },
    areWatchedFrom: async () => true,
  });
  const at = (number: number, change: Partial<FollowState> = {}, accounts = open('x', 'y')) =>
    reach.of(ROW, CHAIN, SOURCE, followed(number, change), accounts);
  expect(await at(10)).toEqual({ upTo: 10, behind: false });
  expect(await at(11)).toEqual({ upTo: 11, behind: false });
  expect(await at(500)).toEqual({ upTo: 500, behind: false });
  expect(asked).toBe(1);

  told = 400;
  expect(await at(501, {}, open('x', 'y', 'z'))).toEqual({ upTo: 400, behind: true });
  expect(await at(501, {}, open('x', 'y', 'z'))).toEqual({ upTo: 400, behind: true });
  expect(asked).toBe(3);
  told = 502;
  expect(await at(502, {}, open('x', 'y', 'z'))).toEqual({ upTo: 502, behind: false });
  expect(await at(503, {}, open('x', 'y', 'w'))).toEqual({ upTo: 502, behind: true });
  expect(await at(503, { reorgs: 1 })).toEqual({ upTo: 502, behind: true });
  expect(asked).toBe(6);
});

it('goes on from no state in which histories reach further than following', async () => {
  const told = [20, 12];
  const reach = createCaseReach({ reachOfCase: async () => told.shift(), areWatchedFrom: async () => true });
  expect(await reach.of(ROW, CHAIN, SOURCE, followed(11), open('x'))).toEqual({ upTo: 20, behind: false });
  expect(await reach.of(ROW, CHAIN, SOURCE, followed(12), open('x'))).toEqual({ upTo: 12, behind: false });
  expect(told).toEqual([]);
});

it('goes on from no state in which an account is not matched from the next block on', async () => {
  const watched = [false, true];
  const from: number[] = [];
  let asked = 0;
  const reach = createCaseReach({
    reachOfCase: async () => {
      asked += 1;
      return 9 + asked;
    },
    areWatchedFrom: async (_source, _case, _chain, block) => {
      from.push(block);
      return watched.shift() ?? false;
    },
  });
  for (const number of [10, 11, 12, 13]) {
    expect(await reach.of(ROW, CHAIN, SOURCE, followed(number), open('x'))).toEqual({ upTo: number, behind: false });
  }
  expect(asked).toBe(2);
  expect(from).toEqual([11, 12]);
});
