import type { AssetRef } from '@fundtrail/core';
import type { EvmSide } from './evm-side.ts';
import type { Play } from './scenery.ts';
import type { CrossingEnding } from './truth.ts';

/** Where the thief's money is now: by the book on EVM chains, coin by coin on the UTXO chain. What is zero is left out. */
export function endingsOf({ a, b, c, coins, cast, pool, cctpB, cctpC, thiefsCoins }: Play): readonly CrossingEnding[] {
  const { thief, direct, swapper, refunded, pending, plain, landing, runner } = cast;
  const held = (side: EvmSide, account: string, asset: AssetRef, kind: CrossingEnding['kind']): CrossingEnding => ({
    ...{ kind, chain: side.id, account, asset },
    amount: side.stage.book.balance(account, asset),
  });
  const exchange = [cast.deposit, cast.hotWallet].map((account) => held(c, account, cctpC.usdc, 'exchange'));
  const onA = [thief, direct, swapper, refunded, pending, plain];
  return [
    ...onA.map((account) => held(a, account, 'native', 'resting')),
    held(a, swapper, pool.token, 'resting'),
    ...thiefsCoins.coins.map(({ lock, amount }) => ({
      ...{ kind: 'resting' as const, chain: coins.id, account: lock.script, asset: 'native' as const, amount },
    })),
    held(b, landing, 'native', 'resting'),
    held(b, landing, cctpB.usdc, 'resting'),
    held(c, runner, 'native', 'resting'),
    held(c, runner, cctpC.usdc, 'resting'),
    ...exchange,
  ].filter(({ amount }) => amount > 0n);
}
