import type { ChainName } from '@fundtrail/core';
import { chainOfWord } from './chains.ts';
import type { ThorNetwork } from './network.ts';

/**
 * An asset as memos and answers name it, e.g. `ETH.USDT-EC7`. `kind` by its separator: `.` coins of its own chain; `/` synths, `~` trade
 * assets and `-` secured assets, which the network itself keeps.
 */
export type ThorAsset = {
  readonly kind: 'layer1' | 'synth' | 'trade' | 'secured';
  /** Upper-case word of the chain that the asset is of. */
  readonly chainWord: string;
  /** Upper case; of tokens with the contract or its last digits behind a `-`. */
  readonly symbol: string;
  /** `CHAIN.SYMBOL` with its separator, codes spelt out. */
  readonly text: string;
  /** The chain that it is paid out on. */
  readonly chain: ChainName;
};

const KINDS: Readonly<Record<string, ThorAsset['kind']>> = {
  '.': 'layer1',
  '/': 'synth',
  '~': 'trade',
  '-': 'secured',
};
const SEPARATOR = /[~./-]/;
const SYMBOL = /^[A-Z0-9][A-Z0-9+_.-]*$/;

/** Reads an asset or its code; or says what is wrong with it. */
export function parseAsset(text: string, network: ThorNetwork): ThorAsset | string {
  const long = Object.hasOwn(network.codes, text) ? (network.codes[text] ?? text) : text;
  const at = long.search(SEPARATOR);
  if (at < 0) return ownAsset(long.toUpperCase(), network);
  const separator = long[at] ?? '.';
  const chainWord = long.slice(0, at).toUpperCase();
  const symbol = long.slice(at + 1).toUpperCase();
  const kind = KINDS[separator] ?? 'layer1';
  const own = chainOfWord(chainWord);
  if (own === undefined) return `${JSON.stringify(text)} names no chain that is known`;
  if (!SYMBOL.test(symbol)) return `${JSON.stringify(text)} names no asset`;
  if (kind !== 'layer1' && chainWord === network.home) return `${JSON.stringify(text)} is kept by the network already`;
  const chain = kind === 'layer1' ? own : network.chain;
  return { kind, chainWord, symbol, text: `${chainWord}${separator}${symbol}`, chain };
}

/** A name alone is an asset of the network itself; what it does not have is an abbreviation that nobody knows. */
function ownAsset(symbol: string, { home, chain, ownAssets }: ThorNetwork): ThorAsset | string {
  if (!ownAssets.includes(symbol)) return `${JSON.stringify(symbol)} abbreviates no asset that is known`;
  return { kind: 'layer1', chainWord: home, symbol, text: `${home}.${symbol}`, chain };
}
