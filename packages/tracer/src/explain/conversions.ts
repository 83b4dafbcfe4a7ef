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
 * carries its money through code into another asset and most of it to accounts that are no code.
 */
export function conversionOf(holder: Holder, options: FindOptions): Conversion | undefined {
  const { chain, nets, protocols } = options;
  const { gave, got } = sidesOf(chain, nets, holder.address);
  if (gave.length === 0) return undefined;
  const account = formatAccount(accountId(chain, holder.address));
  if (got.length > 0) return { account, gave, got, protocols };
  if (options.nativeMissing) return undefined;
  const paid = new Map([...carriedOn(holder, nets)].filter(([receiver]) => !options.code.has(receiver)));
  // What a contract keeps, a vault or a bridge, it may owe to anyone; others may only have got a charge.
  if (!isMost(holder, new Set(paid.keys()))) return undefined;
  return { account, gave, got: amountsOf(chain, sumByAsset(paid)), protocols };
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

/** Who ends up with a holder's money in assets that the holder did not give, and what each of them gained in these. */
export function carriedOn({ address, flows }: Holder, nets: Nets): ReadonlyMap<Address, ReadonlyMap<AssetRef, bigint>> {
  const senders = new Set(flows.map((flow) => splitAccountId(flow.from).address));
  const given = new Set<AssetId>(
    flows.filter((flow) => splitAccountId(flow.from).address === address).map((flow) => flow.asset),
  );
  const carried = new Map<Address, ReadonlyMap<AssetRef, bigint>>();
  for (const flow of flows) {
    const receiver = splitAccountId(flow.to).address;
    if (given.has(flow.asset) || senders.has(receiver) || receiver === ZERO_ADDRESS) continue;
    const gained = [...(nets.get(receiver) ?? [])].filter(
      ([asset, delta]) => delta > 0n && asset === splitAssetId(flow.asset).ref,
    );
    carried.set(receiver, new Map([...(carried.get(receiver) ?? []), ...gained]));
  }
  return carried;
}

/** Whether more than half of a holder's money, in each asset that it gave, ends with these accounts in other assets. */
function isMost({ address, flows }: Holder, receivers: ReadonlySet<Address>): boolean {
  const own = flows.filter((flow) => splitAccountId(flow.from).address === address);
  const given = new Set(own.map((flow) => flow.asset));
  const arrived = flows.filter((flow) => receivers.has(splitAccountId(flow.to).address) && !given.has(flow.asset));
  const [left, come] = [originsOf(own), originsOf(arrived)];
  return left.length > 0 && left.every((origin, unit) => (come[unit] ?? 0n) * 2n > origin || origin === 0n);
}

/** Sums per unit of origin, under the only policy. */
function originsOf(flows: readonly Flow[]): readonly bigint[] {
  const sums: bigint[] = [];
  for (const { origin } of flows) {
    for (const [unit, amount] of (origin[0] ?? []).entries()) sums[unit] = (sums[unit] ?? 0n) + amount;
  }
  return sums;
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
