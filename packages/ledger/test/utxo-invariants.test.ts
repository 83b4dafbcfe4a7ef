import { deserialize, serialize } from 'node:v8';
import { type AccountId, accountId, type Policy, type TransactionFact } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createReplay,
  type Flow,
  type LedgerResult,
  type Replay,
  type ReplayOptions,
  type ReplaySnapshot,
  resumeReplay,
} from '../src/index.ts';
import type { Lots } from '../src/lots.ts';
import type { SnapshotContent } from '../src/snapshot.ts';
import { BITCOIN, ownerId } from './utxo-facts.ts';
import type { PlainTx, PlainWorld } from './utxo-reference.ts';
import { factOf, optionsOf, uncappedWorld, utxoWorld } from './utxo-worlds.ts';
import { RUNS, textOf } from './worlds.ts';

function expectClosed(result: LedgerResult): void {
  for (const { policy, stolen, origin } of result.totals) {
    if (policy === 'poison') continue;
    const sums = result.units.map((_, unit) =>
      [...origin.values()].reduce((sum, part) => sum + (part[unit] ?? 0n), 0n),
    );
    expect(sums, policy).toEqual(stolen);
    for (const parts of origin.values()) for (const part of parts) expect(part >= 0n).toBe(true);
  }
}

function factsOf(world: PlainWorld): readonly TransactionFact[] {
  return world.txs.map(factOf);
}

function replayOf(options: ReplayOptions, facts: Iterable<TransactionFact>): Replay {
  const replay = createReplay(options);
  for (const fact of facts) replay.apply(fact);
  return replay;
}

/** As if written to a disk and read again. */
function stored(snapshot: ReplaySnapshot): ReplaySnapshot {
  return deserialize(serialize(snapshot)) as ReplaySnapshot;
}

/** Rows by account: how many transactions were seen, and in which order within a block, may shift what orders them. */
function withoutOrder(result: LedgerResult): unknown {
  const rows = result.accounts.map((row) => ({ ...row, firstTaint: row.firstTaint.block }));
  return { ...result, accounts: new Map(rows.map((row) => [row.account, row])) };
}

describe('invariants of UTXO chains', () => {
  test('I1 at every point resting + terminals + fees + dispersed = stolen', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const replay = createReplay(optionsOf(world));
        for (const fact of factsOf(world)) {
          replay.apply(fact);
          expectClosed(replay.result());
        }
      }),
      RUNS,
    );
  });

  test('I2 no coin holds more taint than money, and segments tell the same sums', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const replay = replayOf(optionsOf(world), factsOf(world));
        const { state } = replay.snapshot() as SnapshotContent;
        for (const coin of [...state.chains.values()].flatMap((chain) => [...chain.coins.values()])) {
          coin.tainted.forEach((tainted, p) => {
            expect(tainted >= 0n && tainted <= coin.amount).toBe(true);
            const lots = coin.lots?.[p];
            if (lots !== undefined) expect(sumsOf(lots)).toEqual([coin.amount, tainted, coin.origin[p]]);
            else if (['fifo', 'lifo'].includes(world.policies[p] as Policy) && coin.owner !== undefined) {
              expect([0n, coin.amount]).toContain(tainted);
            }
          });
        }
      }),
      RUNS,
    );
  });

  test('I3 every flow cites inputs that are there and end at its coin or its pot, and no more taint than its amount', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const flows: Flow[] = [];
        const facts = factsOf(world);
        const replay = replayOf({ ...optionsOf(world), onFlow: (flow) => void flows.push(flow) }, facts);
        const rows = new Map(replay.result().accounts.map((row) => [row.account, row]));
        for (const flow of flows) {
          const fact = facts.find(({ hash }) => hash === flow.tx) as TransactionFact;
          const legs = flow.legs.map((id) => fact.legs.find((leg) => leg.id === id));
          const pot = rows.get(flow.to)?.owner === null;
          const inputs = pot ? legs : legs.slice(0, -1);
          expect(inputs.every((leg) => leg?.kind === 'input')).toBe(true);
          expect(inputs.map((leg) => accountId(BITCOIN, leg?.from ?? ''))).toContain(flow.from);
          if (!pot) expect(accountId(BITCOIN, legs.at(-1)?.to ?? '')).toBe(flow.to);
          expect(rows.get(flow.from)).toMatchObject({ spentBy: flow.tx, owner: flow.fromOwner ?? '' });
          expect(rows.get(flow.to)?.owner ?? undefined).toBe(flow.toOwner);
          expect(flow.tainted.every((part) => part >= 0n && part <= flow.amount)).toBe(true);
          expect(flow.tainted.some((part) => part > 0n)).toBe(true);
        }
        const places = flows.map((flow) => `${flow.tx}/${flow.index}`);
        expect(new Set(places).size).toBe(places.length);
      }),
      RUNS,
    );
  });

  test('I3 what flows from spent coins, with fees, is what they held', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const flows: Flow[] = [];
        const replay = replayOf({ ...optionsOf(world), onFlow: (flow) => void flows.push(flow) }, factsOf(world));
        const { accounts, totals } = replay.result();
        totals.forEach(({ policy, tainted }, p) => {
          if (policy === 'poison') return;
          const sum = (amounts: readonly (bigint | undefined)[]): bigint =>
            amounts.reduce<bigint>((all, amount) => all + (amount ?? 0n), 0n);
          const spent = sum(accounts.filter((row) => row.spentBy !== null).map((row) => row.received[p]));
          const fees = sum([...(tainted.get('fee')?.values() ?? [])]);
          expect(sum(flows.map((flow) => flow.tainted[p])) + fees).toBe(spent);
        });
      }),
      RUNS,
    );
  });

  test('I4 I5 a rerun, and going on from any stored snapshot, give byte-equal results and the same coins to ask for', () => {
    fc.assert(
      fc.property(utxoWorld, fc.nat(), (world, at) => {
        const facts = factsOf(world);
        const options = optionsOf(world);
        const whole = textOf(replayOf(options, facts).result());
        const cut = at % (facts.length + 1);
        const first = replayOf(options, facts.slice(0, cut));
        const snapshot = first.snapshot();
        const kept = stored(snapshot);
        const unspent = first.unspent();
        for (const fact of facts.slice(cut)) first.apply(fact);
        expect(textOf(first.result())).toBe(whole);
        for (const from of [snapshot, kept, snapshot]) {
          const second = resumeReplay(options, from);
          expect(second.unspent()).toEqual(unspent);
          expect(second.takeOpened()).toEqual([]);
          for (const fact of facts.slice(cut)) second.apply(fact);
          expect(textOf(second.result())).toBe(whole);
          expect(second.wanted()).toEqual(first.wanted());
          expect(second.wantedWhole()).toEqual(first.wantedWhole());
          expect(second.snapshot()).toEqual(first.snapshot());
        }
      }),
      RUNS,
    );
  });

  test('asking for the result changes nothing', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const asked = createReplay(optionsOf(world));
        for (const fact of factsOf(world)) {
          asked.apply(fact);
          asked.result();
          asked.wanted();
        }
        const silent = replayOf(optionsOf(world), factsOf(world));
        expect(textOf(asked.result())).toBe(textOf(silent.result()));
        expect(asked.takeOpened()).toEqual(silent.takeOpened());
      }),
      RUNS,
    );
  });

  test('I7 transactions of one block give the same in any order in which coins are made before they are spent', () => {
    fc.assert(
      fc.property(uncappedWorld, fc.infiniteStream(fc.nat()), (world, random) => {
        const order = reordered(world.txs, () => random.next().value as number);
        const [one, other] = [world.txs, order].map((txs) => replayOf(optionsOf(world), txs.map(factOf)));
        expect(withoutOrder((other as Replay).result())).toEqual(withoutOrder((one as Replay).result()));
        expect(new Set(other?.wanted().map(({ account }) => account))).toEqual(
          new Set(one?.wanted().map(({ account }) => account)),
        );
      }),
      RUNS,
    );
  });

  test('I7 seeds and the transactions that spend opened coins are all that is needed', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const named = new Set(world.seeds.map((seed) => (seed.kind === 'transaction' ? seed.tx : ownerId(seed.of))));
        const opened = new Map<AccountId, number>();
        const replay = createReplay(optionsOf(world));
        for (const tx of world.txs) {
          const fact = factOf(tx);
          const known = fact.legs.some((leg) => opened.has(accountId(BITCOIN, leg.from)));
          const seeded = named.has(tx.name) || fact.legs.some((leg) => named.has(accountId(BITCOIN, leg.owner ?? '')));
          if (!known && !seeded) continue;
          replay.apply(fact);
          for (const { account, block } of replay.takeOpened()) {
            expect(opened.has(account)).toBe(false);
            expect(block).toBe(fact.block);
            opened.set(account, block);
          }
        }
        const all = replayOf(optionsOf(world), factsOf(world));
        expect(withoutOrder(replay.result())).toEqual(withoutOrder(all.result()));
        expect(replay.unspent()).toEqual(all.unspent());
      }),
      RUNS,
    );
  });

  test('what is unspent is what was opened and no transaction has spent', () => {
    fc.assert(
      fc.property(uncappedWorld, (world) => {
        const replay = createReplay(optionsOf(world));
        const open = new Map<AccountId, number>();
        for (const fact of factsOf(world)) {
          replay.apply(fact);
          for (const { account, block } of replay.takeOpened()) open.set(account, block);
          for (const leg of fact.legs) open.delete(accountId(BITCOIN, leg.from));
          expect(new Map(replay.unspent().map(({ account, block }) => [account, block]))).toEqual(open);
        }
        const followed = replay.result().accounts.filter((row) => row.kind === 'resting' && row.spentBy === null);
        for (const { account } of followed) expect(open.has(account)).toBe(true);
      }),
      RUNS,
    );
  });

  test('what is wanted is every followed coin, until it is in the open set, and the open set changes no amount', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const options = optionsOf(world);
        const replay = replayOf(options, factsOf(world));
        const open = new Set(replay.wanted().map(({ account }) => account));
        const again = replayOf({ ...options, open }, factsOf(world));
        expect(again.wanted()).toEqual([]);
        expect(textOf(again.result())).toBe(textOf(replay.result()));
        const resting = replay.result().accounts.filter(({ kind }) => kind === 'resting');
        if (world.floor !== undefined) for (const { account } of resting) expect(open.has(account)).toBe(true);
        else expect(open.size).toBe(0);
      }),
      RUNS,
    );
  });

  test('a policy gives the same numbers whichever others run beside it', () => {
    fc.assert(
      fc.property(utxoWorld, (world) => {
        const facts = factsOf(world);
        const all = replayOf(optionsOf(world), facts).result();
        const [lead] = world.policies as [Policy];
        for (const policy of world.policies) {
          const policies = policy === lead ? [lead] : [lead, policy];
          const pair = replayOf({ ...optionsOf(world), policies }, facts).result();
          const sums = ({ totals }: LedgerResult) => totals.find((found) => found.policy === policy)?.tainted;
          expect(sums(pair)).toEqual(sums(all));
        }
      }),
      RUNS,
    );
  });
});

function sumsOf(lots: Lots): readonly bigint[] {
  const amounts = lots.amounts.slice(lots.head);
  const origins = lots.origins.slice(lots.head);
  const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
  expect(amounts.every((amount) => amount > 0n)).toBe(true);
  const tainted = amounts.filter((_, at) => origins[at] !== null);
  return [sum(amounts), sum(tainted), sum(origins.filter((part) => typeof part === 'bigint'))];
}

/** Any order that keeps blocks, and keeps a transaction after those of its block whose coins it spends. */
function reordered(txs: readonly PlainTx[], random: () => number): readonly PlainTx[] {
  const order: PlainTx[] = [];
  const left = [...txs];
  while (left.length > 0) {
    const { block } = left[0] as PlainTx;
    const made = new Set(left.map(({ name }) => name));
    const ready = left.filter(
      (tx) => tx.block === block && tx.inputs.every(({ coin }) => !made.has(coin.slice(0, coin.indexOf(':')))),
    );
    const next = ready[random() % ready.length] as PlainTx;
    left.splice(left.indexOf(next), 1);
    order.push(next);
  }
  return order;
}
