import type { Address, AssetRef } from '@fundtrail/core';
import { id, parseEther } from 'ethers';
import type { Cast } from './cast.ts';
import { LENDER_ABI, MIXER_ABI } from './contracts.ts';
import type { Market } from './market.ts';
import { type Stage, TRANSFER_FEE } from './stage.ts';
import type { StoryDeposit } from './story.ts';

export const LOAN_FEE = parseEther('1');
export const MIXER_DENOMINATION = parseEther('100');
const LOAN = parseEther('900');
const DUST = 1_000n;
const GAS_MONEY = parseEther('0.05');
const SHARE_OF_A_WALLET = parseEther('150');
const PEEL_START = parseEther('500');

/** What the scenes share. */
export type Play = {
  readonly stage: Stage;
  readonly cast: Cast;
  readonly market: Market;
  readonly mixer: Address;
  readonly lender: Address;
  /** What wallet 4 lends its name to. */
  readonly borrower: Address;
  /** Filled as deposits arrive. */
  readonly deposits: StoryDeposit[];
};

export type Scene<P = Play> = {
  readonly name: string;
  readonly title: string;
  readonly play: (play: P) => Promise<void>;
};

/** What happens after the theft, in order. */
export const SCENES: readonly Scene[] = [
  {
    name: 'fan-out',
    title: 'the thief fans out to a dozen wallets, with gas from a clean funder and dust from an imitator',
    play: fanOut,
  },
  { name: 'peel-chain', title: 'a peel chain of eight hops, paying an exchange at every other one', play: peelChain },
  { name: 'swaps', title: 'a wallet swaps ether for a token, and another the token for ether', play: swaps },
  { name: 'wrapping', title: 'a wallet wraps ether, another unwraps it', play: wrapping },
  { name: 'flash', title: '900 clean ether flash through one wallet within one transaction', play: flash },
  { name: 'mixing', title: 'two wallets pay into a mixer', play: mixing },
  {
    name: 'cash-out',
    title: 'more reaches the exchange, which sweeps its deposit addresses; the rest rests',
    play: cashOut,
  },
];

async function fanOut({ stage, cast, market }: Play): Promise<void> {
  for (const [place, wallet] of cast.wallets.entries()) {
    await stage.act({ from: cast.funder, to: wallet, value: GAS_MONEY });
    await stage.act({ from: cast.thief, to: wallet, value: SHARE_OF_A_WALLET });
    const lookalike = cast.lookalikes[place];
    if (lookalike === undefined) continue;
    await stage.act({ from: cast.poisoner, to: lookalike, value: DUST + TRANSFER_FEE });
    await stage.act({ from: lookalike, to: wallet, value: DUST });
    await market.sendNothing(market.token, cast.poisoner, wallet, lookalike);
  }
}

async function peelChain(play: Play): Promise<void> {
  const { stage, cast } = play;
  await stage.act({ from: cast.thief, to: at(cast.peel, 0), value: PEEL_START });
  for (let hop = 0; hop + 1 < cast.peel.length; hop += 1) {
    const holder = at(cast.peel, hop);
    const peeled = parseEther(String(20 + hop));
    if (hop % 2 === 0) await deposit(play, 'native', holder, at(cast.deposits, 0), peeled);
    else await stage.act({ from: holder, to: at(cast.peeled, (hop - 1) / 2), value: peeled });
    await sendAll(stage, holder, at(cast.peel, hop + 1));
  }
}

async function swaps(play: Play): Promise<void> {
  const { cast, market } = play;
  const [buyer, seller] = [at(cast.wallets, 0), at(cast.wallets, 1)];
  const bought = await market.buy(buyer, parseEther('100'));
  const passedOn = bought / 2n;
  await market.send(market.token, buyer, seller, passedOn);
  await market.sell(seller, passedOn);
  await deposit(play, market.token, buyer, at(cast.deposits, 1), bought - passedOn);
}

async function wrapping(play: Play): Promise<void> {
  const { cast, market } = play;
  const [wrapper, unwrapper] = [at(cast.wallets, 2), at(cast.wallets, 3)];
  const amount = parseEther('120');
  await market.wrap(wrapper, amount);
  await market.send(market.weth, wrapper, unwrapper, amount);
  await market.unwrap(unwrapper, amount);
  await deposit(play, 'native', unwrapper, at(cast.deposits, 1), parseEther('200'));
}

async function flash(play: Play): Promise<void> {
  const { stage, cast, lender, borrower } = play;
  const wallet = at(cast.wallets, 4);
  await stage.delegate(wallet, borrower);
  await stage.act({ from: wallet, to: lender, data: LENDER_ABI.encodeFunctionData('flash', [LOAN]) });
  stage.book.move('native', wallet, lender, LOAN_FEE);
  await deposit(play, 'native', wallet, at(cast.deposits, 0), parseEther('100'));
}

async function mixing({ stage, cast, mixer }: Play): Promise<void> {
  // The pool takes its denomination only: a failed try, which costs gas and moves nothing.
  const refused = MIXER_ABI.encodeFunctionData('deposit', [id('refused commitment')]);
  await stage.actInVain({ from: at(cast.wallets, 5), to: mixer, value: MIXER_DENOMINATION - 1n, data: refused });
  for (const place of [5, 6]) {
    const data = MIXER_ABI.encodeFunctionData('deposit', [id(`commitment ${place}`)]);
    await stage.act({ from: at(cast.wallets, place), to: mixer, value: MIXER_DENOMINATION, data });
  }
}

async function cashOut(play: Play): Promise<void> {
  const { cast, stage, market } = play;
  await deposit(play, 'native', at(cast.wallets, 7), at(cast.deposits, 0), parseEther('140'));
  await deposit(play, 'native', at(cast.wallets, 8), at(cast.deposits, 1), parseEther('140'));
  const [first, second] = cast.deposits;
  await sendAll(stage, first, cast.hotWallet);
  await stage.act({ from: cast.hotWallet, to: second, value: parseEther('0.01') });
  await market.send(market.token, second, cast.hotWallet, stage.book.balance(second, market.token));
  await sendAll(stage, second, cast.hotWallet);
}

/** Pays into an exchange, and notes it. */
export async function deposit(
  play: Pick<Play, 'stage' | 'market' | 'deposits'>,
  asset: AssetRef,
  from: Address,
  to: Address,
  amount: bigint,
): Promise<void> {
  if (asset === 'native') await play.stage.act({ from, to, value: amount });
  else await play.market.send(asset, from, to, amount);
  play.deposits.push({ address: to, asset, amount });
}

/** Empties an account, down to the last wei: the fee is known beforehand. */
export async function sendAll(stage: Stage, from: Address, to: Address): Promise<void> {
  await stage.act({ from, to, value: stage.book.balance(from, 'native') - TRANSFER_FEE });
}

/** A member of the cast by number. */
export function at<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new RangeError(`the cast has no number ${place}`);
  return item;
}
