import { type AccountId, type Address, accountId, type ChainId, isTransit, splitPot } from '@fundtrail/core';
import { seedStop } from '../context.ts';
import type { ChainState } from '../state.ts';
import type { ReplayOptions, Stop } from '../types.ts';
import type { CoinState } from './coin-state.ts';

const DATA_SCRIPT = '0x6a';
const BURN_STOP: Stop = { kind: 'burn', entity: null, reason: 'paid to an output that nobody can spend' };

/** An OP_RETURN: nobody can spend it. */
export function isDataScript(script: Address): boolean {
  return script.startsWith(DATA_SCRIPT);
}

/** The stop of a coin: by what its owner is, then by what became of asking for it. `seeded`: only the latter counts. */
export function coinStop(
  options: ReplayOptions,
  chain: ChainId,
  coin: Address,
  owner: Address | undefined,
  seeded: boolean,
): Stop | undefined {
  if (owner !== undefined) {
    if (isDataScript(owner)) return BURN_STOP;
    const stop = options.stopOf(accountId(chain, owner));
    const counts = seeded ? seedStop(stop) : stop;
    if (counts !== undefined) return counts;
  }
  const stop = options.stopOf(accountId(chain, coin));
  return seeded ? seedStop(stop) : stop;
}

/** A coin whose stop would be another if it were made now. */
export function findChangedCoin(options: ReplayOptions, chain: ChainState): AccountId | undefined {
  for (const coin of chain.coins.values()) {
    if (!standsForMany(coin) && stopNow(options, chain, coin)?.kind !== coin.stop?.kind)
      return accountId(chain.id, coin.address);
  }
  return undefined;
}

function stopNow(options: ReplayOptions, chain: ChainState, coin: CoinState): Stop | undefined {
  return coinStop(options, chain.id, coin.address, coin.owner, coin.seeded);
}

/** A pot or a transit: it is what it is. */
function standsForMany({ address }: CoinState): boolean {
  return splitPot(address) !== undefined || isTransit(address);
}
