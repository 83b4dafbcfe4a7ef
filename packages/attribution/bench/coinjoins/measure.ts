import { type CoinJoin, findCoinJoin, findTx0 } from '@fundtrail/attribution';
import { STOP_CONFIDENCE, type TransactionFact } from '@fundtrail/core';
import { HALVES, type Half, halfOf } from './half.ts';
import type { TransactionSet, Truth } from './sets.ts';

/** What became of one half of a set. */
export type SetResult = {
  readonly set: string;
  readonly truth: Truth;
  readonly half: Half;
  readonly transactions: number;
  /** Called a CoinJoin (of a set of Tx0s: called one) surely enough to stop a trail. */
  readonly found: number;
  /** Of these, those that have the name of their scheme. */
  readonly named: number;
  /** Called a CoinJoin, but not surely enough to stop a trail. */
  readonly unsure: number;
  /** Rounds that were not found, or ordinary transactions that were: id and what they look like. */
  readonly faults: readonly string[];
};

export type Measured = { readonly results: readonly SetResult[]; readonly microsecondsEach: number };

export function measureSets(sets: readonly TransactionSet[]): Measured {
  const started = performance.now();
  let transactions = 0;
  const results = sets.flatMap((set) => {
    transactions += set.facts.length;
    const judged = set.facts.map((fact) => ({ fact, called: callOf(fact) }));
    return HALVES.map((half) => resultOf(set, half, judged));
  });
  return { results, microsecondsEach: ((performance.now() - started) * 1000) / Math.max(transactions, 1) };
}

type Call = { readonly name: string; readonly confidence: number; readonly reason: string };
type Judged = { readonly fact: TransactionFact; readonly called: Call | undefined };

function resultOf({ name, truth }: TransactionSet, half: Half, judged: readonly Judged[]): SetResult {
  const own = judged.filter(({ fact }) => halfOf(fact.hash) === half);
  const sure = own.filter(({ called }) => isSought(called, truth) && called.confidence >= STOP_CONFIDENCE);
  const unsure = own.filter(({ called }) => isSought(called, truth) && called.confidence < STOP_CONFIDENCE);
  const fault = truth === 'ordinary' ? sure : own.filter((one) => !sure.includes(one));
  return {
    set: name,
    truth,
    half,
    transactions: own.length,
    found: sure.length,
    named: sure.filter(({ called }) => called?.name === truth).length,
    unsure: unsure.length,
    faults: fault.map(({ fact, called }) => `${fact.hash.slice(2)}: ${called?.reason ?? formOf(fact)}`),
  };
}

/** A Tx0 is sought among Tx0s alone: elsewhere nobody says which transactions are. */
function isSought(called: Call | undefined, truth: Truth): called is Call {
  return called !== undefined && (called.name === 'tx0') === (truth === 'tx0');
}

function callOf(fact: TransactionFact): Call | undefined {
  const found = findCoinJoin(fact);
  if (found !== undefined) return { name: schemeOf(found), confidence: found.confidence, reason: found.reason };
  const tx0 = findTx0(fact);
  return tx0 === undefined ? undefined : { name: 'tx0', confidence: tx0.confidence, reason: tx0.reason };
}

function schemeOf({ scheme }: CoinJoin): string {
  return scheme === 'wasabi1.1' ? 'wasabi1' : scheme;
}

function formOf({ legs }: TransactionFact): string {
  const outputs = legs.filter(({ kind }) => kind === 'output');
  const counts = new Map<bigint, number>();
  for (const { amount } of outputs) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return `${legs.length - outputs.length} inputs, ${outputs.length} outputs, at most ${Math.max(...counts.values())} equal`;
}
