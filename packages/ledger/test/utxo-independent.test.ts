import { splitAccountId, splitCoin, splitPot } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReplay, type LedgerAccount, type LedgerResult, type Replay } from '../src/index.ts';
import { BTC } from './utxo-facts.ts';
import { type PlainLedger, type PlainWorld, referenceUtxo } from './utxo-reference.ts';
import { factOf, optionsOf, tellWorld, utxoWorld } from './utxo-worlds.ts';

const WORLDS = 600;
const HOLDING = ['contract', 'unavailable', 'budget'];

function nameOf(account: string): string {
  const { address } = splitAccountId(account);
  const coin = splitCoin(address);
  const text = (hash: string): string => Buffer.from(hash.slice(2).replace(/^(00)+/, ''), 'hex').toString();
  return coin === undefined ? text(splitPot(address) ?? address) : `${text(coin.tx)}:${coin.place}`;
}

function ownerOf({ owner }: LedgerAccount): string | null {
  if (owner === null) return null;
  const script = splitAccountId(owner).address.slice(2);
  return script.startsWith('6a') ? 'data' : Buffer.from(script.replace(/^0014(00)+/, ''), 'hex').toString();
}

function linesOfLedger(replay: Replay, policies: PlainWorld['policies'], known: boolean): readonly string[] {
  const result = replay.result();
  const totals = result.totals.flatMap(({ policy, stolen, tainted }) => [
    `${policy} stolen ${policy === 'poison' ? 'flags' : (stolen[0] ?? 0n)}`,
    `${policy} fees ${tainted.get('fee')?.get(BTC) ?? 0n}`,
  ]);
  const rows = result.accounts.map((row) =>
    [
      nameOf(row.account),
      `of ${ownerOf(row)}`,
      row.kind,
      `hops ${row.hops}`,
      `spent by ${row.spentBy === null ? null : nameOf(`x:0xfe${row.spentBy.slice(2)}`)}`,
      `gap ${row.gap}`,
      ...policies.map((policy, p) => `${policy} ${row.received[p]} rests ${row.resting[p]}`),
    ].join(', '),
  );
  const wanted = replay.wanted().map(({ account, hops }) => `wanted ${nameOf(account)} at ${hops}`);
  return [...totals, ...rows, ...(known ? wanted : []), `met ${[...replay.seedsMet()].sort()}`].sort();
}

function linesOfReference(ledger: PlainLedger, { policies, floor }: PlainWorld): readonly string[] {
  const totals = policies.flatMap((policy) => [
    `${policy} stolen ${policy === 'poison' ? 'flags' : ledger.stolen[policy]}`,
    `${policy} fees ${ledger.fees[policy]}`,
  ]);
  const rows = ledger.coins.map((coin) =>
    [
      coin.name,
      `of ${coin.owner}`,
      coin.kind,
      `hops ${coin.hops}`,
      `spent by ${coin.spentBy}`,
      `gap ${coin.unseen ? coin.amount : 0}`,
      ...policies.map((policy) => {
        const rests = coin.spentBy === null && (coin.followed || HOLDING.includes(coin.kind));
        return `${policy} ${coin.tainted[policy]} rests ${rests ? coin.tainted[policy] : 0}`;
      }),
    ].join(', '),
  );
  const wanted = ledger.coins
    .filter(({ followed }) => followed)
    .map(({ name, leadHops }) => `wanted ${name} at ${leadHops}`);
  return [...totals, ...rows, ...(floor === undefined ? [] : wanted), `met ${[...ledger.met].sort()}`].sort();
}

function differences(world: PlainWorld): readonly string[] {
  const replay = createReplay(optionsOf(world));
  for (const tx of world.txs) replay.apply(factOf(tx));
  const ours = linesOfLedger(replay, world.policies, world.floor !== undefined);
  const theirs = linesOfReference(referenceUtxo(world), world);
  return [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `ledger    ${line}`),
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `reference ${line}`),
    ...originsThatDiffer(replay.result()),
  ];
}

/** Nothing is converted on a UTXO chain, so what is tainted and what was stolen of it are one number. */
function originsThatDiffer({ accounts, totals }: LedgerResult): readonly string[] {
  return accounts.flatMap((row) =>
    totals.flatMap(({ policy }, p) => {
      const same =
        policy === 'poison' ||
        (row.received[p] === (row.originReceived[p]?.[0] ?? 0n) &&
          row.resting[p] === (row.originResting[p]?.[0] ?? 0n));
      return same ? [] : [`${policy} origin of ${nameOf(row.account)}`];
    }),
  );
}

describe('the ledger of coins and an independent one', () => {
  test('say the same of any world, to the last unit', () => {
    const checked = fc.check(
      fc.property(utxoWorld, (world) => differences(world).length === 0),
      { numRuns: WORLDS, interruptAfterTimeLimit: 40_000 },
    );
    const [world] = checked.counterexample ?? [];
    if (world !== undefined) {
      expect.fail([`seed ${checked.seed}`, ...tellWorld(world), ...differences(world).slice(0, 20)].join('\n'));
    }
    expect(checked.failed).toBe(false);
  });
});
