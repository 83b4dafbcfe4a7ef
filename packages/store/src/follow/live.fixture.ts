import {
  type Address,
  accountId,
  type BlockHeader,
  type Hash,
  type Leg,
  LIVE_SPACE,
  type TransactionFact,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import type { AccountState, CaseStatus } from '../cases/case-rows.ts';
import { createCaseStore } from '../cases/case-store.ts';
import type { Database } from '../database.ts';
import { createFactStore, type FactStore } from '../facts/fact-store.ts';
import { createFollowStore, type FollowStore } from './follow-store.ts';
import type { FollowKey, FollowStep } from './types.ts';

export const CHAIN = 'eip155:1';
export const KEY: FollowKey = { chain: CHAIN, source: 'rpc:a' };
export const LEASE_MS = 60_000;

export const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`;
export const hash = (n: number): Hash => `0x${n.toString(16).padStart(64, '0')}`;

/** A block of a branch, whose parent is of the same branch from block `forkedAt` on, and of branch 0 before. */
export function header(number: number, branch = 0, forkedAt = 0): BlockHeader {
  const hashOf = (block: number): Hash => hash((block >= forkedAt ? branch : 0) * 1_000_000 + 0xb0_000 + block);
  return { chain: CHAIN, number, hash: hashOf(number), parentHash: hashOf(number - 1), time: 1_000 + number };
}

/** A transaction that moves native value from one account to another and pays a fee. */
export function payment(
  n: number,
  block: number,
  from: number,
  to: number,
  more: Partial<TransactionFact> = {},
): TransactionFact {
  const legs: readonly Leg[] = [
    { id: 'fee', kind: 'fee', from: address(from), to: ZERO_ADDRESS, asset: 'native', amount: 1n },
    { id: 'value', kind: 'native', from: address(from), to: address(to), asset: 'native', amount: BigInt(n) },
  ];
  const own = { chain: CHAIN, hash: hash(n), block, index: 0, time: 1_000 + block, success: true } as const;
  return { ...own, legs, whole: ['native', 'internal', 'token'], ...more };
}

export function step(headers: readonly BlockHeader[], more: Partial<FollowStep> = {}): FollowStep {
  const head = headers.at(-1)?.number ?? 0;
  return { headers, transactions: [], contracts: [], head, headTime: 1_000 + head, finalized: 0, ...more };
}

export type LiveHome = TestDatabase & { readonly facts: FactStore; readonly follow: FollowStore };

export async function startLiveHome(): Promise<LiveHome> {
  const home = await createTestDatabase();
  const { database } = home;
  return { ...home, facts: createFactStore(database), follow: createFollowStore(database) };
}

/** A leader at the position of a block. */
export async function leadAt(follow: FollowStore, block: number, key = KEY): Promise<number> {
  const lead = await follow.lead(key, 'host', LEASE_MS);
  if (lead === undefined) throw new Error('somebody else leads');
  await follow.begin(key, lead.fence, { ...header(block), chain: key.chain }, ['native', 'internal', 'token']);
  return lead.fence;
}

/** A case of the live space with some open accounts. */
export async function makeCase(
  database: Database,
  id: string,
  accounts: readonly number[],
  options: { readonly status?: CaseStatus; readonly follow?: boolean; readonly state?: AccountState } = {},
): Promise<void> {
  const { status = 'following', follow = true, state = 'covered' } = options;
  const cases = createCaseStore(database);
  const row = {
    id,
    name: id,
    reference: null,
    space: LIVE_SPACE,
    source: {},
    policies: ['haircut'],
    limits: {},
    follow,
  };
  await cases.insert(database.db, row, [], []);
  const open = accounts.map((n) => ({
    account: accountId(CHAIN, address(n)),
    wave: 0,
    state,
    reason: null,
    firstBlock: null,
  }));
  await cases.open(database.db, id, open);
  if (status !== 'running') await cases.transition(id, ['running'], status);
}

/** Hashes of the stored transactions of the live space, in replay order. */
export async function storedHashes(facts: FactStore): Promise<readonly Hash[]> {
  return (await storedTransactions(facts)).map((fact) => fact.hash);
}

export async function storedTransactions(facts: FactStore): Promise<readonly TransactionFact[]> {
  const all: TransactionFact[] = [];
  for await (const batch of facts.readTransactions({ space: LIVE_SPACE, accounts: 'all' })) all.push(...batch);
  return all;
}
