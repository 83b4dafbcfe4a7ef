import type { Address, ChainId } from '@fundtrail/core';
import type { Play } from './scenery.ts';

/** An account of a protocol, in the form that a reader of bridges takes beside its own rows. */
export type LocatedAccount = {
  readonly protocol: string;
  readonly role: string;
  readonly chain: ChainId;
  readonly address: Address;
  readonly source: string;
  /** ISO date. */
  readonly asOf: string;
};

/**
 * The vaults of the played network: all that a registry cannot know, as routers, messengers and tokens lie where they are on the real
 * chains.
 */
export function locatedOf({ network, a, b, coins }: Play): readonly LocatedAccount[] {
  const ids = { ETH: a.id, AVAX: b.id, LTC: coins.id } as const;
  return network.vaults.map(({ chain, stored }) => ({
    protocol: 'thorchain',
    role: 'Vault',
    chain: ids[chain],
    address: stored,
    source: 'the played network',
    asOf: '2025-02-20',
  }));
}
