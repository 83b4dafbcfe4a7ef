import type { Address, Label } from '@fundtrail/core';
import { parseEther } from 'ethers';
import type { Anvil } from '../anvil/start-anvil.ts';
import { creationCode, ownContract } from '../contracts/artefact.ts';
import { readArtefact, vaultCode } from '../theft/contracts.ts';
import { openPool, type Pool } from '../theft/market.ts';
import { CALL_GAS } from '../theft/stage.ts';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { type CctpSide, openCctp } from './cctp.ts';
import { type CoinSide, openCoinSide } from './coin-side.ts';
import { type EvmSide, openEvmSide } from './evm-side.ts';
import { CHAIN_A, CHAIN_B, CHAIN_C, MARKET_A, THORCHAIN_ROUTERS } from './places.ts';
import { createPocket, type Pocket } from './pocket.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createStoryClock } from './story-clock.ts';
import { depositWithExpiry } from './thor-router.ts';
import { createThorchain, type Thorchain } from './thorchain/network.ts';

/** Amounts of what is there before the theft. */
export const STOLEN = parseEther('400');
export const POOL = { native: parseEther('2000'), token: parseEther('4000000') } as const;
const VAULT_NATIVE = parseEther('3000');
const VAULT_USDC = 1_000_000_000_000n;
/** Blocks of 50 coins that the bank mines. */
const BANK_BLOCKS = 20;
const COIN = 100_000_000n;
/** Base units of the coins that the network's vault begins with: it pays out of several. */
const VAULT_COINS = [300n, 200n, 150n, 100n].map((coins) => coins * COIN);
const CERTAIN = 100;
const SOURCE = 'the played crossing';

/** Who plays. EVM accounts are the same on every chain. */
export type CrossingCast = {
  readonly thief: Address;
  /** Wallets of the split, by what they do. */
  readonly direct: Address;
  readonly swapper: Address;
  readonly refunded: Address;
  readonly pending: Address;
  readonly plain: Address;
  /** The thief on chain B. */
  readonly landing: Address;
  /** The thief on chain C. */
  readonly runner: Address;
  readonly deposit: Address;
  readonly hotWallet: Address;
  /** The network's vault on EVM chains: an account. */
  readonly vault: Address;
  /** Whom bad actors pay. */
  readonly stranger: Address;
  readonly attacker: Address;
  /** Clean, with money on every chain. */
  readonly funder: Address;
  readonly relayer: Address;
};

/** Everything that the steps play with. */
export type Play = {
  readonly a: EvmSide;
  readonly b: EvmSide;
  readonly c: EvmSide;
  readonly coins: CoinSide;
  readonly cast: CrossingCast;
  readonly network: Thorchain;
  readonly record: Recorder;
  /** The bridge that is robbed, the token and its pool, and the wrapper, all on chain A. */
  readonly robbed: Address;
  readonly pool: Pool;
  readonly swapIn: Address;
  readonly cctpB: CctpSide;
  readonly cctpC: CctpSide;
  readonly thiefsCoins: Pocket;
  readonly vaultsCoins: Pocket;
  readonly labels: readonly Label[];
};

export type SceneryOptions = {
  readonly a: Anvil;
  readonly utxo: UtxoNode;
  readonly b: Anvil;
  readonly c: Anvil;
  readonly seed: number;
};

/** Opens all that is there before the theft. The chains must be new. */
export async function openScenery({ a, utxo, b, c, seed }: SceneryOptions): Promise<Play> {
  const clock = createStoryClock();
  const [sideA, sideB, sideC] = await Promise.all([a, b, c].map((anvil) => openEvmSide(anvil, clock, seed)));
  if (sideA === undefined || sideB === undefined || sideC === undefined) throw new TypeError('three chains are needed');
  const coins = await openCoinSide(utxo, clock, seed);
  const cast = castOf(sideA);

  const market = await openMarketA(sideA);
  await sideA.place(THORCHAIN_ROUTERS[CHAIN_A], ownContract('ThorchainRouter'));
  const robbed = await sideA.stage.create(sideA.maker, vaultCode());
  await sideA.stage.act({ from: sideA.maker, to: robbed, value: STOLEN, gas: CALL_GAS });

  await sideB.place(THORCHAIN_ROUTERS[CHAIN_B], ownContract('ThorchainRouter'));
  const cctpB = await openCctp(sideB, CHAIN_B, CHAIN_C, 250_000n + BigInt(seed));
  const cctpC = await openCctp(sideC, CHAIN_C, CHAIN_B, 90_000n + BigInt(seed));
  await fillVaultB(sideB, cctpB, cast);

  const vaultsCoins = createPocket(coins);
  const vaultLock = vaultsCoins.lock('asgard');
  await coins.bank.mineCoins(BANK_BLOCKS);
  const filling = VAULT_COINS.map((amount) => ({ script: vaultLock.script, amount }));
  vaultsCoins.take(await mined(coins, filling));

  for (const side of [sideA, sideB, sideC]) await side.idle();

  const vault = { address: cast.vault, stored: cast.vault };
  const network = createThorchain([
    { chain: 'ETH', ...vault, router: THORCHAIN_ROUTERS[CHAIN_A] },
    { chain: 'AVAX', ...vault, router: THORCHAIN_ROUTERS[CHAIN_B] },
    { chain: 'LTC', address: coins.addressOf(vaultLock), stored: vaultLock.script },
  ]);
  return {
    ...{ a: sideA, b: sideB, c: sideC, coins, cast, network, robbed, ...market, cctpB, cctpC },
    record: createRecorder([sideA, sideB, sideC], coins),
    thiefsCoins: createPocket(coins),
    vaultsCoins,
    labels: labelsOf({ a: sideA, c: sideC, cast, robbed, ...market }),
  };
}

/** Pays out of the bank's clean coins, in a block of its own. */
export async function mined(
  coins: CoinSide,
  outputs: Parameters<CoinSide['spend']>[1],
): Promise<Awaited<ReturnType<CoinSide['spend']>>> {
  const built = await coins.bank.pay(outputs, { send: false });
  await coins.mine([built.hex]);
  return built;
}

function castOf({ account, stage }: EvmSide): CrossingCast {
  const [, funder = '', relayer = ''] = stage.devAccounts;
  return {
    thief: account('thief'),
    direct: account('direct'),
    swapper: account('swapper'),
    refunded: account('refunded'),
    pending: account('pending'),
    plain: account('plain'),
    landing: account('landing'),
    runner: account('runner'),
    deposit: account('deposit'),
    hotWallet: account('hot wallet'),
    vault: account('asgard'),
    stranger: account('stranger'),
    attacker: account('attacker'),
    funder,
    relayer,
  };
}

/** Uniswap V2 and WETH9 where they are on Ethereum, a pool of a token, and the wrapper. */
async function openMarketA(side: EvmSide): Promise<Pick<Play, 'pool' | 'swapIn'>> {
  const { stage, maker } = side;
  const { weth, factory, router } = MARKET_A;
  await side.place(weth, readArtefact('weth'));
  await side.place(factory, readArtefact('factory'), [maker]);
  await side.place(router, readArtefact('router'), [factory, weth]);
  const supply = POOL.token * 2n;
  const token = await stage.create(maker, creationCode(readArtefact('token'), [supply]));
  stage.book.make(token, maker, supply);
  const pool = await openPool(stage, maker, MARKET_A, token, POOL);
  const swapIn = await stage.create(maker, creationCode(ownContract('SwapIn'), [weth, router]));
  return { pool, swapIn };
}

/** As liquidity comes: tokens through the router, which keeps them for the vault. */
async function fillVaultB(side: EvmSide, cctp: CctpSide, { funder, vault }: CrossingCast): Promise<void> {
  await side.stage.act({ from: funder, to: vault, value: VAULT_NATIVE });
  await cctp.issue(funder, VAULT_USDC);
  const memo = `+:AVAX.USDC-${cctp.usdc.toUpperCase()}`;
  const payment = { asset: cctp.usdc, amount: VAULT_USDC, memo };
  await depositWithExpiry(side, THORCHAIN_ROUTERS[CHAIN_B], funder, vault, payment);
}

function labelsOf({
  a,
  c,
  cast,
  robbed,
  pool,
  swapIn,
}: Pick<Play, 'a' | 'c' | 'cast' | 'robbed' | 'pool' | 'swapIn'>): readonly Label[] {
  const label = (chain: string, address: Address, entity: string, category: string): Label => ({
    ...{ chain, address, entity, category },
    confidence: CERTAIN,
    source: SOURCE,
  });
  return [
    label(c.id, cast.hotWallet, 'Example Exchange', 'exchange'),
    label(c.id, cast.deposit, 'Example Exchange', 'exchange'),
    label(a.id, robbed, 'Example Bridge', 'contract'),
    label(a.id, MARKET_A.router, 'Uniswap V2 Router', 'router'),
    label(a.id, pool.pool, 'Uniswap V2 Pool', 'dex'),
    label(a.id, MARKET_A.weth, 'Wrapped Ether', 'contract'),
    label(a.id, swapIn, 'Example Aggregator', 'router'),
  ];
}
