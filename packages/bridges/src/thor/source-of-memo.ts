import type { ChainName } from '@fundtrail/core';
import type { DraftLeg } from '../adapter.ts';
import { accountOn } from './accounts.ts';
import type { Memo, SwapMemo } from './memo.ts';
import type { ThorNetwork } from './network.ts';

/** What a leg says of where it goes. */
type Goal = Pick<DraftLeg, 'toChain' | 'toAccount' | 'toAsset' | 'minOut'> & { readonly notes: readonly string[] };

/** A few units that carry the wish: what is paid for it was there before. */
const WITHDRAWS = 'asks for what was added before: what is paid for it is not this amount';

/**
 * Why the network pays nobody for a deposit with such a memo: it is a deposit all the same, and comes back. Undefined where it may pay.
 * @param sender in stored form; stands for a receiver that is left out
 */
export function unpayable(memo: Memo, sender: string | undefined): string | undefined {
  if (memo.kind === 'fault') return memo.reason;
  if (memo.kind !== 'swap' || memo.to !== undefined || sender === undefined) return undefined;
  const { chain } = memo.asset;
  return ownAccount(sender, chain) === undefined
    ? `names no receiver, and its sender has no account on ${chain}`
    : undefined;
}

/**
 * What a memo with a deposit says of its other side. Where it can only come back, that has no chain and no account. Undefined where it is
 * none of anybody's: vaults among themselves, and what only a vault can say.
 * @param sender in stored form; stands for a receiver that is left out
 */
export function sourceOfMemo(memo: Memo, network: ThorNetwork, sender: string | undefined): Goal | undefined {
  switch (memo.kind) {
    case 'fault':
      return { notes: [`can only come back: ${memo.reason}`] };
    case 'swap': {
      const reason = unpayable(memo, sender);
      return reason === undefined
        ? goalOfSwap(memo, network, sender)
        : { notes: [`can only come back: ${reason}`, ...swapNotes(memo, network)] };
    }
    case 'credit':
      return {
        toChain: network.chain,
        toAccount: memo.account,
        ...(memo.asset === undefined ? {} : { toAsset: memo.asset.text }),
        notes: [memo.action === 'withdraw' ? WITHDRAWS : `stays in ${network.title}: ${memo.action}`],
      };
    case 'reference':
      return { notes: [`stands for a memo that ${network.title} was told before: ${memo.reference}`] };
    case 'internal':
    case 'out':
    case 'refund':
      return undefined;
  }
}

function goalOfSwap(memo: SwapMemo, network: ThorNetwork, sender: string | undefined): Goal {
  const { asset, to, limit } = memo;
  const goal = {
    toChain: asset.chain,
    toAsset: asset.text,
    ...(limit === 0n ? {} : { minOut: limit }),
    notes: swapNotes(memo, network),
  };
  if (to === undefined) {
    if (sender === undefined) return { ...goal, notes: [...goal.notes, 'goes back to its sender, who is not known'] };
    const own = ownAccount(sender, asset.chain);
    return own === undefined ? goal : { ...goal, toAccount: own };
  }
  if ('account' in to) return { ...goal, toAccount: to.account };
  return {
    ...goal,
    notes: [...goal.notes, `goes to ${JSON.stringify(to.name)}, a name that ${network.title} resolves`],
  };
}

/** The account of the same holder: on EVM chains the same address, on UTXO chains the same script where the chain has such. */
function ownAccount(sender: string, chain: ChainName): string | undefined {
  return chain.startsWith('bip122:') && /^0x[0-9a-f]{44,}$/.test(sender) ? sender : accountOn(sender, chain);
}

function swapNotes(memo: SwapMemo, { title }: ThorNetwork): readonly string[] {
  const { order, interval, quantity, affiliates, refundTo, aggregator, finalToken, tail, asset } = memo;
  const notes: string[] = [];
  if (order === 'limit') notes.push('waits for its price');
  if (order === 'loan') notes.push(`a loan of ${title}`);
  if (asset.kind !== 'layer1') notes.push(`stays in ${title} as a ${asset.kind} asset`);
  if (interval > 0 || quantity > 1) {
    notes.push(`streams in ${quantity === 0 ? 'as many parts as fit' : `${quantity} parts`}, every ${interval} blocks`);
  }
  for (const { name, points } of affiliates) {
    notes.push(`affiliate ${name}${points === undefined ? '' : `: ${points} basis points`}`);
  }
  if (refundTo !== undefined) notes.push(`comes back to ${refundTo} if it fails`);
  if (aggregator !== undefined) {
    notes.push(`swapped on by the aggregator …${aggregator}${finalToken === undefined ? '' : ` for …${finalToken}`}`);
  }
  if (tail !== undefined) notes.push('brings data for a contract');
  return notes;
}
