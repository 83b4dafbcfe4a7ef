import { type Address, ZERO_ADDRESS } from '@fundtrail/core';
import type { DraftLeg } from '../adapter.ts';
import type { TransactionContext } from '../read/contexts.ts';
import { type ThorNetwork, VAULT_ROUTER } from './network.ts';
import { parseMemo } from './parse-memo.ts';
import type { Payout, PayoutPart } from './payout-events.ts';

/** The side and key that a payout's memo says; undefined where it is none. A memo that cannot be read is one with a fault. */
export function arrivalOf(network: ThorNetwork, at: TransactionContext, text: string): DraftLeg | undefined {
  const memo = parseMemo(text, network);
  if (memo.kind === 'fault') {
    return { kind: 'leg', side: 'destination', toChain: at.chain, memo: text, fault: memo.reason };
  }
  if (memo.kind !== 'out' && memo.kind !== 'refund') return undefined;
  const side = memo.kind === 'out' ? 'destination' : 'refund';
  return { kind: 'leg', side, key: memo.hash, toChain: at.chain, memo: text };
}

/** The leg of a payout as a router tells it. */
export function paid(
  network: ThorNetwork,
  at: TransactionContext,
  payout: Payout,
  router: Address,
  role: string,
): DraftLeg | undefined {
  const arriving = arrivalOf(network, at, payout.memo);
  if (arriving === undefined) return undefined;
  const { to, amount, target, finalToken } = payout;
  const asset = payout.asset === ZERO_ADDRESS ? 'native' : payout.asset;
  const bounced = target === undefined && isBounced(at, payout, router);
  return {
    ...arriving,
    ...(bounced ? { fault: BOUNCED } : {}),
    toAccount: to,
    asset,
    amount,
    custody: [payerOf(at, payout, router, role)],
    notes: target === undefined ? [] : [swapNote(target, finalToken)],
    part: { payout } satisfies PayoutPart,
  };
}

export const BOUNCED = 'the payment failed: it went back to the vault';

function swapNote(target: Address, finalToken: Address | undefined): string {
  const token = finalToken === undefined || finalToken === ZERO_ADDRESS ? '' : ` for the token ${finalToken}`;
  return `swapped by the aggregator ${target}${token}`;
}

/** V1 to V4.1 tell a native payout that its receiver refused as if it were paid. */
function isBounced(at: TransactionContext, { vault, to, asset, amount }: Payout, router: Address): boolean {
  if (asset !== ZERO_ADDRESS || to === vault) return false;
  const native = { asset: 'native', from: router, amount };
  return at.moved({ ...native, to: vault }).length > 0 && at.moved({ ...native, to }).length === 0;
}

/** Who pays: of native value the vault, of tokens whom the version of the router leaves them with. */
function payerOf(at: TransactionContext, { vault, to, asset, amount }: Payout, router: Address, role: string): Address {
  const native = asset === ZERO_ADDRESS;
  const pays = (from: Address): boolean => at.moved({ asset: native ? 'native' : asset, from, to, amount }).length > 0;
  // Of a batch the vault's one payment is for all: what the router hands on tells them apart.
  if (native) return at.value > amount && pays(router) ? router : vault;
  const [first, second] = role === VAULT_ROUTER ? [vault, router] : [router, vault];
  return !pays(first) && pays(second) ? second : first;
}
