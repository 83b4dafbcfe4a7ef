import type { Coin, Hash } from '@fundtrail/core';
import { buildTransaction, dataOutput, type Output, type OwnedCoin, sum } from '../utxo-node/build-transaction.ts';
import { type Cast, COIN } from './cast.ts';
import { planFan } from './fan-out.ts';
import { openReorg, type ReorgPlan } from './play-reorg.ts';
import type { Stage } from './stage.ts';
import type { StoryReorg } from './story.ts';

/** What of the loot is peeled off, all hops together; the rest is for what comes after. */
const PEELED = 400n * COIN;
/** More than the first version pays by what relaying it again costs. */
const REPLACING_FEE = 60_000n;

export type PeelOptions = { readonly hops: number; readonly hopsPerBlock: number; readonly reorg?: ReorgPlan };

/** What the chain of payments leaves behind. */
export type Peeled = {
  /** Where it ends. */
  readonly rest: OwnedCoin;
  readonly replaced: { readonly hash: Hash; readonly by: Hash; readonly coin: Coin };
  readonly reorg?: StoryReorg;
};

/**
 * The chain of payments. Each hop pays some off: every tenth to the exchange, some to wallets that fan out and in part are consolidated
 * later, the others to fresh wallets; some carry data. In the middle, a payment that waits is replaced. Blocks hold several hops, so that
 * most of what is spent was made in the same block.
 */
export async function playPeel(stage: Stage, cast: Cast, options: PeelOptions): Promise<Peeled> {
  const { thief, deposits } = cast;
  const { random } = stage;
  const { hops, hopsPerBlock } = options;
  const usual = PEELED / BigInt(hops);
  const fans = new Set(spread(hops, Math.max(1, Math.floor(hops / 150))));
  const data = new Set(spread(hops, Math.max(2, Math.floor(hops / 40))));
  const middle = Math.floor(hops / 2);
  const reorg = options.reorg === undefined ? undefined : openReorg(stage, cast, options.reorg);
  const later: (() => void)[] = [];
  let replaced: Peeled['replaced'] | undefined;
  let rest = cast.loot;
  const mine = async (): Promise<void> => {
    await stage.mine();
    await reorg?.next();
    later.shift()?.();
  };

  for (let hop = 0; hop < hops; hop += 1) {
    const fresh = thief.lock(stage.form()).script;
    const change = thief.lock(stage.form()).script;
    const outputs: Output[] = [
      {
        script: hop % 10 === 7 ? random.pick(deposits) : fresh,
        amount: (usual * BigInt(random.between(20, 180))) / 100n,
      },
      ...(data.has(hop) ? [dataOutput(`memo ${hop}`)] : []),
    ];
    const left = rest.amount - sum(outputs) - stage.fee();
    // Neither the place nor the form tells which is the change.
    outputs.splice(random.between(0, 1), 0, { script: change, amount: left });
    if (hop === middle) {
      // What it spends must be mined: the node does not know what waits on the stage.
      await mine();
      replaced = await replace(stage, rest, outputs, change);
    } else stage.act('peel', [rest], outputs);
    const coins = thief.coinsOf(stage.newest());
    const wallet = coins.find(({ lock }) => lock.script === fresh);
    if (wallet !== undefined && fans.has(hop)) later.push(...planFan(stage, cast, wallet));
    else if (wallet !== undefined) reorg?.offer(wallet);
    rest = coins.find(({ lock }) => lock.script === change) ?? rest;
    if (stage.waiting() >= hopsPerBlock) await mine();
  }
  while (stage.waiting() > 0) await mine();
  const played = await reorg?.played();
  if (replaced === undefined) throw new TypeError('nothing was replaced');
  return { rest, replaced, ...(played === undefined ? {} : { reorg: played }) };
}

/** Sends a payment, and another of the same coin in its place: the second one is of the story. */
async function replace(
  stage: Stage,
  coin: OwnedCoin,
  outputs: readonly Output[],
  change: string,
): Promise<Peeled['replaced']> {
  const first = buildTransaction([coin], outputs, { rbf: true });
  await stage.node.send(first.hex);
  const dearer = outputs.map((output) =>
    output.script === change ? { ...output, amount: output.amount - REPLACING_FEE } : output,
  );
  const second = buildTransaction([coin], dearer, { rbf: true });
  await stage.node.send(second.hex);
  stage.add('replaced', second);
  return { hash: first.hash, by: second.hash, coin: first.inputs[0] ?? '' };
}

/** Some hops, evenly among all, never one that pays the exchange or is replaced. */
function spread(hops: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => {
    const hop = Math.floor(((at + 0.3) * hops) / count);
    return hop % 10 === 7 ? hop + 1 : hop;
  });
}
