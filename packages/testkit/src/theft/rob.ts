import { type ChainId, ConflictError } from '@fundtrail/core';
import { parseEther } from 'ethers';
import { castOf } from './cast.ts';
import { VAULT_ABI } from './contracts.ts';
import { labelsOf } from './labels.ts';
import { openMarket } from './market.ts';
import type { Play } from './scenes.ts';
import { openServices } from './services.ts';
import type { Stage } from './stage.ts';
import type { Story, StoryContracts } from './story.ts';

export const STOLEN = parseEther('2400');
const THIEF_GAS_MONEY = parseEther('0.5');
const POOL = { native: parseEther('2000'), token: parseEther('4000000') } as const;

/** Everything before the theft. */
export type Opened = { readonly scenery: Play; readonly contracts: StoryContracts };

/** Opens the market, a bridge, a lender and a mixer. @throws ConflictError where the story was played before. */
export async function openScenery(stage: Stage): Promise<Opened> {
  const cast = castOf(stage.devAccounts);
  if ((await stage.balanceOf(cast.thief, 'native')) > 0n) {
    throw new ConflictError('the theft was already played on this chain', { remedy: 'Start a new chain.' });
  }
  for (const account of stage.devAccounts) stage.book.open(account, await stage.balanceOf(account, 'native'));
  const market = await openMarket(stage, cast.maker, POOL);
  const { vault, mixer, lender, borrower } = await openServices(stage, cast);
  const { weth, factory, router, pool, token } = market;
  return {
    scenery: { stage, cast, market, mixer, lender, borrower, deposits: [] },
    contracts: { weth, factory, router, pool, token, vault, mixer, lender },
  };
}

/** Robs the bridge; resolves to what is known from then on. */
export async function rob({ scenery, contracts }: Opened): Promise<Omit<Story, 'expected'>> {
  const { stage, cast } = scenery;
  const chain: ChainId = `eip155:${stage.chainId}`;
  await stage.act({ from: cast.funder, to: cast.thief, value: THIEF_GAS_MONEY });
  const data = VAULT_ABI.encodeFunctionData('withdraw', [cast.thief, STOLEN]);
  const hash = await stage.act({ from: cast.thief, to: contracts.vault, data });
  stage.book.move('native', contracts.vault, cast.thief, STOLEN);
  return {
    chain,
    theft: { hash, block: await stage.blockOf(hash) },
    cast,
    contracts,
    wrapped: [contracts.weth],
    labels: labelsOf(chain, cast, contracts),
  };
}
