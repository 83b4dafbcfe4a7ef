import type { ChainName } from '@fundtrail/core';
import { parseNamed } from './accounts.ts';
import { parseAmount, parseCount } from './amounts.ts';
import { parseAsset } from './assets.ts';
import { type Affiliate, type FaultyMemo, fault, type SwapMemo } from './memo.ts';
import type { ThorNetwork } from './network.ts';

const MOST_POINTS = 10_000;
/** Places of what a swap says, counted from its function. */
const [ASSET, TO, LIMIT, AFFILIATE, POINTS, AGGREGATOR, TOKEN, MINIMUM] = [1, 2, 3, 4, 5, 6, 7, 8];

type Limit = Pick<SwapMemo, 'limit' | 'interval' | 'quantity'>;

/** `=:ASSET:DEST[/REFUND]:LIM[/INTERVAL/QUANTITY]:AFF[/AFF2…]:BPS[/BPS2…]:DEXAGG:FINALTOKEN:MINOUT`; all behind the asset may be missing. */
export function parseSwap(
  parts: readonly string[],
  order: SwapMemo['order'],
  tail: string | undefined,
  network: ThorNetwork,
): SwapMemo | FaultyMemo {
  const part = (place: number): string => parts[place] ?? '';
  if (part(ASSET) === '') return fault('the memo names no asset');
  const asset = parseAsset(part(ASSET), network);
  if (typeof asset === 'string') return fault(asset);
  const to = parseReceiver(part(TO), asset.chain);
  if ('fault' in to) return fault(to.fault);
  const limit = parseLimit(part(LIMIT));
  if (typeof limit === 'string') return fault(limit);
  const affiliates = parseAffiliates(part(AFFILIATE), part(POINTS));
  if (typeof affiliates === 'string') return fault(affiliates);
  return {
    kind: 'swap',
    order,
    asset,
    ...to,
    ...limit,
    affiliates,
    aggregator: part(AGGREGATOR) || undefined,
    finalToken: part(TOKEN) || undefined,
    // The network ignores one that it cannot read.
    finalMinimum: parseAmount(part(MINIMUM)),
    tail,
  };
}

function parseReceiver(text: string, chain: ChainName): Pick<SwapMemo, 'to' | 'refundTo'> | { readonly fault: string } {
  const slash = text.indexOf('/');
  const receiver = slash < 0 ? text : text.slice(0, slash);
  const refundTo = (slash < 0 ? '' : text.slice(slash + 1)) || undefined;
  if (receiver !== '') {
    const named = parseNamed(receiver, chain);
    return 'fault' in named ? named : { to: named, refundTo };
  }
  if (refundTo !== undefined) return { fault: 'the memo says where to refund to, but not where to pay' };
  return { to: undefined, refundTo };
}

function parseLimit(text: string): Limit | string {
  const [limit = '', interval = '', quantity = '', ...more] = text.split('/');
  const amount = parseAmount(limit || '0');
  const blocks = parseCount(interval || '0');
  const number = parseCount(quantity || '0');
  if (amount === undefined || blocks === undefined || number === undefined || more.length > 0) {
    return `${JSON.stringify(text)} is no limit`;
  }
  return { limit: amount, interval: blocks, quantity: number };
}

/** Names and points go together by their place; one number is for all of them. */
function parseAffiliates(names: string, points: string): readonly Affiliate[] | string {
  if (names === '') return [];
  const listed = names.split('/');
  const told = points === '' ? [] : points.split('/');
  if (told.length > 1 && told.length !== listed.length) {
    return `${listed.length} affiliates have ${told.length} numbers of points`;
  }
  const affiliates: Affiliate[] = [];
  let sum = 0;
  for (const [place, name] of listed.entries()) {
    const text = told.length === 1 ? (told[0] ?? '') : (told[place] ?? '');
    const number = text === '' ? undefined : parseCount(text);
    if (text !== '' && number === undefined) return `${JSON.stringify(text)} is no number of points`;
    sum += number ?? 0;
    affiliates.push({ name, points: number });
  }
  return sum > MOST_POINTS ? `affiliates may not get ${sum} points` : affiliates;
}
