import { ACCOUNT_POLICIES, assetId, type Leg, type TransactionFact } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { referenceLedger } from './reference-ledger.ts';
import type { ReferenceInput, ReferenceSeed } from './types.ts';

const CHAIN = 'eip155:1';
const NATIVE = assetId(CHAIN, 'native');
const [A, B, C, X, Y, TOKEN, POOL] = ['a', 'b', 'c', '1', '2', '7', '8'].map((digit) => `0x${digit.repeat(40)}`);

describe('the reference ledger, by hand', () => {
  it('taints what a seed account holds and what it receives later, but not loot that comes back', () => {
    const result = run([move(X, A, 100n), move(A, Y, 40n), move(X, A, 10n), move(A, B, 30n), move(B, A, 30n)], {
      seeds: [seed({ fromBlock: 2 })],
    });
    for (const policy of ACCOUNT_POLICIES.filter((one) => one !== 'poison')) {
      const found = result.policies.get(policy);
      expect(found?.stolen.get(NATIVE)).toBe(110n);
      expect(found?.accounts.get(key(A))?.originResting.get(NATIVE)).toBe(70n);
      expect(found?.accounts.get(key(Y))?.resting).toBe(40n);
    }
  });

  it('counts an unseen opening balance of a seed account without an amount as stolen', () => {
    const result = run([move(A, Y, 40n)], { seeds: [seed({ fromBlock: 0 })] });
    expect(result.policies.get('haircut')?.stolen.get(NATIVE)).toBe(40n);
    expect(result.policies.get('poison')?.accounts.get(key(Y))?.resting).toBe(40n);
  });

  it('stops at the amount of a seed, what it holds first', () => {
    const result = run([move(X, A, 100n), move(X, A, 100n), move(A, Y, 200n)], {
      seeds: [seed({ fromBlock: 2, asset: NATIVE, amount: 150n })],
    });
    expect(result.policies.get('fifo')?.stolen.get(NATIVE)).toBe(150n);
    expect(result.policies.get('fifo')?.accounts.get(key(Y))?.resting).toBe(150n);
  });

  it('disperses what stays under the floor and opens what the breadth guard spares', () => {
    // Under a floor of 1/10, parts of 5 of 100: the first is cut, then the cut sum is above 1 % of the outflow.
    const parts = Array.from({ length: 20 }, (_, part) => `0x${(part + 16).toString(16).padStart(40, '0')}`);
    const result = run([move(X, A, 100n), ...parts.map((part) => move(A, part, 5n))], {
      seeds: [seed({ fromBlock: 1 })],
      floor: { numerator: 1n, denominator: 10n },
    });
    const haircut = result.policies.get('haircut');
    expect(haircut?.origin.get('dispersed')?.get(NATIVE)).toBe(5n);
    expect(haircut?.origin.get('resting')?.get(NATIVE)).toBe(95n);
  });

  it('ends beyond the hop limit as budget', () => {
    const result = run([move(X, A, 100n), move(A, B, 100n), move(B, C, 100n)], {
      seeds: [seed({ fromBlock: 1 })],
      maxHops: 1,
    });
    expect(result.policies.get('haircut')?.accounts.get(key(B))?.kind).toBe('budget');
    expect(result.policies.get('haircut')?.origin.get('budget')?.get(NATIVE)).toBe(100n);
  });

  it('gives no trader of a batch another trader’s taint', () => {
    const batch = [leg(A, POOL, 100n), leg(B, POOL, 100n), leg(POOL, A, 200n, TOKEN), leg(POOL, B, 200n, TOKEN)];
    const result = run([move(X, A, 100n), move(X, B, 100n), batch], {
      seeds: [seed({ fromBlock: 1 })],
      labels: [{ chain: CHAIN, address: POOL ?? '', entity: 'pool', category: 'dex', confidence: 100, source: 's' }],
    });
    const token = assetId(CHAIN, TOKEN ?? '');
    const haircut = result.policies.get('haircut');
    expect(haircut?.accounts.get(`${CHAIN}:${A}|${token}`)?.resting).toBe(200n);
    expect(haircut?.accounts.get(`${CHAIN}:${A}|${token}`)?.originResting.get(NATIVE)).toBe(100n);
    expect(haircut?.accounts.has(`${CHAIN}:${B}|${token}`)).toBe(false);
  });

  it('never passes through a service, and ends a token burn that converts nothing as burn', () => {
    const token = assetId(CHAIN, TOKEN ?? '');
    const result = run(
      [
        move(X, A, 100n),
        [leg(A, C, 100n), leg(C, Y, 100n)],
        [leg(X, A, 7n, TOKEN)],
        [leg(A, `0x${'0'.repeat(40)}`, 7n, TOKEN)],
      ],
      {
        seeds: [seed({ fromBlock: 1 })],
        labels: [{ chain: CHAIN, address: C ?? '', entity: 'Ex', category: 'exchange', confidence: 50, source: 's' }],
      },
    );
    const haircut = result.policies.get('haircut');
    expect(haircut?.origin.get('exchange')?.get(NATIVE)).toBe(100n);
    expect(haircut?.origin.get('burn')?.get(token)).toBe(7n);
    expect(haircut?.accounts.has(key(Y))).toBe(false);
  });
});

function run(rows: readonly (readonly Leg[])[], input: Pick<ReferenceInput, 'seeds'> & Partial<ReferenceInput>) {
  const result = referenceLedger({
    transactions: rows.map(transaction),
    labels: [],
    policies: ACCOUNT_POLICIES,
    floor: { numerator: 0n, denominator: 1n },
    ...input,
  });
  for (const found of result.policies.values()) {
    if (found.policy === 'poison') continue;
    for (const [unit, stolen] of found.stolen) {
      const sum = [...found.origin.values()].reduce((total, origin) => total + (origin.get(unit) ?? 0n), 0n);
      expect(sum, `${found.policy} closes`).toBe(stolen);
    }
  }
  return result;
}

function seed(rest: { fromBlock: number; asset?: string; amount?: bigint }): ReferenceSeed {
  return { kind: 'account', account: `${CHAIN}:${A}`, ...rest };
}

function key(address: string | undefined): string {
  return `${CHAIN}:${address}|${NATIVE}`;
}

function move(from: string | undefined, to: string | undefined, amount: bigint): readonly Leg[] {
  return [leg(from, to, amount)];
}

function leg(from = '', to = '', amount = 0n, asset = 'native'): Leg {
  return { id: `${from} ${to}`, kind: asset === 'native' ? 'native' : 'token', from, to, asset, amount };
}

function transaction(legs: readonly Leg[], place: number): TransactionFact {
  return {
    chain: CHAIN,
    hash: `0x${(place + 1).toString(16).padStart(64, '0')}`,
    block: place + 1,
    index: 0,
    time: place + 1,
    success: true,
    legs,
    whole: ['native', 'internal', 'token'],
  };
}
