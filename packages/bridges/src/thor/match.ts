import { type AssetRef, type BridgeLeg, chainInfo, isTraceable, isUtxo } from '@fundtrail/core';
import { accountOn } from './accounts.ts';
import type { ThorAsset } from './assets.ts';
import type { ThorNetwork } from './network.ts';
import { parseMemo } from './parse-memo.ts';
import { unpayable } from './source-of-memo.ts';

/**
 * Why a payout is none for a deposit though it names its hash: anybody may call a router with any memo, but only the network pays whom the
 * deposit's memo names, in the asset that it names. What the network's own answer vouches for may be otherwise: its memos can have become
 * more than is known here.
 */
export function match(source: BridgeLeg, arrival: BridgeLeg, network: ThorNetwork): string | undefined {
  const paid = arrival.toAccount;
  if (arrival.side === 'destination') {
    if (paid !== undefined && source.toAccount !== undefined && source.toAccount !== paid)
      return `pays ${paid}, whom the deposit does not name`;
    return arrival.proof === 'A' ? undefined : wrongPayout(source, arrival, network);
  }
  if (paid === undefined) return undefined;
  const owners = [source.fromAccount, refundOf(source, network)].filter((owner) => owner !== undefined);
  return owners.length === 0 || owners.includes(paid) ? undefined : `comes back to ${paid}, who did not send it`;
}

function wrongPayout(source: BridgeLeg, arrival: BridgeLeg, network: ThorNetwork): string | undefined {
  const memo = source.memo === undefined ? undefined : parseMemo(source.memo, network);
  const reason = memo === undefined ? undefined : unpayable(memo, source.fromAccount);
  if (reason !== undefined) return `is paid for a deposit that can only come back: ${reason}`;
  if (memo?.kind !== 'swap' || arrival.asset === undefined || isAsked(memo.asset, arrival.asset)) return undefined;
  return `pays ${arrival.asset}, and ${memo.asset.text} was asked for`;
}

/** Memos may leave a token's contract out, or all but its last digits. */
function isAsked({ kind, chain, symbol }: ThorAsset, paid: AssetRef): boolean {
  if (kind !== 'layer1' || !isTraceable(chain)) return true;
  const contract = symbol.split('-')[1]?.toLowerCase();
  if (contract !== undefined) return paid !== 'native' && paid.endsWith(contract.replace(/^0x/, ''));
  // A symbol alone is the chain's own asset, or a token of that name.
  return isUtxo(chain) || (paid === 'native') === (symbol === chainInfo(chain).symbol);
}

function refundOf({ memo, chain }: BridgeLeg, network: ThorNetwork): string | undefined {
  const read = memo === undefined ? undefined : parseMemo(memo, network);
  const named = read?.kind === 'swap' ? read.refundTo : undefined;
  return named === undefined ? undefined : accountOn(named, chain);
}
