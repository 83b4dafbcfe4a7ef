import type { BridgeSide } from '@fundtrail/core';
import type { ApiFinding } from '../adapter.ts';
import { findingOf } from '../decode/answer.ts';
import type { ToldTransfer } from './actions.ts';
import { parseAsset } from './assets.ts';
import type { ThorNetwork } from './network.ts';

const HASH = /^[0-9a-f]{64}$/i;

/**
 * Transactions that an answer names, each as its chain writes them. What is paid inside the network has none, and is left out.
 * @param sideOf of each asset that is told: a part of a swap may come back
 */
export function findingsOf(
  transfers: readonly ToldTransfer[],
  network: ThorNetwork,
  sideOf: (asset: string) => BridgeSide,
): readonly ApiFinding[] {
  return transfers.flatMap(({ tx, account, coins }): ApiFinding[] => {
    const [coin] = coins;
    if (coin === undefined || tx === '') return [];
    const asset = parseAsset(coin.asset, network);
    if (typeof asset === 'string') return [];
    const hash = HASH.test(tx) && asset.chain.startsWith('eip155:') ? `0x${tx}` : tx;
    const written = HASH.test(tx) ? hash.toLowerCase() : tx;
    // Answers write EVM addresses in any case, not always that of their checksum.
    const receiver = asset.chain.startsWith('eip155:') ? account?.toLowerCase() : account;
    return [
      findingOf(sideOf(coin.asset), asset.chain, written, {
        account: receiver,
        asset: asset.text,
        amount: coin.amount,
      }),
    ];
  });
}

/** The same transaction is told under several actions, and its sums with it. */
export function once(findings: readonly ApiFinding[]): readonly ApiFinding[] {
  const found = new Map<string, ApiFinding>();
  for (const finding of findings) {
    const id = `${finding.chain} ${finding.tx} ${finding.account}`;
    if (!found.has(id)) found.set(id, finding);
  }
  return [...found.values()];
}
