import { type ThorCoin, type Thorchain, type ThorOutbound, type ThorSwap, thorHash } from './network.ts';

const NANOSECONDS = '000000000';

/** An answer of Midgard's `/v2/actions`, in the form of those recorded in 2024 and 2025. */
export function midgardActions(network: Thorchain, swap: ThorSwap | undefined): unknown {
  const actions = swap === undefined ? [] : [actionOf(network, swap)];
  return { actions, count: String(actions.length), meta: { nextPageToken: '', prevPageToken: '' } };
}

function actionOf(network: Thorchain, swap: ThorSwap): unknown {
  const { inbound, outbounds } = swap;
  const paid = outbounds.filter((out) => out.paid !== undefined);
  const isRefund = outbounds.some(({ refund }) => refund);
  const isDone = outbounds.length > 0 && paid.length === outbounds.length;
  return {
    date: `${inbound.time}${NANOSECONDS}`,
    height: String(network.heightAt(inbound.time)),
    in: [{ address: inbound.from, coins: [coinOf(inbound.coin)], txID: thorHash(inbound.hash) }],
    metadata: isRefund ? { refund: refundOf(swap) } : { swap: swapOf(network, swap) },
    out: paid.map((out) => outOf(network, out)),
    pools: isRefund ? [] : poolsOf(swap),
    status: isDone ? 'success' : 'pending',
    type: isRefund ? 'refund' : 'swap',
  };
}

function outOf(network: Thorchain, { to, coin, paid }: ThorOutbound): unknown {
  const height = String(network.heightAt(paid?.time ?? 0));
  return { address: to, coins: [coinOf(coin)], height, txID: paid === undefined ? '' : thorHash(paid.hash) };
}

function refundOf({ inbound, outbounds, reason = '' }: ThorSwap): unknown {
  return { memo: inbound.memo, networkFees: outbounds.map(({ networkFee }) => coinOf(networkFee)), reason };
}

function swapOf(network: Thorchain, { inbound, outbounds }: ThorSwap): unknown {
  const limit = inbound.memo.split(':')[3] ?? '';
  const [target = '', interval, quantity] = limit.split('/');
  const about = {
    affiliateAddress: '',
    affiliateFee: '0',
    isStreamingSwap: interval !== undefined,
    liquidityFee: '0',
    memo: inbound.memo,
    networkFees: outbounds.map(({ networkFee }) => coinOf(networkFee)),
    swapSlip: '0',
    swapTarget: target === '' ? '0' : target,
    txType: 'swap',
  };
  if (interval === undefined) return about;
  const [first] = outbounds;
  const out = { asset: first?.coin.asset ?? '', amount: outbounds.reduce((sum, { coin }) => sum + coin.amount, 0n) };
  return {
    ...about,
    inPriceUSD: '0',
    outPriceUSD: '0',
    streamingSwapMeta: {
      count: quantity ?? '0',
      depositedCoin: coinOf(inbound.coin),
      inCoin: coinOf(inbound.coin),
      interval,
      lastHeight: String(network.heightAt(inbound.time)),
      outCoin: coinOf(out),
      outEstimation: String(out.amount),
      quantity: quantity ?? '0',
    },
  };
}

function poolsOf({ inbound, outbounds }: ThorSwap): readonly string[] {
  return [...new Set([inbound.coin.asset, ...outbounds.map(({ coin }) => coin.asset)])];
}

function coinOf({ asset, amount }: ThorCoin): { readonly amount: string; readonly asset: string } {
  return { amount: String(amount), asset };
}
