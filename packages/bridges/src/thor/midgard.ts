import type { BridgeLeg } from '@fundtrail/core';
import type { ApiAnswer, ApiRules } from '../adapter.ts';
import { readActions, type ThorAction, type ToldTransfer } from './actions.ts';
import { parseAsset } from './assets.ts';
import { keyOf } from './deposits.ts';
import { findingsOf, once } from './findings.ts';
import type { ThorNetwork } from './network.ts';
import { parseMemo } from './parse-memo.ts';

/** Midgard, the index of what the network did: both sides of a movement by the hash of either. */
export function midgard(network: ThorNetwork): ApiRules {
  const { name, baseUrl } = network.midgard;
  return {
    name,
    baseUrl,
    path: (leg) => {
      const hash = leg.side === 'source' ? leg.key : keyOf(leg.tx);
      return hash === undefined ? undefined : `/v2/actions?txid=${hash.toUpperCase()}`;
    },
    read: (answer, leg) => {
      const actions = readActions(answer, name);
      return leg.side === 'source' ? outOf(actions, leg.key ?? '', network) : inOf(actions, leg, network);
    },
  };
}

/** What became of what came in by a transaction. */
export function outOf(actions: readonly ThorAction[], key: string, network: ThorNetwork): ApiAnswer {
  const own = actions.filter(({ ins }) => ins.some(({ tx }) => keyOf(tx) === key));
  const findings = once(own.flatMap((action) => outsOf(action, network)));
  const notes = [...new Set(own.flatMap((action) => notesOf(action, network)))];
  if (own.some(({ status }) => status === 'pending')) return { state: 'pending', findings, notes };
  if (findings.length > 0) return { state: 'found', findings, notes };
  return { state: own.length === 0 ? 'pending' : 'unknown', findings, notes };
}

/** What a transaction of a vault was paid for. */
function inOf(actions: readonly ThorAction[], leg: BridgeLeg, network: ThorNetwork): ApiAnswer {
  const hash = keyOf(leg.tx);
  const own = actions.filter(({ outs }) => outs.some(({ tx }) => keyOf(tx) === hash));
  const findings = once(own.flatMap(({ ins }) => findingsOf(ins, network, () => 'source')));
  return { state: findings.length > 0 ? 'found' : 'unknown', findings, notes: [] };
}

function outsOf(action: ThorAction, network: ThorNetwork) {
  const paid = action.outs.filter((out) => !isAffiliate(out, action, network));
  return findingsOf(paid, network, (asset) => (isBack(asset, action, network) ? 'refund' : 'destination'));
}

/** What a limit left over comes back as what came in. */
function isBack(asset: string, { type, ins, memo }: ThorAction, network: ThorNetwork): boolean {
  if (type === 'refund') return true;
  if (type !== 'swap' || !ins.some(({ coins }) => coins.some((coin) => coin.asset === asset))) return false;
  const wanted = memo === undefined ? undefined : parseMemo(memo, network);
  const told = parseAsset(asset, network);
  return wanted?.kind === 'swap' && typeof told !== 'string' && wanted.asset.text !== told.text;
}

/** Affiliates are paid on the network's own chain, beside what the swap pays elsewhere. */
function isAffiliate(out: ToldTransfer, { memo, outs }: ThorAction, network: ThorNetwork): boolean {
  if (out.affiliate) return true;
  if (!isHome(out, network) || outs.every((other) => isHome(other, network))) return false;
  const wanted = memo === undefined ? undefined : parseMemo(memo, network);
  return wanted?.kind !== 'swap' || wanted.asset.chain !== network.chain;
}

function isHome({ account }: ToldTransfer, { accountPrefix }: ThorNetwork): boolean {
  return account?.startsWith(`${accountPrefix}1`) === true;
}

function notesOf(action: ThorAction, network: ThorNetwork): readonly string[] {
  const { type, status, reason } = action;
  const notes: string[] = [];
  if (type === 'refund') notes.push(`refunded: ${reason ?? 'no reason is told'}`);
  if (status !== 'success' && status !== 'pending') notes.push(`${type}: ${status}`);
  for (const out of action.outs) {
    const [coin] = out.coins;
    if (out.tx !== '' || coin === undefined || isAffiliate(out, action, network)) continue;
    notes.push(
      `paid inside ${network.title}: ${coin.amount} of ${coin.asset} to ${out.account ?? 'nobody that is told'}`,
    );
  }
  return notes;
}
