import { readFileSync } from 'node:fs';
import { type AssetId, type Policy, splitAccountId } from '@fundtrail/core';
import { smaller } from './origin.ts';
import type { ReferenceResult } from './types.ts';

/** What a made laundering case knows of itself; addresses in stored form, amounts in base units of the stolen asset. */
export type LaunderTruth = {
  readonly source: string;
  readonly victim: string;
  readonly stolen: bigint;
  readonly hot: string;
  readonly pool: string;
  readonly thief: ReadonlySet<string>;
  /** Exchange deposit addresses and what truly reached them. */
  readonly deposits: ReadonlyMap<string, bigint>;
  /** What the launderer still holds, by address. */
  readonly resting: ReadonlyMap<string, bigint>;
};

export function readLaunderTruth(path: string): LaunderTruth {
  const truth = JSON.parse(readFileSync(path, 'utf8')) as {
    source: string;
    victim: string;
    stolen: string;
    hot: string;
    pool: string;
    thief: string[];
    deposits: Record<string, string>;
    resting: Record<string, string>;
  };
  const amounts = (record: Record<string, string>): ReadonlyMap<string, bigint> =>
    new Map(Object.entries(record).map(([address, amount]) => [address.toLowerCase(), BigInt(amount)]));
  return {
    source: truth.source,
    victim: truth.victim,
    stolen: BigInt(truth.stolen),
    hot: truth.hot,
    pool: truth.pool,
    thief: new Set(truth.thief),
    deposits: amounts(truth.deposits),
    resting: amounts(truth.resting),
  };
}

/** Of one unit of origin, by address over all assets: what was received, and what ended there (rests or was absorbed). */
export function originByAddress(
  result: ReferenceResult,
  policy: Policy,
  unit: AssetId,
): { readonly received: ReadonlyMap<string, bigint>; readonly ended: ReadonlyMap<string, bigint> } {
  const received = new Map<string, bigint>();
  const ended = new Map<string, bigint>();
  for (const account of result.policies.get(policy)?.accounts.values() ?? []) {
    const { address } = splitAccountId(account.account);
    const inflow = account.originReceived.get(unit) ?? 0n;
    const end = account.kind === 'resting' ? (account.originResting.get(unit) ?? 0n) : inflow;
    received.set(address, (received.get(address) ?? 0n) + inflow);
    ended.set(address, (ended.get(address) ?? 0n) + end);
  }
  return { received, ended };
}

/**
 * Value coverage: of what truly reached the deposit addresses, the part the ledger saw arriving there, in millionths.
 * @param originReceived base units of origin by address
 */
export function valueCoverage(truth: LaunderTruth, originReceived: (address: string) => bigint): number {
  let seen = 0n;
  let all = 0n;
  for (const [address, amount] of truth.deposits) {
    seen += smaller(originReceived(address), amount);
    all += amount;
  }
  return Number((seen * 1_000_000n) / all) / 1_000_000;
}

/**
 * Value on strangers: origin at the end of the trail (resting, at terminals, dispersed) on accounts that are neither the
 * launderer's, a true deposit address, the exchange, nor the pool, as a share of the theft.
 * @param originEnded base units of origin that ended at each address
 */
export function valueOnStrangers(truth: LaunderTruth, originEnded: ReadonlyMap<string, bigint>): number {
  let strangers = 0n;
  for (const [address, amount] of originEnded) {
    const known =
      truth.thief.has(address) ||
      truth.deposits.has(address) ||
      truth.resting.has(address) ||
      address === truth.hot ||
      address === truth.pool ||
      address === truth.source;
    if (!known) strangers += amount;
  }
  return Number((strangers * 1_000_000n) / truth.stolen) / 1_000_000;
}
