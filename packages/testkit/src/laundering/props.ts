import { type Address, InputError, type Label } from '@fundtrail/core';
import { parseEther, parseUnits } from 'ethers';
import { deployBatchCode } from '../contracts/batch-wallet.ts';
import { deployMultisender, type Multisender } from '../contracts/multisender.ts';
import { deploySafeContracts, type SafeContracts } from '../contracts/safe.ts';
import { deployTether, type Tether } from '../contracts/tether.ts';
import { deployUniswapV3, type UniswapV3 } from '../contracts/uniswap-v3.ts';
import { addressOf, many } from '../theft/cast.ts';
import { openPool, type Pool } from '../theft/market.ts';
import type { Opened } from '../theft/rob.ts';
import type { Play } from '../theft/scenes.ts';

/** What the thief has left feeds no more. */
const MOST_LATE = 6;
const V3_RESERVES = { weth: parseEther('1000'), token: parseEther('2000000') } as const;
const TETHER_RESERVES = { native: parseEther('1000'), token: parseUnits('2000000', 6) } as const;

/** A wallet that is used for one deposit only, which may turn out to be none. */
export type Late = {
  readonly wallet: Address;
  /** Of the exchange that it pays at first. */
  readonly deposit: Address;
  /** Of another exchange, where the money may go instead. */
  readonly otherDeposit: Address;
};

/** Who plays beside the cast of the theft. */
export type Extras = {
  readonly late: readonly Late[];
  /** Whom a multisender pays. */
  readonly runners: readonly Address[];
  readonly friend: Address;
};

/** What the laundering needs beside the theft. */
export type Props = {
  readonly extras: Extras;
  readonly v3: UniswapV3;
  readonly tether: Tether;
  readonly tetherPool: Pool;
  readonly multisender: Multisender;
  readonly safes: SafeContracts;
  /** What a wallet lends its name to by EIP-7702. */
  readonly batchCode: Address;
};

export type LaunderingPlay = Play & Props;

/** @param late how many late deposits there are to be. @throws InputError when they are too many. */
export async function openProps({ scenery }: Opened, late: number): Promise<Props> {
  const { stage, cast, market } = scenery;
  if (late > MOST_LATE) throw new InputError(`at most ${MOST_LATE} reorganisations can be played`, { field: 'reorgs' });
  const { maker } = cast;
  await market.wrap(maker, V3_RESERVES.weth);
  const v3 = await deployUniswapV3(stage, maker, market, V3_RESERVES);
  const tether = await deployTether(stage, maker);
  await tether.issue(TETHER_RESERVES.token);
  return {
    extras: {
      late: Array.from({ length: late }, (_, place) => ({
        wallet: addressOf(`late ${place}`),
        deposit: addressOf(`late deposit ${place}`),
        otherDeposit: addressOf(`other deposit ${place}`),
      })),
      runners: many('runner', 4),
      friend: addressOf('friend'),
    },
    v3,
    tether,
    tetherPool: await openPool(stage, maker, market, tether.address, TETHER_RESERVES),
    multisender: await deployMultisender(stage, maker),
    safes: await deploySafeContracts(stage, maker),
    batchCode: await deployBatchCode(stage, maker),
  };
}

/** What an investigator would know beforehand of them; `like` is a label of the story's. */
export function labelsOfProps(props: Props, like: Label): readonly Label[] {
  const label = (address: Address, entity: string, category: string): Label => ({ ...like, address, entity, category });
  return [
    ...props.extras.late.map(({ deposit }) => label(deposit, 'Example Exchange', 'exchange')),
    ...props.extras.late.map(({ otherDeposit }) => label(otherDeposit, 'Other Exchange', 'exchange')),
    label(props.v3.router, 'Uniswap V3 Router', 'router'),
    label(props.v3.pool, 'Uniswap V3 Pool', 'dex'),
    label(props.v3.factory, 'Uniswap V3 Factory', 'contract'),
    label(props.v3.positions, 'Uniswap V3 Positions', 'contract'),
    label(props.tether.address, 'Tether USD', 'contract'),
    label(props.tetherPool.pool, 'Uniswap V2 Pool', 'dex'),
    label(props.multisender.address, 'Example Multisender', 'contract'),
    label(props.safes.singleton, 'Safe Singleton', 'contract'),
    label(props.safes.factory, 'Safe Proxy Factory', 'contract'),
  ];
}
