import type { ProtocolAccount } from '@fundtrail/store';
import { expect, test } from 'vitest';
import { createKnownAccounts } from './known-accounts.ts';
import { MADE_ADAPTER } from './made-leg.fixture.ts';

const SPACE = 'live';
const vault: ProtocolAccount = {
  protocol: 'test',
  chain: 'eip155:1',
  address: `0x${'aa'.repeat(20)}`,
  role: 'Vault',
  source: 'an event',
  from: 1_000,
  until: undefined,
};

/** Where other processes may write, too; counts what is asked and stored. */
function shared(...stored: ProtocolAccount[]) {
  const counts = { all: 0, learn: 0 };
  const store = {
    accounts: {
      all: async () => {
        counts.all += 1;
        return [...stored];
      },
      learn: async (_space: string, accounts: readonly ProtocolAccount[]) => {
        counts.learn += 1;
        stored.push(...accounts);
      },
    },
  };
  let now = 0;
  const known = createKnownAccounts({ store, adapters: [MADE_ADAPTER], clock: { now: () => now } });
  const later = (ms: number): void => {
    now += ms;
  };
  return { known, stored, counts, later };
}

test('stores what is news only: another account, or one that is known only later or no longer', async () => {
  const { known, counts } = shared(vault);
  expect(await known.learn(SPACE, [vault, { ...vault, from: 2_000 }])).toEqual([]);
  expect(counts.learn).toBe(0);
  const other = { ...vault, address: `0x${'bb'.repeat(20)}` };
  for (const news of [other, { ...vault, from: 999 }, { ...vault, from: undefined }])
    expect(await known.learn(SPACE, [news])).toEqual([news]);
  expect(counts.learn).toBe(3);
});

test('tells once what came to be known, what other processes learned after a while', async () => {
  const { known, stored, counts, later } = shared(vault);
  await known.reader(SPACE);
  expect(known.takeLearned(SPACE)).toEqual([]);
  const imported = { ...vault, address: `0x${'cc'.repeat(20)}` };
  stored.push(imported);
  later(299_999);
  await known.reader(SPACE);
  expect([counts.all, known.takeLearned(SPACE)]).toEqual([1, []]);
  later(1);
  await known.reader(SPACE);
  expect([counts.all, known.takeLearned(SPACE), known.takeLearned(SPACE)]).toEqual([2, [imported], []]);
});
