import type { Address } from '@fundtrail/core';
import { AbiCoder, getCreate2Address, keccak256, ZeroAddress } from 'ethers';
import type { Stage } from '../theft/stage.ts';
import { creationCode, publishedContract } from './artefact.ts';
import { approve, NO_DEADLINE } from './erc20.ts';
import { openPool, type PoolState, sqrtPriceOf, swapExact } from './uniswap-v3-math.ts';

/** 0.3 %, in millionths. */
const FEE = 3_000n;
const TICK = 887_220;
/** keccak256 of UniswapV3Pool's creation code, as the router has it built in. */
const POOL_CODE_HASH = '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';
const CREATE_POOL_GAS = 6_000_000n;
const MINT_GAS = 1_000_000n;

/** Uniswap V3 with one pool of wrapped native and a token, of 0.3 %, with one position over its whole range. */
export type UniswapV3 = {
  readonly factory: Address;
  readonly router: Address;
  readonly positions: Address;
  readonly pool: Address;
  /** Pays native through the router, which wraps it; the pool pays the token first. Resolves to how much. */
  buy(who: Address, amount: bigint): Promise<bigint>;
  /** The other way; the router unwraps what it receives and passes it on. */
  sell(who: Address, amount: bigint): Promise<bigint>;
};

/** Creates the contracts from their published code and fills the pool with the maker's wrapped native and tokens. */
export async function deployUniswapV3(
  stage: Stage,
  maker: Address,
  assets: { readonly weth: Address; readonly token: Address },
  reserves: { readonly weth: bigint; readonly token: bigint },
): Promise<UniswapV3> {
  const { book } = stage;
  const { weth, token } = assets;
  const routerCode = publishedContract('@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json');
  const positionsCode = publishedContract(
    '@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json',
  );
  const factoryCode = publishedContract(
    '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json',
  );
  const factory = await stage.create(maker, creationCode(factoryCode));
  const router = await stage.create(maker, creationCode(routerCode, [factory, weth]));
  const positions = await stage.create(maker, creationCode(positionsCode, [factory, weth, ZeroAddress]));

  const wethIsFirst = weth < token;
  const [token0, token1] = wethIsFirst ? [weth, token] : [token, weth];
  const [amount0, amount1] = wethIsFirst ? [reserves.weth, reserves.token] : [reserves.token, reserves.weth];
  const salt = keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'address', 'uint24'], [token0, token1, FEE]));
  const pool = getCreate2Address(factory, salt, POOL_CODE_HASH).toLowerCase();

  const create = [token0, token1, FEE, sqrtPriceOf(amount0, amount1)];
  const data = positionsCode.abi.encodeFunctionData('createAndInitializePoolIfNecessary', create);
  await stage.act({ from: maker, to: positions, data, gas: CREATE_POOL_GAS });
  for (const [asset, amount] of [
    [token0, amount0],
    [token1, amount1],
  ] as const)
    await approve(stage, asset, maker, positions, amount);
  const position = {
    token0,
    token1,
    fee: FEE,
    tickLower: -TICK,
    tickUpper: TICK,
    amount0Desired: amount0,
    amount1Desired: amount1,
  };
  const mint = { ...position, amount0Min: 0n, amount1Min: 0n, recipient: maker, deadline: NO_DEADLINE };
  await stage.act({
    from: maker,
    to: positions,
    data: positionsCode.abi.encodeFunctionData('mint', [mint]),
    gas: MINT_GAS,
  });
  const opened = openPool(amount0, amount1);
  book.move(token0, maker, pool, opened.taken0);
  book.move(token1, maker, pool, opened.taken1);
  let state: PoolState = opened;

  const swap = (from: Address, amountIn: bigint, recipient: Address, out: bigint): string => {
    const [tokenIn, tokenOut] = from === weth ? [weth, token] : [token, weth];
    const asked = { tokenIn, tokenOut, fee: FEE, recipient, deadline: NO_DEADLINE, amountIn, amountOutMinimum: out };
    return routerCode.abi.encodeFunctionData('exactInputSingle', [{ ...asked, sqrtPriceLimitX96: 0n }]);
  };
  return {
    factory,
    router,
    positions,
    pool,
    buy: async (who, amount) => {
      const { out, after } = swapExact(state, wethIsFirst, amount, FEE);
      await stage.act({ from: who, to: router, value: amount, data: swap(weth, amount, who, out) });
      book.move('native', router, weth, amount);
      book.make(weth, pool, amount);
      book.move(token, pool, who, out);
      state = after;
      return out;
    },
    sell: async (who, amount) => {
      const { out, after } = swapExact(state, !wethIsFirst, amount, FEE);
      await approve(stage, token, who, router, amount);
      // The zero address stands for the router itself.
      const unwrap = routerCode.abi.encodeFunctionData('unwrapWETH9', [out, who]);
      const calls = routerCode.abi.encodeFunctionData('multicall', [[swap(token, amount, ZeroAddress, out), unwrap]]);
      await stage.act({ from: who, to: router, data: calls });
      book.move(token, who, pool, amount);
      book.destroy(weth, pool, out);
      book.move('native', weth, who, out);
      state = after;
      return out;
    },
  };
}
