import { type AccountId, type Address, accountId, type ChainId, type Leg, type TransactionFact } from '@fundtrail/core';
import type { LedgerSeed, ReplayOptions } from '../src/index.ts';
import { mulberry32 } from './random.ts';

/** Facts to replay, and what to trace in them. */
export type BenchSet = {
  readonly name: string;
  load(): Promise<readonly TransactionFact[]>;
  readonly seeds: readonly LedgerSeed[];
  /** Labelled services and code, stored ids. */
  /** Of a UTXO chain: other policies are defined there. */
  readonly utxo?: boolean;
  /** 40 hops and floors of 0 unless given. */
  readonly limits?: Pick<ReplayOptions, 'maxHops' | 'floors'>;
  readonly labels: { readonly stops: ReadonlySet<AccountId>; readonly code: ReadonlySet<AccountId> };
};

const CHAIN: ChainId = 'eip155:1';
/** One account in so many is an exchange's, so that trails end. */
const SERVICE_EVERY = 500;
const WHOLE = ['native', 'internal', 'token'] as const;
const TRANSFERS_PER_BLOCK = 150;
const ETHER = 10n ** 18n;
const TOKEN: Address = `0x${'70ce'.repeat(10)}`;

/**
 * A made chain of plain transfers, the same for the same seed: four in five of the native asset, the rest of one token,
 * between accounts of which few are busy, amounts as uneven as real ones. The theft comes after the first tenth, and from
 * there reaches nearly every account: a replay of it follows them all, and almost every transfer moves taint.
 */
export function madeSet(transfers: number, accounts: number, seed = 1): BenchSet {
  const theft = Math.floor(transfers / 10);
  return {
    name: `made-${transfers}-${accounts}`,
    load: async () => madeTransactions(transfers, accounts, theft, seed),
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: hashOf(theft), account: accountId(CHAIN, addressOf(1)) }],
    labels: {
      stops: new Set(
        Array.from({ length: accounts / SERVICE_EVERY }, (_, i) => accountId(CHAIN, addressOf(i * SERVICE_EVERY))),
      ),
      code: new Set(),
    },
  };
}

function madeTransactions(
  transfers: number,
  accounts: number,
  theft: number,
  seed: number,
): readonly TransactionFact[] {
  const random = mulberry32(seed);
  const addresses = Array.from({ length: accounts }, (_, i) => addressOf(i));
  const pick = (): Address => addresses[Math.floor(accounts * random() ** 3)] as Address;
  return Array.from({ length: transfers }, (_, i) => {
    const block = Math.floor(i / TRANSFERS_PER_BLOCK);
    const stolen = i === theft;
    const from = stolen ? (addresses[accounts - 1] as Address) : pick();
    const to = stolen ? (addresses[1] as Address) : pick();
    const asset = stolen || random() < 0.8 ? 'native' : TOKEN;
    const amount = stolen ? 100_000n * ETHER : BigInt(Math.floor(random() ** 4 * 1e15)) * 10_000n + 1n;
    const leg: Leg = { id: '0', kind: asset === 'native' ? 'native' : 'token', from, to, asset, amount };
    return {
      chain: CHAIN,
      hash: hashOf(i),
      block,
      index: i % TRANSFERS_PER_BLOCK,
      time: block * 12,
      success: true,
      legs: [leg],
      whole: WHOLE,
    };
  });
}

function addressOf(i: number): Address {
  const bytes = Buffer.alloc(20, 0xac);
  bytes.writeUInt32BE(Math.imul(i + 1, 0x9e3779b1) >>> 0);
  return `0x${bytes.toString('hex')}`;
}

function hashOf(i: number): string {
  return `0x${i.toString(16).padStart(64, '0')}`;
}
