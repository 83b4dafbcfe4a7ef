import {
  accountId,
  assetId,
  type BridgeLeg,
  type ChainName,
  formatAccount,
  formatAsset,
  isTraceable,
} from '@fundtrail/core';

/**
 * What a transaction is to a cross-chain movement. `class`: how the two sides are joined (K: a key on both; D: the other side follows from this
 * one; A: the protocol's own API; H: a guess). `key` joins them. Accounts are CAIP-10 and `asset` CAIP-19 where their chain can be traced, else
 * as they are written there; `amount` in base units of `asset`, `min_out` in the protocol's. `fault`: why it can link nothing.
 */
export type ShownBridge = {
  readonly protocol: string;
  readonly side: string;
  readonly class: string;
  readonly key: string | null;
  readonly from_chain: string | null;
  readonly from_account: string | null;
  readonly to_chain: string | null;
  readonly to_account: string | null;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly min_out: string | null;
  readonly memo: string | null;
  /** What is asked for on the other side, in the protocol's words. */
  readonly to_asset: string | null;
  /** Unix seconds. */
  readonly expires: number | null;
  /** Base units of `asset` that the protocol says it keeps. */
  readonly fee: string | null;
  /** Wrappers that it came through. */
  readonly via: readonly string[];
  /** What shows it: a log, the call data, an output. */
  readonly evidence: string;
  readonly fault: string | null;
  readonly notes: readonly string[];
};

export function showBridge(leg: BridgeLeg): ShownBridge {
  return {
    protocol: leg.protocol,
    side: leg.side,
    class: leg.proof,
    key: leg.key ?? null,
    from_chain: leg.fromChain ?? null,
    from_account: accountText(leg.fromChain, leg.fromAccount),
    to_chain: leg.toChain ?? null,
    to_account: accountText(leg.toChain, leg.toAccount),
    asset: leg.asset === undefined ? null : formatAsset(assetId(leg.chain, leg.asset)),
    amount: leg.amount?.toString() ?? null,
    min_out: leg.minOut?.toString() ?? null,
    memo: leg.memo ?? null,
    to_asset: leg.toAsset ?? null,
    expires: leg.expires ?? null,
    fee: leg.fee?.toString() ?? null,
    via: leg.via,
    evidence: leg.evidence,
    fault: leg.fault ?? null,
    notes: leg.notes,
  };
}

function accountText(chain: ChainName | undefined, account: string | undefined): string | null {
  if (account === undefined) return null;
  return chain !== undefined && isTraceable(chain) && account.startsWith('0x')
    ? formatAccount(accountId(chain, account))
    : account;
}
