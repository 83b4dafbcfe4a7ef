import {
  type Address,
  type AssetRef,
  type ChainId,
  type Clock,
  ConflictError,
  createSystemClock,
} from '@fundtrail/core';
import { parseEther } from 'ethers';
import { type Cast, castOf } from './cast.ts';
import { borrowerCode, lenderCode, mixerCode, VAULT_ABI, vaultCode } from './contracts.ts';
import { labelsOf } from './labels.ts';
import { openMarket } from './market.ts';
import { LOAN_FEE, MIXER_DENOMINATION, type Play, SCENES } from './scenes.ts';
import { CALL_GAS, openStage, type Stage } from './stage.ts';
import type { Story, StoryContracts, StoryDeposit } from './story.ts';

const STOLEN = parseEther('2400');
const VAULT_MONEY = parseEther('2500');
const LENDER_MONEY = parseEther('1000');
const THIEF_GAS_MONEY = parseEther('0.5');
const POOL = { native: parseEther('2000'), token: parseEther('4000000') } as const;

export type TheftOptions = {
  /** A chain of anvil's that mines by itself, on which no theft was played yet. */
  readonly url: string;
  /** Milliseconds between scenes, for people who watch. */
  readonly pace?: number;
  /** Told before each scene what is about to happen. */
  readonly onStep?: (text: string) => void;
  /** Told as soon as the theft has happened, for a tracer that follows while the story goes on. */
  readonly onTheft?: (story: Omit<Story, 'expected'>) => void | Promise<void>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
};

/**
 * Plays a theft of 2,400 ether and its laundering on a local chain, with Uniswap's and WETH9's published contracts, by
 * accounts that nobody has keys of. The same transactions each time; only block times differ.
 * @throws ConflictError where the story was played before. @throws FundtrailError when the chain does not play along.
 */
export async function playTheft(options: TheftOptions): Promise<Story> {
  const clock = options.clock ?? createSystemClock();
  const stage = await openStage(options.url, clock, options.signal);
  try {
    return await play(stage, options, clock);
  } finally {
    await stage.close();
  }
}

async function play(stage: Stage, options: TheftOptions, clock: Clock): Promise<Story> {
  const cast = castOf(stage.devAccounts);
  if ((await stage.balanceOf(cast.thief, 'native')) > 0n) {
    throw new ConflictError('the theft was already played on this chain', { remedy: 'Start a new chain.' });
  }
  for (const account of stage.devAccounts) stage.book.open(account, await stage.balanceOf(account, 'native'));
  const step = async (text: string): Promise<void> => {
    options.onStep?.(text);
    if (options.pace !== undefined) await clock.sleep(options.pace, options.signal);
  };

  await step('a market, a bridge, a lender and a mixer open');
  const market = await openMarket(stage, cast.maker, POOL);
  const { vault, mixer, lender, borrower } = await openServices(stage, cast);
  const { weth, factory, router, pool, token } = market;
  const contracts: StoryContracts = { weth, factory, router, pool, token, vault, mixer, lender };
  const chain: ChainId = `eip155:${stage.chainId}`;

  await step('the bridge is robbed of 2,400 ether');
  await stage.act({ from: cast.funder, to: cast.thief, value: THIEF_GAS_MONEY });
  const data = VAULT_ABI.encodeFunctionData('withdraw', [cast.thief, STOLEN]);
  const theft = await stage.act({ from: cast.thief, to: vault, data });
  stage.book.move('native', vault, cast.thief, STOLEN);
  const known = {
    chain,
    theft: { hash: theft, block: await stage.blockOf(theft) },
    cast,
    contracts,
    wrapped: [weth],
    labels: labelsOf(chain, cast, contracts),
  };
  await options.onTheft?.(known);

  const deposits: StoryDeposit[] = [];
  const scenery: Play = { stage, cast, market, mixer, lender, borrower, deposits };
  for (const scene of SCENES) {
    await step(scene.title);
    await scene.play(scenery);
  }
  return {
    ...known,
    expected: {
      stolen: STOLEN,
      deposits: sumUp(deposits),
      mixer: stage.book.balance(mixer, 'native'),
      holdings: stage.book.holdings(),
    },
  };
}

type Services = {
  readonly vault: Address;
  readonly mixer: Address;
  readonly lender: Address;
  readonly borrower: Address;
};

async function openServices(stage: Stage, cast: Cast): Promise<Services> {
  const vault = await stage.create(cast.victim, vaultCode());
  await stage.act({ from: cast.victim, to: vault, value: VAULT_MONEY, gas: CALL_GAS });
  const mixer = await stage.create(cast.maker, mixerCode(MIXER_DENOMINATION));
  const lender = await stage.create(cast.lenderOwner, lenderCode(LOAN_FEE));
  await stage.act({ from: cast.lenderOwner, to: lender, value: LENDER_MONEY, gas: CALL_GAS });
  const borrower = await stage.create(cast.lenderOwner, borrowerCode(lender, LOAN_FEE));
  return { vault, mixer, lender, borrower };
}

/** One entry per deposit address and asset, in the order of their first deposit. */
function sumUp(deposits: readonly StoryDeposit[]): StoryDeposit[] {
  const sums = new Map<string, { address: Address; asset: AssetRef; amount: bigint }>();
  for (const { address, asset, amount } of deposits) {
    const sum = sums.get(`${address} ${asset}`);
    if (sum === undefined) sums.set(`${address} ${asset}`, { address, asset, amount });
    else sum.amount += amount;
  }
  return [...sums.values()];
}
