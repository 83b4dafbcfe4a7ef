import { createRpcSource } from '@fundtrail/chains';
import {
  ACCOUNT_POLICIES,
  type Address,
  accountId,
  formatAccount,
  type Label,
  type TransactionFact,
} from '@fundtrail/core';
import { type ReferenceResult, referenceLedger, type Stage } from '@fundtrail/testkit';
import { DEFAULT_LIMITS, type TraceResult } from '../src/index.ts';
import type { Harness } from './harness.ts';

export const CHAIN = 'eip155:31337';
export const ETHER = 10n ** 18n;
const LIMITS = { ...DEFAULT_LIMITS, floor: { numerator: 0n, denominator: 1n } };

/** Addresses that had nothing when the chain began, other ones for each `salt`. */
export function strangers(count: number, salt = 1): Address[] {
  return Array.from(
    { length: count },
    (_, n) => `0x${(BigInt(salt) * 0x1000n + BigInt(n) + (0xabcn << 140n)).toString(16).padStart(40, '0')}`,
  );
}

/** Starts a case about a theft transaction, at floor 0 and under all policies. */
export function startCase(
  { tracer }: Harness,
  url: string,
  theft: { readonly hash: string; readonly of?: Address },
  follow = false,
): Promise<string> {
  const account = theft.of === undefined ? {} : { account: accountId(CHAIN, theft.of) };
  return tracer.cases.create({
    name: 'a staged theft',
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: theft.hash, ...account }],
    policies: ACCOUNT_POLICIES,
    limits: LIMITS,
    source: { kind: 'rpc', chain: CHAIN, url },
    labelSets: [],
    follow,
  });
}

/** What an account received of an asset, `native` or a token, under each policy: tainted and origin. */
export function receivedBy(result: TraceResult, address: Address, token?: Address): Record<string, string> {
  const account = formatAccount(accountId(CHAIN, address));
  const isAsset = (asset: string): boolean =>
    token === undefined ? asset.includes('slip44') : asset.toLowerCase().endsWith(token);
  const row = result.accounts.find((found) => found.account === account && isAsset(found.asset));
  return Object.fromEntries(
    ACCOUNT_POLICIES.map((policy) => [
      policy,
      `${row?.received[policy] ?? '0'} ${row?.origin_received[policy] ?? '0'}`,
    ]),
  );
}

/** For every conserving policy, what is stolen less all places where it is: zeros. */
export function unaccounted({ totals }: TraceResult): Record<string, bigint> {
  const sum = (amounts: Readonly<Record<string, string>>): bigint =>
    Object.values(amounts).reduce((total, amount) => total + BigInt(amount), 0n);
  return Object.fromEntries(
    ACCOUNT_POLICIES.filter((policy) => policy !== 'poison').map((policy) => {
      const own = totals[policy];
      const placed = Object.values(own?.origin ?? {}).reduce((total, amounts) => total + sum(amounts), 0n);
      return [policy, sum(own?.stolen ?? {}) - placed];
    }),
  );
}

/** The independent ledger over every transaction of the chain. */
export async function referenceOf(
  { context }: Harness,
  url: string,
  theft: string,
  labels: readonly Label[] = [],
): Promise<ReferenceResult> {
  const source = await createRpcSource({ url, chain: CHAIN, context });
  const { block: head } = await source.head(CHAIN);
  const transactions: TransactionFact[] = [];
  for (let block = 0; block <= head; block += 1) transactions.push(...(await source.block(CHAIN, block)).transactions);
  return referenceLedger({
    transactions,
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: theft }],
    labels,
    policies: ACCOUNT_POLICIES,
    floor: LIMITS.floor,
  });
}

/** Pays so much ether; resolves to the transaction. */
export async function pay(stage: Stage, from: Address, to: Address, amount: bigint): Promise<string> {
  return stage.act({ from, to, value: amount });
}
