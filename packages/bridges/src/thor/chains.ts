import { type ChainName, chainNamed } from '@fundtrail/core';
import { SOLANA, TRON } from '../decode/foreign-account.ts';

/** Words of chains in assets and answers, where they are not the ticker that `chainNamed` knows. CAIP-2, traced or not. */
const WORDS: Readonly<Record<string, ChainName>> = {
  ADA: 'cip34:1-764824073',
  BCH: 'bip122:000000000000000000651ef99cb9fcbe',
  BNB: 'cosmos:Binance-Chain-Tigris',
  DASH: 'bip122:00000ffd590b1485b3caadc19b22e637',
  GAIA: 'cosmos:cosmoshub-4',
  KUJI: 'cosmos:kaiyo-1',
  MAYA: 'cosmos:mayachain-mainnet-v1',
  NOBLE: 'cosmos:noble-1',
  POL: 'eip155:137',
  SOL: SOLANA,
  TERRA: 'cosmos:columbus-5',
  THOR: 'cosmos:thorchain-1',
  TRON,
  XRD: 'radix:mainnet',
  XRP: 'xrpl:0',
  ZEC: 'bip122:00040fe8ec8471911baa1db1266ea15d',
};

/** Those that core knows by the same word. */
const TICKERS: ReadonlySet<string> = new Set(['ARB', 'AVAX', 'BASE', 'BSC', 'BTC', 'DOGE', 'ETH', 'LTC']);

/** The chain that the networks call by a word, in any case. */
export function chainOfWord(word: string): ChainName | undefined {
  const upper = word.toUpperCase();
  if (TICKERS.has(upper)) return chainNamed(upper);
  return Object.hasOwn(WORDS, upper) ? WORDS[upper] : undefined;
}
