import type { Address } from '@fundtrail/core';
import { getCreate2Address, Interface, solidityPackedKeccak256 } from 'ethers';
import { creationCode } from '../contracts/artefact.ts';
import { approve, NO_DEADLINE, sendNothing, sendToken } from '../contracts/erc20.ts';
import { readArtefact } from './contracts.ts';
import { CALL_GAS, type Stage } from './stage.ts';

const WRAPPER = new Interface(['function withdraw(uint256 amount)']);
/** keccak256 of UniswapV2Pair's creation code, as the router has it built in. */
const PAIR_CODE_HASH = '0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f';

/** A pool of Uniswap V2 of the native asset and a token, and what can be done there. */
export type Pool = {
  readonly pool: Address;
  readonly token: Address;
  /** Pays native into the pool, receives token; resolves to how much. */
  buy(who: Address, amount: bigint): Promise<bigint>;
  /** The other way. */
  sell(who: Address, amount: bigint): Promise<bigint>;
};

/** What the pools of a market share. */
export type MarketContracts = { readonly weth: Address; readonly factory: Address; readonly router: Address };

/** Uniswap V2 with one pool of the native asset and a token, and what can be done there. */
export type Market = Pool &
  MarketContracts & {
    wrap(who: Address, amount: bigint): Promise<void>;
    unwrap(who: Address, amount: bigint): Promise<void>;
    send(asset: Address, from: Address, to: Address, amount: bigint): Promise<void>;
    /** Moves nothing in another's name, as address poisoners do: it needs no allowance. */
    sendNothing(asset: Address, by: Address, from: Address, to: Address): Promise<void>;
  };

export type Reserves = { readonly native: bigint; readonly token: bigint };

/** Creates the contracts from their published code and fills the pool from `maker`'s money. */
export async function openMarket(stage: Stage, maker: Address, reserves: Reserves): Promise<Market> {
  const { book } = stage;
  const supply = reserves.token * 2n;
  const weth = await stage.create(maker, creationCode(readArtefact('weth')));
  const factory = await stage.create(maker, creationCode(readArtefact('factory'), [maker]));
  const router = await stage.create(maker, creationCode(readArtefact('router'), [factory, weth]));
  const token = await stage.create(maker, creationCode(readArtefact('token'), [supply]));
  book.make(token, maker, supply);
  const contracts = { weth, factory, router };
  return {
    ...contracts,
    ...(await openPool(stage, maker, contracts, token, reserves)),
    wrap: async (who, amount) => {
      await stage.act({ from: who, to: weth, value: amount, gas: CALL_GAS });
      book.make(weth, who, amount);
    },
    unwrap: async (who, amount) => {
      await stage.act({ from: who, to: weth, data: WRAPPER.encodeFunctionData('withdraw', [amount]) });
      book.destroy(weth, who, amount);
      book.move('native', weth, who, amount);
    },
    send: async (asset, from, to, amount) => void (await sendToken(stage, asset, from, to, amount)),
    sendNothing: async (asset, by, from, to) => void (await sendNothing(stage, asset, by, from, to)),
  };
}

/** Opens the pool of a token that moves just what it is told to, and fills it from `maker`'s money. */
export async function openPool(
  stage: Stage,
  maker: Address,
  { weth, factory, router }: MarketContracts,
  token: Address,
  reserves: Reserves,
): Promise<Pool> {
  const { book } = stage;
  const { abi } = readArtefact('router');
  const pool = poolOf(factory, weth, token);
  let held = { native: reserves.native, token: reserves.token };
  const route = (name: string, args: readonly unknown[]): string => abi.encodeFunctionData(name, args);
  /** Between the account and the pool the router wraps: the book follows the money through. */
  const intoPool = (amount: bigint): void => {
    book.move('native', router, weth, amount);
    book.make(weth, pool, amount);
  };

  await approve(stage, token, maker, router, reserves.token);
  const liquidity = [token, reserves.token, reserves.token, reserves.native, maker, NO_DEADLINE];
  await stage.act({
    from: maker,
    to: router,
    value: reserves.native,
    data: route('addLiquidityETH', liquidity),
    gas: CREATE_POOL_GAS,
  });
  book.move(token, maker, pool, reserves.token);
  intoPool(reserves.native);

  return {
    pool,
    token,
    buy: async (who, amount) => {
      const out = quote(amount, held.native, held.token);
      const data = route('swapExactETHForTokens', [out, [weth, token], who, NO_DEADLINE]);
      await stage.act({ from: who, to: router, value: amount, data });
      intoPool(amount);
      book.move(token, pool, who, out);
      held = { native: held.native + amount, token: held.token - out };
      return out;
    },
    sell: async (who, amount) => {
      const out = quote(amount, held.token, held.native);
      await approve(stage, token, who, router, amount);
      const data = route('swapExactTokensForETH', [amount, out, [token, weth], who, NO_DEADLINE]);
      await stage.act({ from: who, to: router, data });
      book.move(token, who, pool, amount);
      book.destroy(weth, pool, out);
      book.move('native', weth, who, out);
      held = { native: held.native - out, token: held.token + amount };
      return out;
    },
  };
}

/** The first liquidity creates the pair's contract too. */
const CREATE_POOL_GAS = 4_000_000n;

/** Uniswap V2's constant product with its fee of 0.3 %, rounded as it rounds. */
export function quote(amountIn: bigint, reserveIn: bigint, reserveOut: bigint): bigint {
  const paid = amountIn * 997n;
  return (paid * reserveOut) / (reserveIn * 1000n + paid);
}

function poolOf(factory: Address, one: Address, other: Address): Address {
  const [first, second] = one < other ? [one, other] : [other, one];
  const salt = solidityPackedKeccak256(['address', 'address'], [first, second]);
  return getCreate2Address(factory, salt, PAIR_CODE_HASH).toLowerCase();
}
