import {
  type Address,
  type AssetId,
  type AssetRef,
  accountId,
  type ChainId,
  formatAccount,
  formatAsset,
  splitAccountId,
  splitAssetId,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import type { Flow } from '@fundtrail/ledger';
import type { AssetAmount, Conversion } from './explanation.ts';
import { byAsset, type Nets } from './net.ts';

/** An account that acts for itself, with what it gained and lost and what the ledger would do with its money. */
export type Holder = { readonly address: Address; readonly flows: readonly Flow[] };

export type FoundConversion = {
  readonly conversion: Conversion;
  /** Who got it, where that is not who gave. */
  readonly receivers: readonly Address[];
};

type FindOptions = {
  readonly chain: ChainId;
  readonly nets: Nets;
  readonly code: ReadonlySet<Address>;
  readonly protocols: readonly string[];
  /** Whether what a contract paid in the native asset may be missing: then who got another asset says nothing of who was paid. */
  readonly nativeMissing: boolean;
};

/**
 * The conversion of a holder: what it lost for what it gained. A holder that only lost had somebody else paid, where the ledger
 * carries its money through code into another asset.
 */
export function conversionOf(holder: Holder, options: FindOptions): FoundConversion | undefined {
  const { chain, nets, protocols } = options;
  const { gave, got } = sidesOf(chain, nets, holder.address);
  if (gave.length === 0) return undefined;
  const account = formatAccount(accountId(chain, holder.address));
  if (got.length > 0) return { conversion: { account, gave, got, protocols }, receivers: [] };
  if (options.nativeMissing) return undefined;
  const paid = paidToOthers(holder, options);
  if (paid.size === 0) return undefined;
  return {
    conversion: { account, gave, got: amountsOf(chain, sumByAsset(paid)), protocols },
    receivers: [...paid.keys()].sort(),
  };
}

/** What an account lost and what it gained. */
export function sidesOf(
  chain: ChainId,
  nets: Nets,
  address: Address,
): { readonly gave: readonly AssetAmount[]; readonly got: readonly AssetAmount[] } {
  const own = [...(nets.get(address) ?? [])];
  return {
    gave: amountsOf(
      chain,
      own.filter(([, delta]) => delta < 0n),
    ),
    got: amountsOf(
      chain,
      own.filter(([, delta]) => delta > 0n),
    ),
  };
}

/** What accounts that are no code got out of a holder's money in assets that the holder did not give, by account. */
function paidToOthers(
  { address, flows }: Holder,
  { nets, code }: FindOptions,
): ReadonlyMap<Address, ReadonlyMap<AssetRef, bigint>> {
  const given = new Set<AssetId>(
    flows.filter((flow) => splitAccountId(flow.from).address === address).map((flow) => flow.asset),
  );
  const paid = new Map<Address, ReadonlyMap<AssetRef, bigint>>();
  for (const flow of flows) {
    const receiver = splitAccountId(flow.to).address;
    if (given.has(flow.asset) || code.has(receiver) || receiver === ZERO_ADDRESS || receiver === address) continue;
    const gained = [...(nets.get(receiver) ?? [])].filter(
      ([asset, delta]) => delta > 0n && asset === splitAssetId(flow.asset).ref,
    );
    paid.set(receiver, new Map([...(paid.get(receiver) ?? []), ...gained]));
  }
  return paid;
}

function sumByAsset(paid: ReadonlyMap<Address, ReadonlyMap<AssetRef, bigint>>): ReadonlyMap<AssetRef, bigint> {
  const sums = new Map<AssetRef, bigint>();
  for (const own of paid.values()) {
    for (const [asset, amount] of own) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  }
  return sums;
}

/** Amounts of deltas, unsigned, in the order of their assets. */
function amountsOf(chain: ChainId, deltas: Iterable<readonly [AssetRef, bigint]>): readonly AssetAmount[] {
  return byAsset(chain, deltas).map(([asset, delta]) => ({
    asset: formatAsset(asset),
    amount: (delta < 0n ? -delta : delta).toString(),
  }));
}
