import { readFileSync } from 'node:fs';
import { type Policy, UTXO_POLICIES } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, test } from 'vitest';
import { BTC, type InputText, playUtxo, theft, utxoTx } from './utxo-facts.ts';

type Segments = readonly (readonly [amount: string, tainted: boolean])[];
type Vector = {
  readonly name: string;
  readonly inputs: readonly (readonly [value: string, segments: Segments])[];
  readonly outputs: readonly string[];
  readonly expected: Readonly<Record<string, { readonly outputs: readonly string[]; readonly fee: string | null }>>;
};

const file = sharedData('golden/taint-vectors.json');
const vectors: readonly Vector[] =
  file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { utxo: Vector[] }).utxo;

/**
 * Plays a vector: a theft makes every tainted segment a coin of its own, a transaction without fee joins each input's segments to the
 * coin that the vector says, and the vector's transaction spends these. LIFO takes what comes last first, so for it the segments are
 * joined from last to first.
 */
function playVector(vector: Vector, policies: readonly Policy[]) {
  const segments = vector.inputs.flatMap(([, parts], input) =>
    parts.map(([amount, tainted], at) => ({ input, at, tainted, amount: BigInt(amount) })),
  );
  const stolen = segments.filter((segment) => segment.tainted);
  const total = stolen.reduce((sum, { amount }) => sum + amount, 0n);
  const steal = utxoTx(
    'theft',
    1,
    [['source:0', 'victim', total]],
    stolen.map(({ input, amount }) => [`thief${input}`, amount]),
  );
  const joined = policies[0] === 'lifo' ? segments.toReversed() : segments;
  const joins = vector.inputs.map(([value], input) =>
    utxoTx(
      `join${input}`,
      2,
      joined
        .filter((segment) => segment.input === input)
        .map((segment): InputText => {
          const place = stolen.indexOf(segment);
          return [place < 0 ? `clean${input}:${segment.at}` : `theft:${place}`, 'anyone', segment.amount];
        }),
      [[`holder${input}`, BigInt(value)]],
    ),
  );
  const spend = utxoTx(
    'spend',
    3,
    vector.inputs.map(([value], input) => [`join${input}:0`, `holder${input}`, BigInt(value)]),
    vector.outputs.map((value, place) => [`receiver${place}`, BigInt(value)]),
  );
  return playUtxo({ policies, seeds: [theft('theft')] }, [steal, ...joins, spend]);
}

describe.skipIf(vectors.length === 0)('golden vectors of UTXO chains', () => {
  test('all 9 transactions are there', () => {
    expect(vectors).toHaveLength(9);
  });

  describe.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    test.each(UTXO_POLICIES)('%s', (policy) => {
      // Each leads once, so that its own coins are followed.
      const policies: readonly Policy[] = policy === 'poison' ? ['haircut', 'poison'] : [policy];
      const { replay, row } = playVector(vector, policies);
      const p = policies.length - 1;
      const outputs = vector.outputs.map((_, place) => `${row(`spend:${place}`)?.received[p] ?? 0n}`);
      const totals = replay.result().totals[p];
      const fee = policy === 'poison' ? null : `${totals?.tainted.get('fee')?.get(BTC) ?? 0n}`;
      expect({ outputs, fee }).toEqual(vector.expected[policy]);
      if (policy === 'poison') return;
      expect(outputs.map((_, place) => `${row(`spend:${place}`)?.originReceived[p]?.[0] ?? 0n}`)).toEqual(outputs);
    });
  });
});
