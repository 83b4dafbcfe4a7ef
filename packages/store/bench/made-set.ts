import { type Leg, type TransactionFact, ZERO_ADDRESS } from '@fundtrail/core';

const CHAIN = 'eip155:1';
/** Every fourth transaction moves a token; one in eight has internal value. */
const TOKEN_EVERY = 4;
const INTERNAL_EVERY = 8;
const ACCOUNTS_PER_TRANSACTION = 0.1;
const TRANSACTIONS_PER_BLOCK = 150;
const FIRST_BLOCK = 14_000_000;
const FIRST_TIME = 1_640_000_000;
const BLOCK_SECONDS = 13;

/** A made set of transactions, the same for the same numbers: two to four legs each, accounts used again and again. */
export function* madeSet(transactions: number, seed = 1): Generator<TransactionFact> {
  const random = numbers(seed);
  const accounts = Math.max(2, Math.floor(transactions * ACCOUNTS_PER_TRANSACTION));
  for (let n = 0; n < transactions; n += 1) {
    const from = addressOf(random() % accounts);
    const to = addressOf(random() % accounts);
    const legs: Leg[] = [
      {
        id: 'fee',
        kind: 'fee',
        from,
        to: ZERO_ADDRESS,
        asset: 'native',
        amount: 21_000n * BigInt(10 + (random() % 90)),
      },
      { id: 'value', kind: 'native', from, to, asset: 'native', amount: 10n ** 15n * BigInt(random() % 100_000) },
    ];
    if (n % INTERNAL_EVERY === 0) {
      legs.push({
        id: 'trace:0',
        kind: 'internal',
        from: to,
        to: addressOf(random() % accounts),
        asset: 'native',
        amount: 1n,
      });
    }
    if (n % TOKEN_EVERY === 0) {
      const token = addressOf(accounts + (random() % 50));
      legs.push({ id: `log:${n % 300}`, kind: 'token', from, to, asset: token, amount: BigInt(random()) * 10n ** 12n });
    }
    const block = FIRST_BLOCK + Math.floor(n / TRANSACTIONS_PER_BLOCK);
    yield {
      chain: CHAIN,
      hash: `0x${hex(random(), 8)}${hex(random(), 8)}${hex(n, 16)}${hex(random(), 8)}${hex(seed, 24)}`,
      block,
      index: n % TRANSACTIONS_PER_BLOCK,
      time: FIRST_TIME + (block - FIRST_BLOCK) * BLOCK_SECONDS,
      sender: from,
      success: true,
      legs,
      whole: ['native', 'internal', 'token'],
    };
  }
}

/** The address of an account of the set. */
export function addressOf(n: number): string {
  // Spread like real addresses are, so that indexes are not filled in order.
  return `0x${hex(Math.imul(n + 1, 0x9e3779b1) >>> 0, 8)}${hex(n, 32)}`;
}

function hex(n: number, digits: number): string {
  return n.toString(16).padStart(digits, '0');
}

/** xorshift32 */
function numbers(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
