import { accountId, assetId } from '@fundtrail/core';
import type { ReplayContext } from '../context.ts';
import type { Gone } from '../crossing/gone-of.ts';
import { HOLDING_KINDS } from '../holding-kinds.ts';
import { type Origin, originVector } from '../origin.ts';
import type { ChainState, Moment } from '../state.ts';
import type { LedgerAccount, Stop, Wanted } from '../types.ts';
import type { CoinState } from './coin-state.ts';

/** The row of a coin that ever got taint, or of a pot or a transit. */
export function coinRow(
  context: ReplayContext,
  chain: ChainState,
  coin: CoinState,
  gone: Gone | undefined,
): LedgerAccount {
  const units = context.state.units.length;
  const { tainted, spentBy } = coin;
  const kind = gone?.done === true ? 'resting' : coin.kind;
  const { block, time, tx } = coin.first ?? coin.made;
  const origin = coin.origin.map((part) => originVector(part, units));
  const holds = spentBy === undefined && (coin.followed || HOLDING_KINDS.has(kind));
  return {
    account: accountId(chain.id, coin.address),
    owner: coin.owner === undefined ? null : accountId(chain.id, coin.owner),
    spentBy: spentBy ?? null,
    asset: assetId(chain.id, 'native'),
    hops: coin.hops,
    firstTaint: { block, time, tx },
    received: tainted.slice(),
    resting: holds ? tainted.slice() : tainted.map(() => 0n),
    originReceived: origin,
    originResting: holds ? origin : origin.map((part) => part.map(() => 0n)),
    kind,
    stop: coin.stop ?? limitStop(context, coin),
    gap: coin.seen ? 0n : coin.amount,
  };
}

/** Why a coin is not followed that is near enough to be: so many were before it. */
function limitStop({ options }: ReplayContext, { kind, leadHops }: CoinState): Stop | undefined {
  if (kind !== 'budget' || leadHops >= options.maxHops) return undefined;
  return { kind: 'budget', entity: null, reason: `the limit of ${options.maxCoins} outputs was reached` };
}

/** The origin that counts as being where the coin is: none of a spent one, all that any other got. */
export function heldOriginOf(coin: CoinState, p: number): Origin {
  return coin.spentBy === undefined ? (coin.origin[p] as Origin) : 0n;
}

/** Followed coins that are not in the open set. */
export function* wantedCoins({ state, options }: ReplayContext): Generator<{
  readonly wanted: Wanted;
  readonly first: Moment;
}> {
  for (const chain of state.chains.values()) {
    for (const { address, followed, leadHops, made } of chain.coins.values()) {
      const account = accountId(chain.id, address);
      if (!followed || options.open.has(account)) continue;
      const { block, index, time } = made;
      yield { wanted: { account, hops: leadHops, first: { chain: chain.id, block, index, time } }, first: made };
    }
  }
}
