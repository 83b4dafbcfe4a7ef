import {
  accountId,
  assetId,
  formatShare,
  type Policy,
  parsePolicies,
  parseShare,
  splitAccountId,
} from '@fundtrail/core';
import type { LedgerSeed } from '@fundtrail/ledger';
import type { CaseRow, SeedRow } from '@fundtrail/store';
import type { CaseLimits, SeedInput, SourceSpec } from './types.ts';

/** Turns text into something only this installation can read, and back. */
export type Sealer = { seal(text: string): string; open(sealed: string): string };

/** A case's source as stored: what it is in the open, its URL sealed. */
export type StoredSource = {
  readonly kind: SourceSpec['kind'];
  /** The source's id, without credentials; for a data set its name. */
  readonly id: string;
  readonly chain?: string;
  readonly sealed_url?: string;
  readonly sha256?: string;
  readonly wrapped?: readonly string[];
};

export function storeSource(spec: SourceSpec, id: string, sealer: Sealer): StoredSource {
  if (spec.kind === 'dataset') return { kind: spec.kind, id, sha256: spec.sha256 };
  return { kind: spec.kind, id, chain: spec.chain, sealed_url: sealer.seal(spec.url), ...wrappedOf(spec) };
}

export function readSource(row: Pick<CaseRow, 'source'>, sealer: Sealer): SourceSpec {
  const stored = row.source as StoredSource;
  if (stored.kind === 'dataset') return { kind: 'dataset', sha256: stored.sha256 ?? '', name: stored.id };
  return {
    kind: stored.kind,
    chain: stored.chain ?? '',
    url: sealer.open(stored.sealed_url ?? ''),
    ...wrappedOf(stored),
  };
}

function wrappedOf(source: { readonly wrapped?: readonly string[] }): { readonly wrapped?: readonly string[] } {
  return source.wrapped === undefined ? {} : { wrapped: source.wrapped };
}

type StoredLimits = {
  readonly floor: string;
  readonly floor_usd: string | null;
  readonly max_hops: number;
  readonly max_accounts: number | null;
  readonly max_requests: number | null;
  readonly until: number | null;
};

export function storeLimits(limits: CaseLimits): StoredLimits {
  return {
    floor: formatShare(limits.floor),
    floor_usd: limits.floorUsd,
    max_hops: limits.maxHops,
    max_accounts: limits.maxAccounts,
    max_requests: limits.maxRequests,
    until: limits.until,
  };
}

export function readLimits(row: CaseRow): CaseLimits {
  const stored = row.limits as StoredLimits;
  return {
    floor: parseShare(stored.floor),
    floorUsd: stored.floor_usd,
    maxHops: stored.max_hops,
    maxAccounts: stored.max_accounts,
    maxRequests: stored.max_requests,
    until: stored.until,
  };
}

export function readPolicies(row: CaseRow): readonly Policy[] {
  return parsePolicies(row.policies);
}

export function storeSeed(seed: SeedInput, seq: number): SeedRow {
  if (seed.kind === 'transaction') {
    const address = seed.account === undefined ? null : splitAccountId(seed.account).address;
    return {
      seq,
      kind: seed.kind,
      chain: seed.chain,
      hash: seed.hash,
      address,
      asset: null,
      amount: null,
      fromBlock: null,
    };
  }
  const { chain, address } = splitAccountId(seed.account);
  const asset = seed.asset ?? (seed.amount === undefined ? null : 'native');
  return {
    seq,
    kind: seed.kind,
    chain,
    hash: null,
    address,
    asset,
    amount: seed.amount ?? null,
    fromBlock: seed.fromBlock,
  };
}

export function seedInput(row: SeedRow): SeedInput {
  const account = row.address === null ? undefined : accountId(row.chain, row.address);
  if (row.kind === 'transaction') {
    return {
      kind: 'transaction',
      chain: row.chain,
      hash: row.hash ?? '',
      ...(account === undefined ? {} : { account }),
    };
  }
  return {
    kind: 'account',
    account: account ?? '',
    fromBlock: row.fromBlock ?? 0,
    ...(row.asset === null ? {} : { asset: row.asset }),
    ...(row.amount === null ? {} : { amount: row.amount }),
  };
}

export function ledgerSeed(row: SeedRow): LedgerSeed {
  const seed = seedInput(row);
  if (seed.kind === 'transaction') return seed;
  const { asset, ...rest } = seed;
  return asset === undefined ? rest : { ...rest, asset: assetId(row.chain, asset) };
}
