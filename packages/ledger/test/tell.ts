import { addressOf, CHAIN, ZERO } from './facts.ts';
import type { World } from './worlds.ts';

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'P1', 'P2', 'P3', 'X', 'M', 'U', 'WETH', 'USDC', 'DAI'];

/** A world as a person reads it: its options, its seeds, then a line per transaction that moves something. */
export function tellWorld({ world, transactions }: World): readonly string[] {
  const { policies = [], seeds = [], maxHops, priceOf } = world;
  const said = seeds.map((seed) => {
    if (seed.kind === 'transaction') {
      return `seed block ${BigInt(seed.hash)}${seed.account === undefined ? '' : ` @ ${seed.account}`}`;
    }
    const { account, fromBlock, asset = '', amount = '' } = seed;
    return `seed ${account} from block ${fromBlock} ${amount} ${asset}`;
  });
  const rows = transactions.flatMap(({ block, success, legs }) => {
    const shown = success ? legs : legs.filter((leg) => leg.kind === 'fee');
    const moved = shown.map(({ kind, from, to, amount, asset }) => `${from} > ${to} ${amount} ${asset} ${kind}`);
    return moved.length === 0 ? [] : [`block ${block}${success ? '' : ' failed'}: ${moved.join(', ')}`];
  });
  return [
    `${policies[0]} leads, ${maxHops} hops, ${priceOf === undefined ? 'no prices' : 'prices'}`,
    ...[...said, ...rows].map(shorten),
  ];
}

/** Names instead of addresses. */
export function shorten(text: string): string {
  const named = NAMES.reduce((short, name) => short.replaceAll(addressOf(name), name), text.replaceAll(ZERO, '0'));
  return named
    .replaceAll(`${CHAIN}/erc20:`, '')
    .replaceAll(`${CHAIN}/slip44:60`, 'ETH')
    .replaceAll(`${CHAIN}:`, '')
    .replaceAll(' native', ' ETH')
    .replaceAll(' ETH ETH', ' ETH');
}
