import { isArrival, linkOf, splitAccountId, type TransactionFact } from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createReplay,
  type Flow,
  type LedgerResult,
  type Replay,
  type ReplayOptions,
  resumeReplay,
  runWaves,
} from '../src/index.ts';
import { isNoOrigin } from '../src/origin.ts';
import type { SnapshotContent } from '../src/snapshot.ts';
import { holdingsOf } from '../src/state.ts';
import { CHAINS, type CrossingWorld, crossingWorld } from './crossing-worlds.ts';
import { textOf } from './worlds.ts';

const RUNS = { numRuns: 400, verbose: 1 } as const;

function openOf({ options, facts }: CrossingWorld): ReadonlySet<string> {
  return runWaves(options, () => facts).open;
}

function replayOf(options: ReplayOptions, facts: Iterable<TransactionFact>): Replay {
  const replay = createReplay(options);
  for (const fact of facts) replay.apply(fact);
  return replay;
}

function expectClosed({ units, totals }: LedgerResult): void {
  for (const { policy, stolen, origin, tainted } of totals) {
    for (const assets of tainted.values()) for (const amount of assets.values()) expect(amount >= 0n).toBe(true);
    if (policy === 'poison') continue;
    const sums = units.map((_, unit) => [...origin.values()].reduce((sum, part) => sum + (part[unit] ?? 0n), 0n));
    expect(sums, policy).toEqual(stolen);
    for (const parts of origin.values()) for (const part of parts) expect(part >= 0n).toBe(true);
  }
}

test('I1 at every point all that was stolen is somewhere, in every wave', () => {
  fc.assert(
    fc.property(crossingWorld, ({ options, facts }) => {
      const open = new Set<string>();
      for (;;) {
        const replay = createReplay({ ...options, open });
        for (const fact of facts) {
          replay.apply(fact);
          expectClosed(replay.result());
        }
        const wanted = replay.wanted().filter(({ account }) => !open.has(account));
        for (const { account } of wanted) open.add(account);
        if (wanted.length === 0) return;
      }
    }),
    { ...RUNS, numRuns: 150 },
  );
});

test('I2 nothing holds more taint than money, segments tell the same sums, and an arrival keeps nothing', () => {
  fc.assert(
    fc.property(crossingWorld, (drawn) => {
      const replay = createReplay({ ...drawn.options, open: openOf(drawn) });
      for (const fact of drawn.facts) {
        replay.apply(fact);
        const { state } = replay.snapshot() as SnapshotContent;
        for (const chain of state.chains.values()) {
          for (const account of chain.accounts.values()) {
            for (const holding of holdingsOf(account)) {
              for (const own of holding.states ?? []) {
                expect(own.tainted >= 0n && own.tainted <= holding.balance).toBe(true);
                if (isArrival(account.address)) expect([own.tainted, isNoOrigin(own.origin)]).toEqual([0n, true]);
              }
              if (isArrival(account.address)) expect(holding).toMatchObject({ balance: 0n, gap: 0n });
            }
          }
          for (const coin of chain.coins.values()) {
            if (coin.owner === undefined) continue;
            coin.tainted.forEach((tainted, p) => {
              expect(tainted >= 0n && tainted <= coin.amount).toBe(true);
              const lots = coin.lots?.[p];
              if (lots === undefined) return;
              const amounts = lots.amounts.slice(lots.head);
              const origins = lots.origins.slice(lots.head);
              const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
              expect(sum(amounts)).toBe(coin.amount);
              expect(sum(amounts.filter((_, at) => origins[at] !== null))).toBe(tainted);
              expect(sum(origins.flatMap((own) => own ?? []))).toBe(sum([coin.origin[p] ?? 0n].flat()));
            });
          }
        }
      }
    }),
    RUNS,
  );
});

test('I3 every flow cites its chain, its transaction and legs that are there; what a chain makes cites its evidence', () => {
  fc.assert(
    fc.property(crossingWorld, ({ options, facts, crossings }) => {
      const flows: Flow[] = [];
      runWaves({ ...options, onFlow: (flow) => void flows.push(flow) }, () => facts);
      for (const flow of flows) {
        const fact = facts.find(({ hash }) => hash === flow.tx);
        expect([flow.from, flow.to].map((id) => splitAccountId(id).chain)).toEqual([fact?.chain, fact?.chain]);
        const crosses = crossings.get(flow.tx) ?? [];
        const evidence = crosses.flatMap((crossing) => ('evidence' in crossing ? crossing.evidence : []));
        expect(flow.legs.length).toBeGreaterThan(0);
        for (const id of flow.legs) {
          expect(fact?.legs.some((leg) => leg.id === id) === true || evidence.includes(id)).toBe(true);
        }
        expect(flow.tainted.every((part) => part >= 0n && part <= flow.amount)).toBe(true);
        const links = [flow.from, flow.to].flatMap((id) => linkOf(splitAccountId(id).address) ?? []);
        for (const link of links) expect(crosses.map((crossing) => crossing.link)).toContain(link);
      }
      const places = flows.map((flow) => `${flow.tx}/${flow.index}`);
      expect(new Set(places).size).toBe(places.length);
    }),
    RUNS,
  );
});

test('I4 I5 going on from a snapshot at any point gives what the whole run gives, byte by byte', () => {
  fc.assert(
    fc.property(crossingWorld, (drawn) => {
      const { facts } = drawn;
      const options = { ...drawn.options, open: openOf(drawn) };
      const whole = textOf(replayOf(options, facts).result());
      const stepping = createReplay(options);
      for (let cut = 0; cut <= facts.length; cut += 1) {
        if (cut % 4 === 0 || cut === facts.length) {
          const resumed = resumeReplay(options, stepping.snapshot());
          for (const fact of facts.slice(cut)) resumed.apply(fact);
          expect(textOf(resumed.result())).toBe(whole);
        }
        const next = facts[cut];
        if (next !== undefined) stepping.apply(next);
      }
    }),
    { ...RUNS, numRuns: 200 },
  );
});

test('I4 accounts opened after a snapshot are caught up with what crossed redirected as it was, custody among them', () => {
  fc.assert(
    fc.property(crossingWorld, fc.nat(), (drawn, at) => {
      const { facts } = drawn;
      const options: ReplayOptions = { ...drawn.options, open: openOf(drawn) };
      const cut = at % (facts.length + 1);
      const whole = createReplay(options);
      for (const fact of facts.slice(0, cut)) whole.apply(fact);
      const tainted = new Set(whole.result().accounts.map(({ account }) => account));
      for (const fact of facts.slice(cut)) whole.apply(fact);
      const early = new Set([...options.open].filter((id) => tainted.has(id)));
      const first = replayOf({ ...options, open: early }, facts.slice(0, cut));
      const second = resumeReplay(options, first.snapshot(), facts.slice(0, cut));
      for (const fact of facts.slice(cut)) second.apply(fact);
      expect(textOf(second.result())).toBe(textOf(whole.result()));
    }),
    RUNS,
  );
});

test('I7 what is not needed changes nothing: facts of accounts that nobody opened, and arrivals that nothing tainted is behind', () => {
  fc.assert(
    fc.property(crossingWorld, (drawn) => {
      const { facts, crossings, options } = drawn;
      const seeds = new Set(options.seeds.flatMap((seed) => (seed.kind === 'transaction' ? seed.hash : [])));
      const all = runWaves(options, () => facts);
      const named = options.seeds.flatMap((seed) => seed.account ?? []);
      const links = new Set(
        all.replay.result().accounts.flatMap(({ account }) => linkOf(splitAccountId(account).address) ?? []),
      );
      const needed = runWaves(options, (open) =>
        facts.filter((fact) => {
          const ids = fact.legs.flatMap(({ from, to, asset, owner }) => [from, to, asset, owner ?? '']);
          const touched = ids.some((id) => open.has(`${fact.chain}:${id}`) || named.includes(`${fact.chain}:${id}`));
          const arrives = (crossings.get(fact.hash) ?? []).some(({ side, link }) => side === 'out' && links.has(link));
          return touched || arrives || seeds.has(fact.hash) || fact.chain === CHAINS[2];
        }),
      );
      expect(withoutOrder(needed.replay.result())).toEqual(withoutOrder(all.replay.result()));
    }),
    RUNS,
  );
});

test('I7 links learnt one after the other, with a replay after each, come to what they come to when all were known', () => {
  fc.assert(
    fc.property(crossingWorld, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (drawn, order) => {
      const { facts, options, crossings } = drawn;
      const at = new Map([...crossings.keys()].map((hash, place) => [hash, (order[place % order.length] ?? 0) % 4]));
      let whole = '';
      for (let known = 0; known <= 4; known += 1) {
        // What leaves is seen with its transaction; what arrives only once it was found.
        const crossingsOf: ReplayOptions['crossingsOf'] = ({ hash }) =>
          (crossings.get(hash) ?? []).filter(({ side }) => side === 'in' || (at.get(hash) ?? 0) < known);
        const run = runWaves({ ...options, crossingsOf }, () => facts);
        expectClosed(run.replay.result());
        whole = textOf(run.replay.result());
      }
      expect(whole).toBe(textOf(runWaves(options, () => facts).replay.result()));
    }),
    { ...RUNS, numRuns: 150 },
  );
});

test('poison flags whoever any other policy taints', () => {
  fc.assert(
    fc.property(crossingWorld, (drawn) => {
      const { options, facts } = drawn;
      const place = options.policies.indexOf('poison');
      for (const { account, received } of replayOf({ ...options, open: openOf(drawn) }, facts).result().accounts) {
        const others = received.filter((_, p) => p !== place);
        if (others.some((part) => part > 0n)) expect(received[place], account).not.toBe(0n);
      }
    }),
    RUNS,
  );
});

/** Rows by account: which transactions were seen at all may shift the count that orders them. */
function withoutOrder(result: LedgerResult): unknown {
  const rows = new Map(result.accounts.map((row) => [`${row.account}|${row.asset}`, row]));
  return { units: result.units, totals: result.totals, rows };
}
